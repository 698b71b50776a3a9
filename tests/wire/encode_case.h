// From a request case to the request that our code would send.
#ifndef MEDIAGEN_TESTS_WIRE_ENCODE_CASE_H_
#define MEDIAGEN_TESTS_WIRE_ENCODE_CASE_H_

#include "absl/status/statusor.h"
#include "server/net/http_request.h"
#include "server/upstream/credential_options.h"
#include "server/upstream/json_view.h"
#include "tests/wire/neutral_request.h"

namespace mediagen::testing {

// Uses `request` up. An error names the field at fault as our code does.
absl::StatusOr<HttpRequest> EncodeCase(NeutralRequest& request, JsonView client);

// The credential that a `token` request speaks of; the metadata server is at `metadata_host`.
CredentialOptions CredentialOf(const NeutralRequest& request, const std::string& metadata_host);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_ENCODE_CASE_H_
