// The codes of errors in the spellings of upstreams.
#ifndef MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_CODE_H_
#define MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_CODE_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mediagen {

// By the name of a google.rpc.Code, such as `NOT_FOUND`; case does not matter.
std::optional<absl::StatusCode> CodeOfGoogleStatus(absl::string_view name);

// By a word such as `invalid_request`, or by such a name.
std::optional<absl::StatusCode> CodeOfErrorWord(absl::string_view word);

absl::StatusCode CodeOfHttpStatus(int status);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_CODE_H_
