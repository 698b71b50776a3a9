#ifndef MEDIAGEN_CLIENT_CLI_USD_H_
#define MEDIAGEN_CLIENT_CLI_USD_H_

#include <cstdint>
#include <string>

namespace mediagen::client {

// `0.04 USD` for 40,000,000: as many decimals as the amount needs, but at least two.
std::string UsdText(int64_t nano_usd);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_USD_H_
