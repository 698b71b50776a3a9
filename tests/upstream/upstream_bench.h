// A loop with an HTTP client on it, and an upstream that does what the test says.
#ifndef MEDIAGEN_TESTS_UPSTREAM_UPSTREAM_BENCH_H_
#define MEDIAGEN_TESTS_UPSTREAM_UPSTREAM_BENCH_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "server/net/http_client.h"
#include "server/upstream/image_formats.h"
#include "server/upstream/paid_call.h"
#include "server/upstream/provider.h"
#include "tests/async/flow_fixture.h"
#include "tests/fakes/fake_upstream.h"

namespace mediagen::testing {

// Longest that any flow of these tests may take; a flow that hangs ends with DEADLINE_EXCEEDED.
inline constexpr absl::Duration kFlowLimit = absl::Seconds(20);

// Owns its loop, client and upstream. The test's thread.
class UpstreamBench {
 public:
  explicit UpstreamBench(FakeUpstreamOptions options = {});
  ~UpstreamBench();

  FakeUpstream& upstream() { return upstream_; }
  EventLoop& loop() { return thread_.loop(); }
  LoopThread& thread() { return thread_; }
  HttpClient& client() { return *client_; }
  const Provider& provider() const { return provider_; }
  Credential& credential() const { return *provider_.credential(); }

  // A GET and a paid POST of this upstream.
  HttpRequest Get(const std::string& path = "/get") const;
  UpstreamRequest Paid(const std::string& path = "/paid") const;

  // Runs a flow that gets a call of its own, to its end.
  absl::Status Run(absl::AnyInvocable<Task<absl::Status>(CallContext& call)> make_flow);

 private:
  FakeUpstream upstream_;
  LoopThread thread_;
  std::unique_ptr<HttpClient> client_;
  Provider provider_;
};

// An operator's key.
std::shared_ptr<Credential> KeyOf(const std::string& key);

// The dialect under test, at `base_url`.
ProviderOptions OptionsFor(const std::string& base_url);

// What a reader gave. A plain value.
class ReadRecord {
 public:
  ReadRecord() = default;

  class Piece {
   public:
    Piece() = default;
    int item = 0;
    int64_t offset = 0;
    size_t size = 0;
    bool end = false;
    bool corrupt = false;
    int64_t corrupt_offset = -1;
  };

  std::vector<Piece> pieces;
  std::map<int, std::string> items;  // Bytes by item.
  bool ok = false;
  UpstreamError error;   // If not ok.
  std::string envelope;  // If ok.
};

void NotePiece(const MediaPiece& piece, ReadRecord& record);
Task<absl::Status> ReadToEnd(HttpClient& client, CallContext& call, const HttpRequest& request,
                             ReadRecord& record);

// What a paid call came to. A plain value.
class PaidRecord {
 public:
  PaidRecord() = default;
  absl::Status status;  // paid.status(), or the call's own end.
  bool may_have_left = false;
  bool may_have_been_paid = false;
  std::vector<CollectedItem> items;
  // If OK: the answer.
  std::vector<ImageAnswerItem> images;
};

Task<absl::Status> PayAndRecord(UpstreamBench& bench, CallContext& call, UpstreamRequest& request,
                                PaidRecord& record);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_UPSTREAM_BENCH_H_
