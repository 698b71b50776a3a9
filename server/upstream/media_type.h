// What kind of media some bytes are.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MEDIA_TYPE_H_
#define MEDIAGEN_SERVER_UPSTREAM_MEDIA_TYPE_H_

#include "absl/strings/string_view.h"

namespace mediagen {

// MIME type as the first bytes tell it, such as `image/png`; empty when they tell nothing. 16 bytes
// are enough.
absl::string_view MediaTypeOfBytes(absl::string_view first_bytes);

// Full MIME type for what an upstream said: `png` and `jpg` are short for `image/png` and
// `image/jpeg`.
absl::string_view FullMediaType(absl::string_view said);

// What to tell the caller: the bytes' own type when they tell, else what the upstream said, in
// full.
absl::string_view BestMediaType(absl::string_view first_bytes, absl::string_view said);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MEDIA_TYPE_H_
