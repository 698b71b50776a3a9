// Pictures and videos in a JSON body, as Google spells them.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MEDIA_ENCODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_MEDIA_ENCODER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/media.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/json_body.h"

namespace mediagen {

// The type that is told with a medium: the caller's word, else what the bytes say, else nothing.
absl::string_view MediaTypeToSend(const v1::Media& media);

// Each moves the bytes out of its message; `path` is the field's, for the error of a link that the
// provider cannot read.

// {bytesBase64Encoded or gcsUri, mimeType}
absl::StatusOr<JsonBody::Value> EncodeMedia(JsonBody& body, absl::string_view path,
                                            v1::Media& media, bool reads_buckets);

// {encodedVideo or uri, encoding}
absl::StatusOr<JsonBody::Value> EncodeVideo(JsonBody& body, absl::string_view path,
                                            v1::Media& video);

// {image, referenceType}
absl::StatusOr<JsonBody::Value> EncodeReferenceImage(JsonBody& body, absl::string_view path,
                                                     v1::ReferenceImage& reference,
                                                     bool reads_buckets);

// {bytesBase64Encoded or gcsUri, mimeType, maskMode}
absl::StatusOr<JsonBody::Value> EncodeMask(JsonBody& body, absl::string_view path,
                                           v1::VideoMask& mask, bool reads_buckets);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MEDIA_ENCODER_H_
