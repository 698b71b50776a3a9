// An encoded request, looked at.
#ifndef MEDIAGEN_TESTS_UPSTREAM_REQUEST_TEXT_H_
#define MEDIAGEN_TESTS_UPSTREAM_REQUEST_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "server/upstream/upstream_request.h"

namespace mediagen::testing {

// The body as it goes over the wire.
std::string BodyText(const HttpRequest& request);
inline std::string BodyText(const UpstreamRequest& request) { return BodyText(request.http); }

// Value of a header, its name without regard to case; empty when there is none.
std::string HeaderOf(const HttpRequest& request, const std::string& name);
inline std::string HeaderOf(const UpstreamRequest& request, const std::string& name) {
  return HeaderOf(request.http, name);
}

// Path (and query) of a URL.
std::string PathOf(const std::string& url);

// The field that an error names in its BadRequest; empty when it names none.
std::string ViolatedField(const absl::Status& status);

// ErrorInfo of an error: its reason, and one metadata value.
std::string ReasonOf(const absl::Status& status);
std::string MetadataOf(const absl::Status& status, const std::string& key);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_REQUEST_TEXT_H_
