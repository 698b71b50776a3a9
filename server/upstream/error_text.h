// The body of an answer that is an error.
#ifndef MEDIAGEN_SERVER_UPSTREAM_ERROR_TEXT_H_
#define MEDIAGEN_SERVER_UPSTREAM_ERROR_TEXT_H_

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace mediagen {

// Keeps as much of such a body as is ever looked at. A plain value.
class ErrorText {
 public:
  static constexpr size_t kMaxBytes = 64 * 1024;

  void Append(absl::string_view bytes) {
    text_.append(bytes.data(), std::min(bytes.size(), kMaxBytes - text_.size()));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_ERROR_TEXT_H_
