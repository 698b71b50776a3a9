#include "server/upstream/source_page.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/net/http_exchange.h"
#include "server/net/url.h"
#include "server/upstream/request_meter.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/upstream_status.h"

namespace mediagen {
namespace {

constexpr size_t kMaxPageBytes = 1024 * 1024;

SourcePage::State StateOf(absl::string_view status, bool running) {
  const std::string word = absl::AsciiStrToLower(status);
  if (absl::EndsWith(word, "completed")) return SourcePage::State::kSucceeded;
  if (absl::EndsWith(word, "failed")) return SourcePage::State::kFailed;
  for (absl::string_view known :
       {"pending", "processing", "video_generating", "video_upsampling"}) {
    if (word == known) return SourcePage::State::kRunning;
  }
  return running ? SourcePage::State::kRunning : SourcePage::State::kUnknown;
}

std::string UrlOf(JsonView value) {
  return ParseUrl(value.Text()).ok() ? std::string(value.Text()) : "";
}

}  // namespace

SourcePage ReadSourcePage(JsonView page) {
  SourcePage read;
  read.state = StateOf(page.Get("status").Text(), page.Get("running").IsTrue());
  read.watch_url = UrlOf(page.Get("video_url"));
  read.download_url = UrlOf(page.Get("upsample_video_url"));
  const std::optional<int64_t> percent = page.Get("progress").Integer();
  if (percent.has_value() && *percent >= 0 && *percent <= 100)
    read.percent = static_cast<int>(*percent);
  return read;
}

Task<absl::StatusOr<SourcePage>> FetchSourcePage(HttpClient& client, CallContext& call,
                                                 const std::string& url, const LinkRules& rules,
                                                 const RequestTag* tag) {
  const absl::StatusOr<Url> parsed = ParseUrl(url);
  if (!parsed.ok()) co_return absl::PermissionDeniedError(parsed.status().message());
  absl::StatusOr<HttpRequest> request = rules.Get(*parsed);
  if (!request.ok()) co_return request.status();
  request->expects_media = false;
  request->max_body_bytes = kMaxPageBytes;
  request->headers.push_back("Accept: application/json");
  BodyText body(kMaxPageBytes);
  HttpExchange exchange(client, *request, body);
  RequestMeter meter;
  if (tag != nullptr) meter.Begin(*tag, RequestKind::kPoll, &exchange);
  if (absl::Status waited = co_await WaitUntilDone(call, exchange); !waited.ok()) co_return waited;
  if (!exchange.result().ok()) {
    const UpstreamError error = FromTransport(exchange);
    meter.EndWith(&error);
    co_return FreeCallStatus(error);
  }
  if (exchange.head().status != 200) {
    UpstreamError error = ReadUpstreamError(exchange.head(), body.text());
    if (exchange.head().status < 400) error.transient = false;
    meter.EndWith(&error);
    co_return FreeCallStatus(error);
  }
  meter.EndWell();
  rapidjson::Document document;
  if (!ParseJson(body.text(), document) || !document.IsObject())
    co_return FreeCallStatus(UnreadableAnswer("no JSON object"));
  co_return ReadSourcePage(JsonView(&document));
}

}  // namespace mediagen
