// The operator's keys.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CREDENTIALS_H_
#define MEDIAGEN_SERVER_UPSTREAM_CREDENTIALS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mediagen {

// The key of a provider. It goes into a header and nowhere else: no message of this file quotes it.

// The first line of the file.
absl::StatusOr<std::string> ReadKeyFile(const std::string& path);
absl::StatusOr<std::string> ReadKeyVariable(const std::string& name);

// Whether `key` can stand in a header: printable ASCII without blanks.
bool IsUsableKey(absl::string_view key);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CREDENTIALS_H_
