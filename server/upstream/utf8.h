// Text that protobuf strings can hold.
#ifndef MEDIAGEN_SERVER_UPSTREAM_UTF8_H_
#define MEDIAGEN_SERVER_UPSTREAM_UTF8_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace mediagen {

// Bytes of the character at the start of `text`, which is not empty; 0 when what stands there is no
// UTF-8: cut short, overlong, a surrogate, or beyond Unicode.
size_t Utf8CharacterSize(absl::string_view text);

bool IsUtf8(absl::string_view text);

// `text` with U+FFFD for every byte that is no UTF-8.
std::string MendedUtf8(absl::string_view text);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_UTF8_H_
