// What is checked before money moves.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_H_
#define MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/gcs_prefixes.h"
#include "server/upstream/model_row.h"

namespace mediagen {

// Largest picture or video that a request may carry.
inline constexpr size_t kMaxInputMediaBytes = 20'000'000;
// The same of a picture to be made larger.
inline constexpr size_t kMaxUpscaleInputBytes = 10'000'000;

// Each checks a spec against general rules and the model's row (null for a model that is not known
// or not to be checked: then only the general rules hold), and fills in defaults: count 1;
// modalities text and image. `buckets` says which gs:// links may be read and written.
// INVALID_ARGUMENT names the field.
absl::Status CheckAndComplete(const ModelRow* row, v1::ImageSpec& spec,
                              const GcsPrefixes& buckets = GcsPrefixes::None());
absl::Status CheckAndComplete(const ModelRow* row, v1::UpscaleSpec& spec,
                              const GcsPrefixes& buckets = GcsPrefixes::None());
absl::Status CheckAndComplete(const ModelRow* row, v1::VideoSpec& spec,
                              const GcsPrefixes& buckets = GcsPrefixes::None());
// The same of a video that is to be made by an interaction, whose task is filled in, too, where the
// inputs tell it and nothing else would.
absl::Status CheckAndCompleteInteraction(const ModelRow* row, v1::VideoSpec& spec,
                                         const GcsPrefixes& buckets = GcsPrefixes::None());
absl::Status CheckAndComplete(const ModelRow* row, v1::ChatSpec& spec,
                              const GcsPrefixes& buckets = GcsPrefixes::None());

// 1 to 128 printable ASCII characters without blanks; empty is fine, too.
absl::Status CheckRequestId(absl::string_view request_id);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_H_
