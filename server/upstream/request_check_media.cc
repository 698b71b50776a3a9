#include "server/upstream/request_check_media.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"

namespace mediagen {
namespace {

absl::Status CheckBucket(absl::string_view field, absl::string_view uri,
                         const GcsPrefixes& buckets) {
  if (buckets.Allowed(uri)) return absl::OkStatus();
  // Which buckets the operator's account may be made to touch is the operator's decision.
  if (buckets.empty()) return InvalidField(field, "no bucket is allowed on this server");
  return InvalidField(field, "is below none of the prefixes that this server allows");
}

absl::Status CheckBytes(absl::string_view field, const v1::Media& media, const MediaRules& rules) {
  const std::string data_field = absl::StrCat(field, ".data");
  if (media.data().size() > rules.max_bytes) {
    return InvalidField(data_field, "MEDIA_TOO_LARGE",
                        absl::StrCat("is ", media.data().size(), " bytes long, at most ",
                                     rules.max_bytes, " are taken"));
  }
  const absl::string_view told = MediaTypeOfBytes(media.data());
  const bool taken =
      std::any_of(rules.types.begin(), rules.types.end(),
                  [told](absl::string_view type) { return absl::StartsWith(told, type); });
  if (!taken) return InvalidField(data_field, absl::StrCat("is no ", rules.kind, " that is taken"));
  if (!media.mime_type().empty() &&
      !absl::EqualsIgnoreCase(FullMediaType(media.mime_type()), told)) {
    return InvalidField(absl::StrCat(field, ".mime_type"),
                        absl::StrCat("does not fit the bytes, which are ", told));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMedia(absl::string_view field, const v1::Media& media, const MediaRules& rules) {
  switch (media.content_case()) {
    case v1::Media::kData:
      return CheckBytes(field, media, rules);
    case v1::Media::kUri: {
      const std::string uri_field = absl::StrCat(field, ".uri");
      if (!rules.takes_links)
        return InvalidField(uri_field, "links are not taken here: send the bytes");
      if (absl::StartsWith(media.uri(), "https://")) return absl::OkStatus();
      return InvalidField(uri_field, "must begin with https://");
    }
    case v1::Media::kGcsUri:
      return CheckBucket(absl::StrCat(field, ".gcs_uri"), media.gcs_uri(), rules.buckets);
    case v1::Media::CONTENT_NOT_SET:
      break;
  }
  return InvalidField(field, "must hold data or a link");
}

absl::Status CheckOutputFolder(absl::string_view field, absl::string_view uri,
                               const GcsPrefixes& buckets) {
  if (uri.empty()) return absl::OkStatus();
  return CheckBucket(field, uri, buckets);
}

}  // namespace mediagen
