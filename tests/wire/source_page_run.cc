#include <string>
#include <utility>

#include "server/upstream/source_page.h"
#include "tests/wire/flow_run.h"
#include "tests/wire/runs.h"

namespace mediagen::testing {
namespace {

LinkRules RulesForFake() {
  TrustedHost fake;
  fake.host = "127.0.0.1";
  fake.allow_plain_http = true;
  if (auto range = AddressRange::Parse("127.0.0.1"); range.ok()) fake.addresses.push_back(*range);
  LinkRules rules;
  rules.trusted_hosts.push_back(std::move(fake));
  return rules;
}

Task<absl::Status> FetchInto(CallContext& call, HttpClient& http, const std::string& url,
                             const LinkRules& rules, SourcePage& page) {
  absl::StatusOr<SourcePage> fetched = co_await FetchSourcePage(http, call, url, rules);
  if (!fetched.ok()) co_return fetched.status();
  page = *fetched;
  co_return absl::OkStatus();
}

const char* WordFor(SourcePage::State state) {
  switch (state) {
    case SourcePage::State::kRunning:
      return "running";
    case SourcePage::State::kSucceeded:
      return "succeeded";
    case SourcePage::State::kFailed:
      return "failed";
    case SourcePage::State::kUnknown:
      break;
  }
  return "unknown";
}

}  // namespace

absl::Status RunSourcePage(const NeutralRequest& request, Observed& observed) {
  const std::string url = request.Text("source_page");
  const LinkRules rules = RulesForFake();
  SourcePage page;
  const absl::Status status = RunClientFlow(
      [&](CallContext& call, HttpClient& http) { return FetchInto(call, http, url, rules, page); });
  if (!status.ok()) {
    observed.SetError("error", status);
    return absl::OkStatus();
  }
  observed.SetText("status", WordFor(page.state));
  observed.SetText("watch_url", page.watch_url);
  observed.SetText("download_url", page.download_url);
  return absl::OkStatus();
}

}  // namespace mediagen::testing
