// Model and operation names in paths.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MODEL_PATH_H_
#define MEDIAGEN_SERVER_UPSTREAM_MODEL_PATH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/upstream/provider_options.h"

namespace mediagen {

// The model as it stands in a path. INVALID_ARGUMENT `model` for a name that cannot stand there, or
// that names another project or location than the configured ones.
absl::StatusOr<std::string> ModelPath(const ProviderOptions& provider, absl::string_view model);

// `projects/P/locations/L/` as configured; empty where paths name no project.
std::string ProjectPath(const ProviderOptions& provider);

// OK for any printable name of 1 to 200 bytes: in a body, a name does no harm.
absl::Status CheckModelInBody(absl::string_view model);

// Whether an operation name of an upstream may enter a path.
bool IsPathName(absl::string_view name);

// Where an operation's location is, as its name tells; empty where it does not.
absl::string_view LocationOf(absl::string_view operation_name);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MODEL_PATH_H_
