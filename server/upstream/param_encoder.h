// Turns neutral requests into HTTP requests: pure functions, no defaults, no checks of a model's
// limits.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PARAM_ENCODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_PARAM_ENCODER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/net/http_request.h"
#include "server/upstream/provider_options.h"

namespace mediagen {

// Each moves the media out of `spec`. INVALID_ARGUMENT names a field that the dialect has no line
// for, or a model name that cannot stand in a path.
absl::StatusOr<HttpRequest> EncodeGenerateImages(const ProviderOptions& provider,
                                                 absl::string_view key, absl::string_view model,
                                                 v1::ImageSpec& spec);
absl::StatusOr<HttpRequest> EncodeStartVideo(const ProviderOptions& provider, absl::string_view key,
                                             absl::string_view model, v1::VideoSpec& spec);
absl::StatusOr<HttpRequest> EncodeChat(const ProviderOptions& provider, absl::string_view key,
                                       absl::string_view model, v1::ChatSpec& spec);

// `name` is the operation's name as the start gave it.
HttpRequest EncodePollVideo(const ProviderOptions& provider, absl::string_view key,
                            absl::string_view name);

// Whether an operation name of an upstream may enter a path.
bool IsPathName(absl::string_view name);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PARAM_ENCODER_H_
