// Turns neutral requests into HTTP requests: pure functions, no defaults, no checks of a model's
// limits.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PARAM_ENCODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_PARAM_ENCODER_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/provider_options.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// What is said to a chat model beside the caller's spec: no caller has a field for it.
class ChatCallOptions {
 public:
  ChatCallOptions() = default;
  ChatShape shape = ChatShape::kChatCompletions;
  bool stream = false;
  std::optional<bool> include_usage;   // In a stream of chat completions.
  std::optional<int> candidate_count;  // More than one would be paid and lost.
  std::string user;
  bool content_always_array = false;
};

// Each moves the media out of `spec`. INVALID_ARGUMENT names a field that the dialect has no line
// for, or a model name that cannot be sent; UNIMPLEMENTED `UNSUPPORTED_BY_PROVIDER` when the
// provider does not have the call at all.
absl::StatusOr<UpstreamRequest> EncodeGenerateImages(const ProviderOptions& provider,
                                                     absl::string_view model, v1::ImageSpec& spec);
absl::StatusOr<UpstreamRequest> EncodeUpscaleImage(const ProviderOptions& provider,
                                                   absl::string_view model, v1::UpscaleSpec& spec);
absl::StatusOr<UpstreamRequest> EncodeChat(const ProviderOptions& provider, absl::string_view model,
                                           const ChatCallOptions& options, v1::ChatSpec& spec);
absl::StatusOr<UpstreamRequest> EncodeStartVideo(const ProviderOptions& provider,
                                                 absl::string_view model, v1::VideoSpec& spec);
// The reverse channel takes a prompt and nothing else.
absl::StatusOr<UpstreamRequest> EncodeReverseVideo(const ProviderOptions& provider,
                                                   absl::string_view model, bool stream,
                                                   v1::VideoSpec& spec);

// `name` is the operation's name as the start gave it.
UpstreamRequest EncodePollVideo(const ProviderOptions& provider, absl::string_view name);

// `id` is a file's, as an answer named it. The provider has such a call.
UpstreamRequest EncodeDownloadFile(const ProviderOptions& provider, absl::string_view id);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PARAM_ENCODER_H_
