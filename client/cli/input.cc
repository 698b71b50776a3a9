#include "client/cli/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/output_names.h"
#include "client/cli/request_fields.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

// The server takes messages of 64 MiB and media of 20 MB, and says so itself; this only keeps a
// wrong file from filling the memory.
constexpr size_t kMediaLimitBytes = 60'000'000;
constexpr size_t kPromptLimitBytes = 1'000'000;

// As curl writes it.
constexpr absl::string_view kTypeMark = ";type=";

absl::StatusOr<std::string> ReadAll(int fd, const std::string& name, size_t limit_bytes) {
  std::string content;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t count = read(fd, buffer.data(), buffer.size());
    if (count == 0) return content;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return UsageError(absl::StrCat(name, ": ", std::strerror(errno)));
    content.append(buffer.data(), static_cast<size_t>(count));
    if (content.size() > limit_bytes) {
      return UsageError(absl::StrCat(name, ": larger than ", limit_bytes / 1'000'000, " MB"));
    }
  }
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit_bytes) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return UsageError(absl::StrCat(path, ": ", std::strerror(errno)));
  const absl::Cleanup close_it = [fd] { close(fd); };
  return ReadAll(fd, path, limit_bytes);
}

absl::StatusOr<std::string> ReadPrompt(const std::string& written) {
  std::string prompt = written;
  if (written == "-") {
    absl::StatusOr<std::string> text = ReadAll(STDIN_FILENO, "stdin", kPromptLimitBytes);
    if (!text.ok()) return text;
    prompt = *std::move(text);
    while (!prompt.empty() && (prompt.back() == '\n' || prompt.back() == '\r')) prompt.pop_back();
  }
  if (absl::Status status = CheckUtf8("PROMPT", prompt); !status.ok()) return status;
  return prompt;
}

absl::StatusOr<v1::Media> ReadMedia(absl::string_view flag, const std::string& written) {
  if (absl::Status status = CheckUtf8(flag, written); !status.ok()) return status;
  v1::Media media;
  const size_t type = absl::string_view(written).rfind(kTypeMark);
  const std::string name = written.substr(0, type);
  if (type != std::string::npos) media.set_mime_type(written.substr(type + kTypeMark.size()));
  const bool web = absl::StartsWith(name, "https://") || absl::StartsWith(name, "http://");
  if (web || absl::StartsWith(name, "gs://")) {
    // Of a link nobody here sees the bytes, so its name must do.
    if (media.mime_type().empty()) media.set_mime_type(std::string(MimeTypeOfLink(name)));
    web ? media.set_uri(name) : media.set_gcs_uri(name);
    return media;
  }
  absl::StatusOr<std::string> bytes = name == "-" ? ReadAll(STDIN_FILENO, "stdin", kMediaLimitBytes)
                                                  : ReadFile(name, kMediaLimitBytes);
  if (!bytes.ok()) {
    return UsageError(absl::StrCat(flag, ": ", std::string(bytes.status().message())));
  }
  if (bytes->empty()) {
    return UsageError(absl::StrCat(flag, ": ", name == "-" ? "stdin" : name, " is empty"));
  }
  media.set_data(*std::move(bytes));
  return media;
}

}  // namespace mediagen::client
