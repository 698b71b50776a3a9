// What may be quoted of an upstream's words, and what they give away.
#ifndef MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_TEXT_H_
#define MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "mediagen/v1/media.pb.h"

namespace mediagen {

// `text` without keys, URLs and project names, as valid UTF-8 of at most 500 bytes.
std::string ScrubUpstreamText(absl::string_view text);

// The support codes behind `Support codes:` and `Error Code:`; numbers that are none are left out.
std::vector<int64_t> SupportCodesIn(absl::string_view text);

// Category of a support code; UNSPECIFIED for a number that is not known.
v1::FilterCategory CategoryOfSupportCode(int64_t code);

// An item that a filter held back, with the upstream's explanation.
v1::FilteredItem FilteredItemFrom(absl::string_view reason);

// `1,2` for ErrorInfo.metadata.
std::string JoinSupportCodes(const std::vector<int64_t>& codes);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_TEXT_H_
