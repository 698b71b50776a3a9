#include "server/upstream/media_encoder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"

namespace mediagen {
namespace {

// `path` with the link's own field, where there is one.
std::string LinkPath(absl::string_view path, const v1::Media& media) {
  return absl::StrCat(path, media.has_gcs_uri() ? ".gcs_uri" : media.has_uri() ? ".uri" : "");
}

}  // namespace

absl::string_view MediaTypeToSend(const v1::Media& media) {
  const absl::string_view said = FullMediaType(media.mime_type());
  return said.empty() ? MediaTypeOfBytes(media.data()) : said;
}

absl::StatusOr<JsonBody::Value> EncodeMedia(JsonBody& body, absl::string_view path,
                                            v1::Media& media, bool reads_buckets) {
  JsonBody::Value value(rapidjson::kObjectType);
  JsonBody::Value type = body.Text(MediaTypeToSend(media));
  if (media.has_gcs_uri() && reads_buckets) {
    value.AddMember("gcsUri", body.Text(media.gcs_uri()), body.allocator());
  } else if (media.has_data()) {
    value.AddMember("bytesBase64Encoded", body.Media("", std::move(*media.mutable_data())),
                    body.allocator());
  } else {
    return InvalidField(LinkPath(path, media), reads_buckets
                                                   ? "this provider takes bytes or a bucket here"
                                                   : "this provider takes bytes here, no link");
  }
  if (type.GetStringLength() > 0) value.AddMember("mimeType", type, body.allocator());
  return value;
}

absl::StatusOr<JsonBody::Value> EncodeVideo(JsonBody& body, absl::string_view path,
                                            v1::Media& video) {
  JsonBody::Value value(rapidjson::kObjectType);
  JsonBody::Value type = body.Text(MediaTypeToSend(video));
  if (video.has_uri()) {
    value.AddMember("uri", body.Text(video.uri()), body.allocator());
  } else if (video.has_data()) {
    value.AddMember("encodedVideo", body.Media("", std::move(*video.mutable_data())),
                    body.allocator());
  } else {
    return InvalidField(LinkPath(path, video),
                        "this provider takes bytes or the link of a video of its own here");
  }
  if (type.GetStringLength() > 0) value.AddMember("encoding", type, body.allocator());
  return value;
}

absl::StatusOr<JsonBody::Value> EncodeReferenceImage(JsonBody& body, absl::string_view path,
                                                     v1::ReferenceImage& reference,
                                                     bool reads_buckets) {
  absl::StatusOr<JsonBody::Value> image =
      EncodeMedia(body, absl::StrCat(path, ".image"), *reference.mutable_image(), reads_buckets);
  if (!image.ok()) return image;
  JsonBody::Value value(rapidjson::kObjectType);
  value.AddMember("image", *image, body.allocator());
  if (!reference.reference_type().empty()) {
    value.AddMember("referenceType", body.Text(reference.reference_type()), body.allocator());
  }
  return value;
}

absl::StatusOr<JsonBody::Value> EncodeMask(JsonBody& body, absl::string_view path,
                                           v1::VideoMask& mask, bool reads_buckets) {
  absl::StatusOr<JsonBody::Value> value =
      EncodeMedia(body, absl::StrCat(path, ".image"), *mask.mutable_image(), reads_buckets);
  if (!value.ok()) return value;
  if (!mask.mask_mode().empty()) {
    value->AddMember("maskMode", body.Text(mask.mask_mode()), body.allocator());
  }
  return value;
}

}  // namespace mediagen
