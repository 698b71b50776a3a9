// Checks of the pictures and videos of a request.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_MEDIA_H_
#define MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_MEDIA_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "mediagen/v1/media.pb.h"
#include "server/upstream/gcs_prefixes.h"

namespace mediagen {

// What a field of media may hold. A plain value; lives no longer than what it refers to.
class MediaRules {
 public:
  explicit MediaRules(const GcsPrefixes& buckets) : buckets(buckets) {}

  const GcsPrefixes& buckets;
  // Front of the MIME types that are taken as bytes, such as `image/` or `image/png`.
  absl::Span<const absl::string_view> types;
  // For messages.
  absl::string_view kind = "picture";
  size_t max_bytes = 0;
  bool takes_links = false;
};

// OK, or INVALID_ARGUMENT for a field below `field`; `MEDIA_TOO_LARGE` where it is too large.
absl::Status CheckMedia(absl::string_view field, const v1::Media& media, const MediaRules& rules);

// A folder for results: empty, or below the prefixes.
absl::Status CheckOutputFolder(absl::string_view field, absl::string_view uri,
                               const GcsPrefixes& buckets);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_MEDIA_H_
