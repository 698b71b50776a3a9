#include "server/upstream/credentials.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/secrets.h"

namespace mediagen {

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) {
    return absl::FailedPreconditionError(absl::StrCat("key file ", path, ": cannot be read"));
  }
  absl::StripAsciiWhitespace(&line);
  if (!IsUsableKey(line)) {
    return absl::InvalidArgumentError(absl::StrCat("key file ", path, ": holds no usable key"));
  }
  KeepSecret(line);
  return line;
}

absl::StatusOr<std::string> ReadKeyVariable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat("environment variable ", name, ": is not set"));
  }
  if (!IsUsableKey(value)) {
    return absl::InvalidArgumentError(
        absl::StrCat("environment variable ", name, ": holds no usable key"));
  }
  KeepSecret(value);
  return std::string(value);
}

bool IsUsableKey(absl::string_view key) {
  return !key.empty() && key.size() <= 4096 && std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
}

}  // namespace mediagen
