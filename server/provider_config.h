// The part of the configuration that speaks of one upstream.
#ifndef MEDIAGEN_SERVER_PROVIDER_CONFIG_H_
#define MEDIAGEN_SERVER_PROVIDER_CONFIG_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/config.pb.h"
#include "server/upstream/credential.h"
#include "server/upstream/provider_options.h"

namespace mediagen {

// The error of a knob, such as `providers[0].name`.
absl::Status WrongKnob(absl::string_view knob, absl::string_view what);

std::string Or(const std::string& value, absl::string_view fallback);

// Both check and complete `raw`; `knob` is its path.
absl::StatusOr<ProviderOptions> ResolveProvider(absl::string_view knob,
                                                const config::ProviderConfig& raw,
                                                bool allow_plaintext);
absl::StatusOr<std::unique_ptr<Credential>> ResolveCredential(absl::string_view knob,
                                                              const config::ProviderConfig& raw,
                                                              const ProviderOptions& provider,
                                                              bool allow_plaintext);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_PROVIDER_CONFIG_H_
