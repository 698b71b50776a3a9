// Whom a request to an upstream concerns.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REQUEST_TAG_H_
#define MEDIAGEN_SERVER_UPSTREAM_REQUEST_TAG_H_

#include <cstdint>
#include <string>

namespace mediagen {

class ProviderTraffic;

// For the breaker and the metrics. A plain value; what it points to outlives it.
class RequestTag {
 public:
  RequestTag() = default;
  ProviderTraffic* traffic = nullptr;  // Null: nobody asks.
  std::string model = "other";         // Its name in the catalogue.
  int64_t nano_usd = 0;                // What it may cost.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REQUEST_TAG_H_
