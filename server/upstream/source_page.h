// The page on which a reverse channel tells programs how a job is.
#ifndef MEDIAGEN_SERVER_UPSTREAM_SOURCE_PAGE_H_
#define MEDIAGEN_SERVER_UPSTREAM_SOURCE_PAGE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/json_view.h"
#include "server/upstream/link_rules.h"
#include "server/upstream/request_tag.h"

namespace mediagen {

// What such a page says. It is a third party's and promises nothing. A plain value.
class SourcePage {
 public:
  enum class State { kUnknown, kRunning, kSucceeded, kFailed };

  SourcePage() = default;
  State state = State::kUnknown;
  std::optional<int> percent;  // 0 to 100.
  // May be there before the job is done, in a poorer version.
  std::string watch_url;
  std::string download_url;
};

SourcePage ReadSourcePage(JsonView page);

// Asks for the page once, without any key, and follows no redirect. PERMISSION_DENIED when `rules`
// forbid it; else, where it fails, what the caller of a free call sees, with RetryInfo when
// another try may help. `url` and `rules` outlive the flow, as does `tag`, under which it is
// counted.
Task<absl::StatusOr<SourcePage>> FetchSourcePage(HttpClient& client, CallContext& call,
                                                 const std::string& url, const LinkRules& rules,
                                                 const RequestTag* tag = nullptr);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_SOURCE_PAGE_H_
