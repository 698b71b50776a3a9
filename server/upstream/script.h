// Which writing a text is in.
#ifndef MEDIAGEN_SERVER_UPSTREAM_SCRIPT_H_
#define MEDIAGEN_SERVER_UPSTREAM_SCRIPT_H_

#include "absl/strings/string_view.h"

namespace mediagen {

// Whether UTF-8 `text` holds a letter of another script than the Latin one. Digits, punctuation,
// symbols and emoji belong to every script.
bool HasNonLatinLetters(absl::string_view text);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_SCRIPT_H_
