#include "server/codec/line_end.h"

#include <cstring>

namespace mediagen {

size_t LineSize(absl::string_view in) {
  // In windows, lest many short lines in one block cost a look at the whole block each.
  constexpr size_t kWindow = 1024;
  for (size_t at = 0; at < in.size(); at += kWindow) {
    const absl::string_view window = in.substr(at, kWindow);
    const auto* line_feed =
        static_cast<const char*>(std::memchr(window.data(), '\n', window.size()));
    const size_t size = line_feed == nullptr ? window.size() : line_feed - window.data();
    const auto* carriage_return = static_cast<const char*>(std::memchr(window.data(), '\r', size));
    if (carriage_return != nullptr) return carriage_return - in.data();
    if (line_feed != nullptr) return at + size;
  }
  return in.size();
}

}  // namespace mediagen
