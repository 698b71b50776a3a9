#include "server/upstream/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/secrets.h"

namespace mediagen {
namespace {

// Reads until the end, but no more than one byte too many.
bool ReadUpToLimit(int fd, size_t largest, std::string& text) {
  text.resize(largest + 1);
  size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = read(fd, &text[size], text.size() - size);
    if (count < 0) return false;
    if (count == 0) break;
    size += static_cast<size_t>(count);
  }
  text.resize(size);
  return true;
}

}  // namespace

absl::StatusOr<std::string> ReadSmallFile(const std::string& path, size_t largest) {
  // Not blocking: whatever the path names, a loop must not stop at a pipe that nobody writes.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return absl::FailedPreconditionError(absl::StrCat(path, ": cannot be read"));
  const auto closer = absl::MakeCleanup([fd] { close(fd); });
  struct stat facts {};
  if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": is no regular file"));
  }
  std::string text;
  if (!ReadUpToLimit(fd, largest, text)) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": cannot be read"));
  }
  if (text.size() > largest) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is larger than ", largest / 1024, " KiB"));
  }
  return text;
}

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadSmallFile(path);
  if (!text.ok()) {
    return absl::Status(text.status().code(), absl::StrCat("key file ", text.status().message()));
  }
  const absl::string_view first_line = absl::string_view(*text).substr(0, text->find('\n'));
  std::string key(absl::StripAsciiWhitespace(first_line));
  if (!IsUsableKey(key)) {
    return absl::InvalidArgumentError(absl::StrCat("key file ", path, ": holds no usable key"));
  }
  KeepSecret(key);
  return key;
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

bool IsUsableKey(absl::string_view key, size_t longest) {
  return !key.empty() && key.size() <= longest && std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
}

}  // namespace mediagen
