// The three bytes that may stand before UTF-8 text.
#ifndef MEDIAGEN_SERVER_CODEC_BYTE_ORDER_MARK_H_
#define MEDIAGEN_SERVER_CODEC_BYTE_ORDER_MARK_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace mediagen {

// Recognizes a byte order mark at the very start of a text, byte by byte. Copies freely. Any
// thread; not shared.
class ByteOrderMark {
 public:
  enum class Progress {
    kMore,    // The byte belongs to the mark.
    kDone,    // It was the last of the mark.
    kNone,    // There is no mark: the byte is the first of the text.
    kBroken,  // The text begins like the mark, and this byte ends the likeness.
  };

  Progress Feed(char c) {
    constexpr absl::string_view kMark = "\xef\xbb\xbf";
    if (c != kMark[size_]) return size_ == 0 ? Progress::kNone : Progress::kBroken;
    return ++size_ == kMark.size() ? Progress::kDone : Progress::kMore;
  }

 private:
  size_t size_ = 0;  // How much of the mark has come.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_BYTE_ORDER_MARK_H_
