#include "client/cli/line_reader.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "client/call_error.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr size_t kLongestLineBytes = 1'000'000;
constexpr int kLookEveryMs = 50;

}  // namespace

absl::Status LineReader::Fill() {
  pollfd waiting = {fd_, POLLIN, 0};
  // Interrupts come to another thread, which does not end this wait.
  const int ready = poll(&waiting, 1, kLookEveryMs);
  if (cancellation_.cancelled()) {
    return LocalError(absl::StatusCode::kCancelled, "INTERRUPTED", "interrupted");
  }
  if (ready == 0 || (ready < 0 && errno == EINTR)) return absl::OkStatus();
  std::array<char, 4096> bytes;
  const ssize_t count = read(fd_, bytes.data(), bytes.size());
  if (count < 0 && errno != EINTR && errno != EAGAIN) {
    return UsageError(absl::StrCat("stdin: ", std::strerror(errno)));
  }
  if (count == 0) ended_ = true;
  if (count > 0) buffer_.append(bytes.data(), static_cast<size_t>(count));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> LineReader::Next() {
  size_t searched = 0;
  for (;;) {
    const size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos || (ended_ && !buffer_.empty())) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end == std::string::npos ? end : end + 1);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      return line;
    }
    if (ended_) return std::nullopt;
    searched = buffer_.size();
    if (searched > kLongestLineBytes) {
      return UsageError(absl::StrCat("stdin: a line of more than ", kLongestLineBytes, " bytes"));
    }
    if (absl::Status status = Fill(); !status.ok()) return status;
  }
}

}  // namespace mediagen::client
