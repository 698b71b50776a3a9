#include "server/upstream/upstream_request.h"

#include "absl/strings/str_cat.h"

namespace mediagen {

void Authorize(UpstreamRequest& request, const AccessKey& key) {
  std::vector<std::string>& lines = request.http.authorization;
  lines.clear();
  if (key.kind == AccessKey::Kind::kToken || request.key_place == KeyPlace::kBearer) {
    lines.push_back(absl::StrCat("Authorization: Bearer ", key.value));
  } else {
    lines.push_back(absl::StrCat("x-goog-api-key: ", key.value));
  }
  if (!key.quota_project.empty()) {
    lines.push_back(absl::StrCat("x-goog-user-project: ", key.quota_project));
  }
}

void AddTrace(UpstreamRequest& request, const CallContext& call) {
  if (!call.trace_header().empty()) request.http.headers.push_back(call.trace_header());
}

}  // namespace mediagen
