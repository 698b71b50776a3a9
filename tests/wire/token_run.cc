#include "server/upstream/make_credential.h"
#include "tests/wire/encode_case.h"
#include "tests/wire/flow_run.h"
#include "tests/wire/runs.h"

namespace mediagen::testing {
namespace {

Task<absl::Status> FetchInto(CallContext& call, HttpClient& http, const CredentialOptions& options,
                             Token& token) {
  absl::StatusOr<Token> fetched = co_await FetchTokenOnce(call, http, options);
  if (!fetched.ok()) co_return fetched.status();
  token = *fetched;
  co_return absl::OkStatus();
}

}  // namespace

absl::Status RunToken(const ScriptedUpstream& upstream, const NeutralRequest& request,
                      Observed& observed) {
  CredentialOptions options = CredentialOf(request, upstream.address());
  options.cache.longest_backoff = absl::Milliseconds(10);
  Token token;
  const absl::Status status = RunClientFlow(
      [&](CallContext& call, HttpClient& http) { return FetchInto(call, http, options, token); });
  if (!status.ok()) {
    observed.SetError("error", status);
    return absl::OkStatus();
  }
  observed.SetText("access_token", token.access_token);
  if (token.expires_in.has_value()) {
    observed.SetNumber("expires_in_s", absl::ToDoubleSeconds(*token.expires_in));
  }
  return absl::OkStatus();
}

}  // namespace mediagen::testing
