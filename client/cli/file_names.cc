#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/output_names.h"

namespace mediagen::client {
namespace {

// The first extension of a type is the one we give.
constexpr std::array<std::pair<absl::string_view, absl::string_view>, 9> kExtensions = {{
    {"image/png", "png"},
    {"image/jpeg", "jpg"},
    {"image/jpeg", "jpeg"},
    {"image/webp", "webp"},
    {"image/gif", "gif"},
    {"image/heic", "heic"},
    {"video/mp4", "mp4"},
    {"video/webm", "webm"},
    {"video/quicktime", "mov"},
}};

// Where the extension's dot stands, or the end.
size_t DotOf(absl::string_view path) {
  const size_t slash = path.rfind('/');
  const size_t name = slash == absl::string_view::npos ? 0 : slash + 1;
  const size_t dot = path.rfind('.');
  return dot == absl::string_view::npos || dot <= name ? path.size() : dot;
}

}  // namespace

std::string NumberedPath(absl::string_view path, int number) {
  const size_t dot = DotOf(path);
  return absl::StrCat(path.substr(0, dot), "-", number, path.substr(dot));
}

absl::string_view ExtensionOf(absl::string_view mime_type) {
  for (const auto& [type, extension] : kExtensions) {
    if (type == mime_type) return extension;
  }
  return "bin";
}

absl::string_view MimeTypeOfLink(absl::string_view link) {
  const absl::string_view path = link.substr(0, link.find_first_of("?#"));
  const size_t dot = DotOf(path);
  if (dot == path.size()) return "";
  const std::string written = absl::AsciiStrToLower(path.substr(dot + 1));
  for (const auto& [type, extension] : kExtensions) {
    if (extension == written) return type;
  }
  return "";
}

bool ExtensionMismatch(absl::string_view path, absl::string_view mime_type) {
  const size_t dot = DotOf(path);
  if (dot == path.size() || mime_type.empty()) return false;
  const std::string written = absl::AsciiStrToLower(path.substr(dot + 1));
  for (const auto& [type, extension] : kExtensions) {
    if (extension == written) return type != mime_type;
  }
  return false;
}

}  // namespace mediagen::client
