// The configuration of a provider as the cases have it.
#ifndef MEDIAGEN_TESTS_WIRE_WIRE_CLIENT_H_
#define MEDIAGEN_TESTS_WIRE_WIRE_CLIENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "server/config.pb.h"
#include "server/upstream/credential.h"
#include "server/upstream/json_view.h"

namespace mediagen::testing {

// The provider of the case, called `wire`. `host` is a URL without a path; the case's `base_path`
// is joined to it. What `client` leaves out is as cases of that dialect have it.
inline constexpr absl::string_view kProviderName = "wire";

config::ProviderConfig ProviderOf(absl::string_view host, absl::string_view dialect,
                                  JsonView client);

// The case's key or token.
AccessKey KeyOf(absl::string_view dialect, JsonView client);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_WIRE_CLIENT_H_
