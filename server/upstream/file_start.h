// Whether what comes in place of a file is one.
#ifndef MEDIAGEN_SERVER_UPSTREAM_FILE_START_H_
#define MEDIAGEN_SERVER_UPSTREAM_FILE_START_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace mediagen {

enum class FileStart {
  kUndecided,  // More bytes will tell.
  kMedia,
  kText,  // A page, an error object, a sentence, or nothing at all.
};

// So many bytes decide.
inline constexpr size_t kFileStartBytes = 64;

// Judges a body by its first bytes, `whole` when there are no more. Its content type is no help:
// upstreams send videos as text/plain, and errors as videos.
FileStart JudgeFileStart(absl::string_view first_bytes, bool whole);

// `text` without byte order mark and blanks at its start.
absl::string_view WithoutLeadingBlanks(absl::string_view text);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_FILE_START_H_
