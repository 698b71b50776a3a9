// Slow upstreams, slow readers, and readers that leave.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/async/sleep.h"
#include "server/upstream/media_reader.h"
#include "tests/upstream/upstream_bench.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::FakeUpstreamOptions;
using testing::kTestLimit;
using testing::ToBase64;
using testing::UpstreamBench;

// Reads one step with a limit.
Task<absl::Status> OneStep(HttpClient& client, CallContext& call, const HttpRequest& request,
                           absl::Duration limit, absl::StatusOr<MediaRead>& read,
                           MediaPiece& piece) {
  MediaReader reader(client, call, request);
  read = co_await reader.Next(piece, limit);
  co_return absl::OkStatus();
}

TEST(MediaReaderPaceTest, ATrickleIsHandedOnAtItsAge) {
  UpstreamBench bench;
  // Forty characters of media, then silence until the test is over.
  bench.upstream().Enqueue(
      Answer::Json(absl::StrCat(R"({"bytesBase64Encoded":")", std::string(1000, 'A'), R"("})"))
          .StallAfter(63));
  absl::StatusOr<MediaRead> read;
  MediaPiece piece;
  const HttpRequest request = bench.Get();
  ASSERT_TRUE(bench
                  .Run([&](CallContext& call) {
                    return OneStep(bench.client(), call, request, absl::InfiniteDuration(), read,
                                   piece);
                  })
                  .ok());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, MediaRead::kPiece);
  EXPECT_EQ(piece.bytes.size(), 30u);
  EXPECT_FALSE(piece.end);
}

// The first bytes tell what an item is: a handful of them waits for more.
TEST(MediaReaderPaceTest, TheFirstFewBytesAreNotHandedOnAlone) {
  UpstreamBench bench;
  bench.upstream().Enqueue(
      Answer::Json(absl::StrCat(R"({"bytesBase64Encoded":")", std::string(1000, 'A'), R"("})"))
          .StallAfter(33));
  absl::StatusOr<MediaRead> read;
  MediaPiece piece;
  const HttpRequest request = bench.Get();
  ASSERT_TRUE(bench
                  .Run([&](CallContext& call) {
                    return OneStep(bench.client(), call, request, absl::Milliseconds(80), read,
                                   piece);
                  })
                  .ok());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, MediaRead::kIdle);
}

TEST(MediaReaderPaceTest, SilenceIsIdleAtTheLimit) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json("{}").HoldUntilReleased());
  absl::StatusOr<MediaRead> read;
  MediaPiece piece;
  const HttpRequest request = bench.Get();
  ASSERT_TRUE(bench
                  .Run([&](CallContext& call) {
                    return OneStep(bench.client(), call, request, absl::Milliseconds(20), read,
                                   piece);
                  })
                  .ok());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, MediaRead::kIdle);
  // The reader is gone, and its connection with it.
  EXPECT_TRUE(bench.upstream().WaitUntilNoConnections());
}

TEST(MediaReaderPaceTest, SilencePastTheRequestsLimitIsAnError) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json("{}").HoldUntilReleased());
  HttpRequest request = bench.Get();
  request.response_timeout = absl::Milliseconds(30);
  testing::ReadRecord record;
  ASSERT_TRUE(
      bench.Run([&](CallContext& call) { return ReadToEnd(bench.client(), call, request, record); })
          .ok());
  EXPECT_FALSE(record.ok);
  EXPECT_EQ(record.error.code, absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(record.error.transient);
}

// Takes one piece, then waits until the upstream's count of bytes has stood still, then reads on.
Task<absl::Status> StopAfterOnePiece(UpstreamBench& bench, CallContext& call,
                                     const HttpRequest& request, uint64_t& sent_while_stopped,
                                     size_t& total) {
  MediaReader reader(bench.client(), call, request);
  bool stopped = false;
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await reader.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    total += piece.bytes.size();
    if (stopped) continue;
    stopped = true;
    uint64_t before = 0;
    do {
      before = bench.upstream().body_bytes_sent();
      if (absl::Status slept = co_await Sleep(call, absl::Milliseconds(100)); !slept.ok())
        co_return slept;
    } while (bench.upstream().body_bytes_sent() != before);
    sent_while_stopped = before;
  }
  absl::Status end = reader.ok() ? absl::OkStatus() : absl::InternalError(reader.error().message);
  co_return end;
}

TEST(MediaReaderPaceTest, AReaderThatStopsStopsTheUpstream) {
  FakeUpstreamOptions options;
  options.send_buffer_bytes = 64 * 1024;
  UpstreamBench bench(options);
  constexpr size_t kMediaBytes = 30'000'000;
  bench.upstream().Enqueue(Answer::Json(absl::StrCat(
      R"({"bytesBase64Encoded":")", ToBase64(std::string(kMediaBytes, 'x')), R"("})")));
  uint64_t sent_while_stopped = 0;
  size_t total = 0;
  const HttpRequest request = bench.Get();
  const absl::Status status = bench.Run([&](CallContext& call) {
    return StopAfterOnePiece(bench, call, request, sent_while_stopped, total);
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(total, kMediaBytes);
  EXPECT_GT(sent_while_stopped, 0u);
  // Chunks ahead, curl's block and the kernel's buffers; far from the 40 MB of the answer.
  EXPECT_LT(sent_while_stopped, 12'000'000u);
}

TEST(MediaReaderPaceTest, AnEndedCallClosesTheConnection) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json("{}").HoldUntilReleased());
  CallContext call(bench.loop());
  absl::StatusOr<MediaRead> read;
  MediaPiece piece;
  const HttpRequest request = bench.Get();
  std::thread canceller([&] {
    bench.upstream().WaitForRequests(1);
    bench.loop().Post([&] { call.End(absl::CancelledError("gone")); });
  });
  ASSERT_TRUE(bench.thread()
                  .RunFlow([&] {
                    return OneStep(bench.client(), call, request, absl::InfiniteDuration(), read,
                                   piece);
                  })
                  .ok());
  canceller.join();
  EXPECT_EQ(read.status(), absl::CancelledError("gone"));
  EXPECT_TRUE(bench.upstream().WaitUntilNoConnections());
}

}  // namespace
}  // namespace mediagen
