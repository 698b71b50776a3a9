#include <cstdio>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/call_error.h"
#include "client/cli/model_table.h"
#include "client/cli/request_fields.h"
#include "client/cli/session.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr int kPageSize = 1000;
// More than any catalogue has: a server that never ends its list must not hold us for ever.
constexpr int kMaxPages = 100;

absl::Status FillModelsRequest(const Session& session, v1::ListModelsRequest& request) {
  if (absl::Status status = FillRequest(session.command(), session.arguments(), request);
      !status.ok())
    return status;
  request.set_page_size(kPageSize);
  const std::optional<std::string> word = session.arguments().Value("--surface");
  if (!word) return absl::OkStatus();
  request.set_surface(SurfaceOfWord(*word));
  if (request.surface() != v1::MODEL_SURFACE_UNSPECIFIED) return absl::OkStatus();
  return UsageError(absl::StrCat("--surface: '", *word, "' is none of ", SurfaceWords()));
}

}  // namespace

absl::Status RunModels(Session& session) {
  v1::ListModelsRequest request;
  if (absl::Status status = FillModelsRequest(session, request); !status.ok()) return status;
  if (absl::Status status = session.Connect(); !status.ok()) return status;
  for (int page = 0;; ++page) {
    if (page == kMaxPages) {
      return LocalError(absl::StatusCode::kInternal, "LIST_WITHOUT_END",
                        "the server's list of models does not end");
    }
    const auto response = session.client().ListModels(request, session.call_options());
    if (!response.ok()) return response.status();
    session.result().mutable_models()->MergeFrom(response->models());
    if (response->next_page_token().empty()) break;
    request.set_page_token(response->next_page_token());
  }
  if (!session.json()) {
    const auto& models = session.result().models();
    absl::PrintF("%s", ModelTable(std::vector<v1::Model>(models.begin(), models.end())));
  }
  return absl::OkStatus();
}

}  // namespace mediagen::client
