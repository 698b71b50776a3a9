#include "client/cli/printable.h"

namespace mediagen::client {
namespace {

std::string Clean(absl::string_view text, bool one_line) {
  std::string clean;
  clean.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {
      // U+0080 to U+009F are control characters of two bytes.
      clean.push_back('?');
      ++i;
    } else if (one_line && (byte == '\n' || byte == '\t')) {
      clean.push_back(' ');
    } else if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) {
      clean.push_back('?');
    } else {
      clean.push_back(text[i]);
    }
  }
  return clean;
}

}  // namespace

std::string Printable(absl::string_view text) { return Clean(text, /*one_line=*/false); }

std::string PrintableLine(absl::string_view text) { return Clean(text, /*one_line=*/true); }

}  // namespace mediagen::client
