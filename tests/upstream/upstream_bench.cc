#include "tests/upstream/upstream_bench.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/upstream/dialects.h"
#include "server/upstream/key_credential.h"

namespace mediagen::testing {

UpstreamBench::UpstreamBench(FakeUpstreamOptions options)
    : upstream_(options), provider_(OptionsFor(upstream_.base_url()), KeyOf("test-key")) {
  thread_.Run([&] { client_ = std::make_unique<HttpClient>(loop(), HttpClientOptions()); });
}

UpstreamBench::~UpstreamBench() {
  thread_.Run([&] { client_ = nullptr; });
}

HttpRequest UpstreamBench::Get(const std::string& path) const {
  HttpRequest request;
  request.url = absl::StrCat(upstream_.base_url(), path);
  request.expects_media = true;
  return request;
}

UpstreamRequest UpstreamBench::Paid(const std::string& path) const {
  UpstreamRequest request;
  request.http = Get(path);
  request.http.method = "POST";
  request.http.at_most_once = true;
  request.http.headers.push_back("Content-Type: application/json");
  request.http.body.emplace_back("{}", BodySegment::Encoding::kAsIs);
  return request;
}

absl::Status UpstreamBench::Run(
    absl::AnyInvocable<Task<absl::Status>(CallContext& call)> make_flow) {
  CallContext call(loop(), After(loop().now(), kFlowLimit));
  return thread_.RunFlow([&] { return make_flow(call); });
}

std::shared_ptr<Credential> KeyOf(const std::string& key) {
  return std::make_shared<FixedCredential>(AccessKey(AccessKey::Kind::kApiKey, key),
                                           FixedCredential::Owner::kOperator);
}

ProviderOptions OptionsFor(const std::string& base_url) {
  ProviderOptions options;
  options.name = "relay";
  options.breaker.min_calls = 0;  // Many fail on purpose.
  options.dialect = &kAihubmix;
  options.google_base_url = absl::StrCat(base_url, "/gemini");
  options.chat_base_url = absl::StrCat(base_url, "/v1");
  options.api_version = "v1beta";
  return options;
}

void NotePiece(const MediaPiece& piece, ReadRecord& record) {
  ReadRecord::Piece noted;
  noted.item = piece.item;
  noted.offset = piece.offset;
  noted.size = piece.bytes.size();
  noted.end = piece.end;
  noted.corrupt = piece.corrupt;
  noted.corrupt_offset = piece.corrupt_offset;
  record.pieces.push_back(noted);
  record.items[piece.item].append(piece.bytes.view().data(), piece.bytes.size());
}

Task<absl::Status> ReadToEnd(HttpClient& client, CallContext& call, const HttpRequest& request,
                             ReadRecord& record) {
  MediaReader reader(client, call, request);
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await reader.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    NotePiece(piece, record);
  }
  record.ok = reader.ok();
  if (record.ok) {
    record.envelope = reader.envelope();
  } else {
    record.error = reader.error();
  }
  co_return absl::OkStatus();
}

Task<absl::Status> PayAndRecord(UpstreamBench& bench, CallContext& call, UpstreamRequest& request,
                                PaidRecord& record) {
  PaidCall paid(bench.client(), call, bench.credential(), request);
  absl::StatusOr<std::vector<CollectedItem>> items = co_await CollectMedia(call, paid);
  record.status = items.status();
  record.may_have_left = paid.MayHaveLeft();
  record.may_have_been_paid = paid.MayHaveBeenPaid();
  if (items.ok()) {
    record.items = *std::move(items);
    record.images = ReadImageAnswer(paid.answer()).items;
  }
  co_return absl::OkStatus();
}

}  // namespace mediagen::testing
