// URLs that strangers wrote.
#ifndef MEDIAGEN_SERVER_NET_URL_H_
#define MEDIAGEN_SERVER_NET_URL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mediagen {

// An http or https URL, understood as libcurl will understand it. A plain value.
class Url {
 public:
  Url() = default;

  std::string text;    // The whole, without fragment: what to ask for.
  std::string scheme;  // `http` or `https`.
  // Lower case. A numeric one as four numbers, or in brackets; a name of another script as it is.
  std::string host;
  int port = 0;       // Also where the URL names none.
  std::string path;   // `/` at least.
  std::string query;  // Without the question mark.

  bool HasOriginOf(const Url& other) const {
    return scheme == other.scheme && host == other.host && port == other.port;
  }
};

// Reads an absolute URL. INVALID_ARGUMENT for another scheme, user or password, escapes in the
// host, a zone, blanks, backslashes and control characters, and for more than 8 KiB; the message
// does not quote it.
absl::StatusOr<Url> ParseUrl(absl::string_view text);

// Reads the Location of an answer that came from `base`, absolute or not, by the same rules.
absl::StatusOr<Url> ResolveUrl(const Url& base, absl::string_view location);

// Whether `host`, as it stands in a URL or in a listening address, is this machine alone:
// `localhost` or a loopback address. A name that merely resolves to one is not.
bool IsLoopbackHost(absl::string_view host);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_URL_H_
