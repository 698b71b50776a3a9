#ifndef MEDIAGEN_CLIENT_CLI_PRINTABLE_H_
#define MEDIAGEN_CLIENT_CLI_PRINTABLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace mediagen::client {

// `text` of others without the control characters that could take a terminal over: each becomes
// `?`. Tabs and line ends stay.
std::string Printable(absl::string_view text);
// The same on one line.
std::string PrintableLine(absl::string_view text);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_PRINTABLE_H_
