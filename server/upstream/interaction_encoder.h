// Turns what is asked of an interaction into HTTP requests: pure functions, no defaults, no checks
// of a model's limits.
#ifndef MEDIAGEN_SERVER_UPSTREAM_INTERACTION_ENCODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_INTERACTION_ENCODER_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/provider_options.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// What is said beside the caller's spec. A plain value.
class InteractionOptions {
 public:
  InteractionOptions() = default;
  std::string previous;  // Id of the interaction that this one builds upon; empty: none.
  std::optional<bool> background;
  std::optional<bool> store;
  std::optional<bool> stream;
  std::string delivery;  // `inline` or `uri`; empty: not said.
};

// Moves the media out of `spec`. INVALID_ARGUMENT names a field that has no place on this surface;
// UNIMPLEMENTED `UNSUPPORTED_BY_PROVIDER` when the provider does not have the call at all.
absl::StatusOr<UpstreamRequest> EncodeStartInteraction(const ProviderOptions& provider,
                                                       absl::string_view model,
                                                       const InteractionOptions& options,
                                                       v1::VideoSpec& spec);

// Whether it may enter a path as an interaction's id.
bool IsInteractionId(absl::string_view id);

// `id` is one of IsInteractionId. The provider has such calls.
UpstreamRequest EncodePollInteraction(const ProviderOptions& provider, absl::string_view id);
UpstreamRequest EncodeCancelInteraction(const ProviderOptions& provider, absl::string_view id);
UpstreamRequest EncodeDeleteInteraction(const ProviderOptions& provider, absl::string_view id);

// `id` is a file's, as an answer named it. The provider has such a call.
UpstreamRequest EncodeFileState(const ProviderOptions& provider, absl::string_view id);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_INTERACTION_ENCODER_H_
