// Slow upstreams and slow readers of files.
#include <gtest/gtest.h>

#include <string>

#include "server/async/sleep.h"
#include "server/upstream/file_reader.h"
#include "tests/upstream/file_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::FakeUpstreamOptions;
using testing::RulesForFakes;
using testing::UpstreamBench;
using testing::VideoBytes;

// Reads one step with a limit.
Task<absl::Status> OneStep(UpstreamBench& bench, CallContext& call, const LinkRules& rules,
                           absl::Duration limit, absl::StatusOr<MediaRead>& read) {
  FileReader reader(bench.client(), call, bench.Get(), "", rules);
  MediaPiece piece;
  read = co_await reader.Next(piece, limit);
  co_return absl::OkStatus();
}

absl::StatusOr<MediaRead> FirstStep(Answer answer, absl::Duration limit) {
  UpstreamBench bench;
  bench.upstream().Enqueue(std::move(answer));
  const LinkRules rules = RulesForFakes();
  absl::StatusOr<MediaRead> read;
  const absl::Status run =
      bench.Run([&](CallContext& call) { return OneStep(bench, call, rules, limit, read); });
  return run.ok() ? read : run;
}

TEST(FileReaderPaceTest, SilenceIsIdleAtTheLimit) {
  const absl::StatusOr<MediaRead> read =
      FirstStep(Answer(200, VideoBytes(100)).HoldUntilReleased(), absl::Milliseconds(20));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, MediaRead::kIdle);
}

TEST(FileReaderPaceTest, ATrickleIsHandedOn) {
  const absl::StatusOr<MediaRead> read =
      FirstStep(Answer(200, VideoBytes(1000)).StallAfter(40), absl::InfiniteDuration());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, MediaRead::kPiece);
}

TEST(FileReaderPaceTest, TheFirstFewBytesAreNotHandedOnAlone) {
  const absl::StatusOr<MediaRead> read =
      FirstStep(Answer(200, VideoBytes(1000)).StallAfter(15), absl::Milliseconds(80));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, MediaRead::kIdle);
}

// Takes one piece, then waits until the upstream's count of bytes has stood still, then reads on.
Task<absl::Status> StopAfterOnePiece(UpstreamBench& bench, CallContext& call,
                                     const LinkRules& rules, uint64_t& sent_while_stopped,
                                     size_t& total) {
  FileReader reader(bench.client(), call, bench.Get(), "", rules);
  bool stopped = false;
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await reader.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    total += piece.bytes.size();
    if (stopped) continue;
    stopped = true;
    do {
      sent_while_stopped = bench.upstream().body_bytes_sent();
      if (absl::Status slept = co_await Sleep(call, absl::Milliseconds(100)); !slept.ok())
        co_return slept;
    } while (bench.upstream().body_bytes_sent() != sent_while_stopped);
  }
  absl::Status end = reader.ok() ? absl::OkStatus() : absl::InternalError(reader.error().message);
  co_return end;
}

TEST(FileReaderPaceTest, AReaderThatStopsStopsTheUpstream) {
  FakeUpstreamOptions options;
  options.send_buffer_bytes = 64 * 1024;
  UpstreamBench bench(options);
  constexpr size_t kFileBytes = 40'000'000;
  bench.upstream().Enqueue(Answer(200, VideoBytes(kFileBytes)));
  const LinkRules rules = RulesForFakes();
  uint64_t sent_while_stopped = 0;
  size_t total = 0;
  const absl::Status status = bench.Run([&](CallContext& call) {
    return StopAfterOnePiece(bench, call, rules, sent_while_stopped, total);
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(total, kFileBytes);
  EXPECT_GT(sent_while_stopped, 0u);
  // Three chunks, curl's block and the kernel's buffers.
  EXPECT_LT(sent_while_stopped, 12'000'000u);
}

}  // namespace
}  // namespace mediagen
