// Where lines of text end: at LF, CR or CRLF.
#ifndef MEDIAGEN_SERVER_CODEC_LINE_END_H_
#define MEDIAGEN_SERVER_CODEC_LINE_END_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace mediagen {

constexpr bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

// How many bytes of `in` come before the first line end; all of them if there is none.
size_t LineSize(absl::string_view in);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_LINE_END_H_
