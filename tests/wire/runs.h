// Each makes one neutral request through the real code and notes what a caller saw of the answer.
#ifndef MEDIAGEN_TESTS_WIRE_RUNS_H_
#define MEDIAGEN_TESTS_WIRE_RUNS_H_

#include "absl/status/status.h"
#include "tests/wire/neutral_request.h"
#include "tests/wire/observed.h"
#include "tests/wire/scripted_upstream.h"
#include "tests/wire/wire_server.h"

namespace mediagen::testing {

// By RPC. An error is one of the request's own: nothing was called.
absl::Status RunGenerateImages(WireServer& server, NeutralRequest& request, Observed& observed);
absl::Status RunUpscaleImage(WireServer& server, NeutralRequest& request, Observed& observed);
absl::Status RunChat(WireServer& server, NeutralRequest& request, Observed& observed);
absl::Status RunStreamChat(WireServer& server, NeutralRequest& request, Observed& observed);
// Reverse channels, too.
absl::Status RunGenerateVideo(WireServer& server, NeutralRequest& request, Observed& observed);
// Each of a video that it starts first.
absl::Status RunCancelVideo(WireServer& server, NeutralRequest& request, Observed& observed);
absl::Status RunDeleteVideo(WireServer& server, NeutralRequest& request, Observed& observed);
// What to film, in an interaction with the earlier one that it may name.
absl::Status FillInteraction(const WireServer& server, NeutralRequest& request,
                             v1::VideoSpec& spec);

// Without an RPC.
absl::Status RunToken(const ScriptedUpstream& upstream, const NeutralRequest& request,
                      Observed& observed);
absl::Status RunSourcePage(const NeutralRequest& request, Observed& observed);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_RUNS_H_
