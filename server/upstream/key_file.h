// Reading the operator's keys.
#ifndef MEDIAGEN_SERVER_UPSTREAM_KEY_FILE_H_
#define MEDIAGEN_SERVER_UPSTREAM_KEY_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mediagen {

// No message of this file quotes what it read.

// The first line of the file. It is remembered as a secret.
absl::StatusOr<std::string> ReadKeyFile(const std::string& path);
// The same of an environment variable.
absl::StatusOr<std::string> ReadKeyVariable(const std::string& name);

// A regular file of at most `largest` bytes, whole.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path, size_t largest = 64 * 1024);

// Whether `key` can stand in a header: printable ASCII without blanks, 1 to `longest` characters.
bool IsUsableKey(absl::string_view key, size_t longest = 4096);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_KEY_FILE_H_
