#include "tests/upstream/file_bench.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace mediagen::testing {
namespace {

Task<absl::Status> ReadFileToEnd(HttpClient& client, CallContext& call, const std::string& url,
                                 const std::string& base_url, const LinkRules& rules,
                                 ReadRecord& record) {
  HttpRequest request;
  request.url = url;
  request.headers.push_back(absl::StrCat(kKeyHeader, ": secret"));
  FileReader reader(client, call, std::move(request), base_url, rules);
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await reader.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    NotePiece(piece, record);
  }
  record.ok = reader.ok();
  if (!record.ok) record.error = reader.error();
  co_return absl::OkStatus();
}

}  // namespace

LinkRules RulesForFakes() {
  TrustedHost fakes;
  fakes.host = "127.0.0.1";
  fakes.allow_plain_http = true;
  fakes.addresses = {*AddressRange::Parse("127.0.0.0/8")};
  LinkRules rules;
  rules.trusted_hosts = {fakes};
  return rules;
}

std::string VideoBytes(size_t size) {
  std::string bytes(
      "\0\0\0\x20"
      "ftypisom",
      12);
  unsigned seed = 1;
  while (bytes.size() < size) {
    seed = seed * 1664525 + 1013904223;
    bytes += static_cast<char>(seed >> 24);
  }
  bytes.resize(size);
  return bytes;
}

ReadRecord ReadFile(UpstreamBench& bench, const std::string& url, const LinkRules& rules,
                    const std::string& base_url) {
  ReadRecord record;
  const absl::Status run = bench.Run([&](CallContext& call) {
    return ReadFileToEnd(bench.client(), call, url, base_url, rules, record);
  });
  if (!run.ok()) record.error = UpstreamError(run.code(), "the reader does not end");
  return record;
}

}  // namespace mediagen::testing
