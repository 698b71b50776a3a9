#include <cstdio>

#include "absl/strings/str_format.h"
#include "client/call_error.h"
#include "client/cli/session.h"

namespace mediagen::client {

absl::Status RunHealth(Session& session) {
  if (absl::Status status = session.Connect(); !status.ok()) return status;
  const auto serving = session.client().IsServing(
      session.arguments().Value("--service").value_or(""), session.call_options());
  if (!serving.ok()) return serving.status();
  session.result().set_serving(*serving);
  if (!*serving) {
    return LocalError(absl::StatusCode::kUnavailable, "NOT_SERVING", "the server is not ready");
  }
  if (!session.json()) absl::PrintF("serving\n");
  return absl::OkStatus();
}

}  // namespace mediagen::client
