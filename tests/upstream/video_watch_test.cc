// Waiting for a video: what polls may bring, and when the wait ends.
#include "server/upstream/video_watch.h"

#include <gtest/gtest.h>

#include "server/upstream/error_details.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/watch_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::DoneAnswer;
using testing::QuickWatch;
using testing::ReasonOf;
using testing::RecordedEvents;
using testing::UpstreamBench;
using testing::Watch;
using testing::WatchAt;
using testing::Watched;

constexpr char kPath[] = "/gemini/v1beta/models/veo-2.0-generate-001/operations/op-2001";

Answer Pending() { return Answer::Json(R"({"name":"projects/elsewhere/operations/renamed"})"); }
Answer Done() { return Answer::Json(DoneAnswer({"....ftypisom video"})); }

struct Row {
  const char* name;
  Answer poll;
};

// Nothing of this says anything about the job.
const Row kPassingRows[] = {
    {"Pending", Pending()},
    {"PendingEmpty", Answer::Json("{}")},
    {"PendingDoneFalse", Answer::Json(R"({"done":false,"error":null})")},
    {"RateLimited", Answer(429, "").Header("Retry-After", "0")},
    {"Unauthorized", Answer(401, "")},
    {"RequestTimeout", Answer(408, "")},
    {"ServerError", Answer(500, "")},
    {"BadGateway", Answer(502, "<html>bad gateway</html>")},
    {"Overloaded", Answer(503, R"({"error":{"code":503,"status":"UNAVAILABLE"}})")},
    {"Redirect", Answer(302, "").Header("Location", "/x")},
    {"Html200", Answer(200, "<html>login</html>")},
    {"Empty200", Answer(200, "")},
    {"List200", Answer(200, "[]")},
    {"Text200", Answer(200, "\"later\"")},
    {"ErrorUnder200", Answer::Json(R"({"error":{"message":"busy","type":"upstream_error"}})")},
    {"OtherErrorUnder200", Answer::Json(R"({"error":{"message":"busy"}})")},
    {"SuccessFalse", Answer::Json(R"({"success":false,"message":"busy"})")},
    {"GoogleErrorUnder200", Answer::Json(R"({"error":{"code":503,"status":"UNAVAILABLE"}})")},
    {"Cut", Answer::Json(R"({"name":"x"})").CutAfter(3)},
    {"Closed", Answer().CloseBeforeAnswer()},
    {"NoHttp", Answer().Raw("nonsense\r\n\r\n")},
};

TEST(VideoWatchTest, PollsOn) {
  UpstreamBench bench;
  for (const Row& row : kPassingRows) {
    const size_t before = bench.upstream().request_count();
    bench.upstream().Enqueue(row.poll);
    bench.upstream().Enqueue(Done());
    RecordedEvents events;
    const Watched watched = Watch(bench, events);
    EXPECT_TRUE(watched.status.ok()) << row.name << ": " << watched.status;
    EXPECT_EQ(events.bytes[0], "....ftypisom video") << row.name;
    const auto requests = bench.upstream().requests();
    ASSERT_EQ(requests.size() - before, 2u) << row.name;
    // The start's name is kept, whatever a poll calls itself.
    EXPECT_EQ(requests.back().target, kPath) << row.name;
    EXPECT_EQ(requests.back().method, "GET") << row.name;
  }
}

struct EndRow {
  const char* name;
  Answer poll;
  absl::StatusCode code;
  const char* reason;
};

const EndRow kEndRows[] = {
    {"NotFound", Answer(404, R"({"error":{"code":404,"status":"NOT_FOUND"}})"),
     absl::StatusCode::kNotFound, "OPERATION_EXPIRED"},
    {"NotFoundHtml", Answer(404, "<html>"), absl::StatusCode::kNotFound, "OPERATION_EXPIRED"},
    {"NotFoundUnder200", Answer::Json(R"({"error":{"code":404,"status":"NOT_FOUND"}})"),
     absl::StatusCode::kNotFound, "OPERATION_EXPIRED"},
    {"BadRequest", Answer(400, "{}"), absl::StatusCode::kInvalidArgument, "UPSTREAM_REJECTED"},
    {"Forbidden", Answer(403, "{}"), absl::StatusCode::kPermissionDenied, "UPSTREAM_REJECTED"},
    {"NoMoney", Answer(402, "{}"), absl::StatusCode::kResourceExhausted, "UPSTREAM_BILLING"},
    {"FailedJob", Answer::Json(R"({"done":true,"error":{"code":13,"message":"m"}})"),
     absl::StatusCode::kInternal, "OPERATION_FAILED"},
    {"Filtered", Answer::Json(R"({"done":true,"response":{"raiMediaFilteredCount":1}})"),
     absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED"},
    {"NoVideo", Answer::Json(R"({"done":true})"), absl::StatusCode::kInternal, "NO_VIDEO"},
    {"Corrupt",
     Answer::Json(R"({"done":true,"response":{"videos":[{"bytesBase64Encoded":"!!"}]}})"),
     absl::StatusCode::kDataLoss, "MEDIA_CORRUPT"},
};

TEST(VideoWatchTest, Ends) {
  UpstreamBench bench;
  for (const EndRow& row : kEndRows) {
    const size_t before = bench.upstream().request_count();
    bench.upstream().Enqueue(row.poll);
    RecordedEvents events;
    const Watched watched = Watch(bench, events);
    EXPECT_EQ(watched.status.code(), row.code) << row.name;
    EXPECT_EQ(ReasonOf(watched.status), row.reason) << row.name;
    EXPECT_FALSE(RetryDelay(watched.status).has_value()) << row.name;
    EXPECT_EQ(bench.upstream().request_count() - before, 1u) << row.name;
  }
}

TEST(VideoWatchTest, GivesUpAfterSoManyFailuresInARow) {
  UpstreamBench bench;
  WatchOptions options = QuickWatch();
  options.max_poll_failures = 3;
  for (int i = 0; i < 2; ++i) bench.upstream().Enqueue(Answer(502, ""));
  bench.upstream().Enqueue(Pending());  // Not in a row any more.
  bench.upstream().SetDefault(Answer(503, ""));
  RecordedEvents events;
  const Watched watched = Watch(bench, events, options);
  EXPECT_EQ(watched.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(RetryDelay(watched.status).has_value());
  EXPECT_EQ(bench.upstream().request_count(), 6u);
}

TEST(VideoWatchTest, APollThatHangsIsMadeAgain) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Pending().HoldUntilReleased());
  bench.upstream().Enqueue(Done());
  ProviderOptions provider_options = testing::OptionsFor(bench.upstream().base_url());
  provider_options.short_call_timeout = absl::Milliseconds(50);
  RecordedEvents events;
  const Watched watched =
      WatchAt(bench, Provider(provider_options, testing::KeyOf("key")), events, QuickWatch(), 0, 0);
  EXPECT_TRUE(watched.status.ok()) << watched.status;
  EXPECT_EQ(bench.upstream().request_count(), 2u);
}

TEST(VideoWatchTest, GivesUpAtItsLimit) {
  UpstreamBench bench;
  bench.upstream().SetDefault(Pending());
  WatchOptions options = QuickWatch();
  options.wait_limit = absl::Milliseconds(300);
  options.poll_interval = absl::Milliseconds(10);
  RecordedEvents events;
  const Watched watched = Watch(bench, events, options);
  EXPECT_EQ(watched.status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(watched.status), "OPERATION_WAIT_LIMIT");
  EXPECT_FALSE(RetryDelay(watched.status).has_value());
  EXPECT_GT(bench.upstream().request_count(), 1u);
}

// A long pause does not carry the wait past its limit; one last look is taken there.
TEST(VideoWatchTest, TheLimitIsNotSleptAway) {
  UpstreamBench bench;
  bench.upstream().SetDefault(Pending());
  WatchOptions options = QuickWatch();
  options.wait_limit = absl::Milliseconds(50);
  options.poll_interval = absl::Minutes(10);
  RecordedEvents events;
  const Watched watched = Watch(bench, events, options);
  EXPECT_EQ(ReasonOf(watched.status), "OPERATION_WAIT_LIMIT") << watched.status;
  EXPECT_EQ(bench.upstream().request_count(), 2u);
}

TEST(VideoWatchTest, AnAnswerThatTricklesDoesNotOutlastTheLimit) {
  UpstreamBench bench;
  bench.upstream().SetDefault(Answer::Json("{\"name\":\"" + std::string(100'000, 'x') + "\"}")
                                  .WriteEvery(100, std::chrono::milliseconds(20)));
  ProviderOptions provider_options = testing::OptionsFor(bench.upstream().base_url());
  provider_options.short_call_timeout = absl::Milliseconds(100);
  WatchOptions options = QuickWatch();
  options.wait_limit = absl::Milliseconds(50);
  options.progress_interval = absl::Milliseconds(10);
  RecordedEvents events;
  const Watched watched =
      WatchAt(bench, Provider(provider_options, testing::KeyOf("key")), events, options, 0, 0);
  EXPECT_EQ(ReasonOf(watched.status), "OPERATION_WAIT_LIMIT") << watched.status;
  EXPECT_EQ(bench.upstream().request_count(), 1u);
}

TEST(VideoWatchTest, PartlyFilteredIsASuccessThatSaysSo) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json(R"({"done":true,"response":{"raiMediaFilteredCount":1,
      "raiMediaFilteredReasons":["not nice"],"videos":[{"bytesBase64Encoded":"aGVsbG8h"}]}})"));
  RecordedEvents events;
  const Watched watched = Watch(bench, events);
  ASSERT_TRUE(watched.status.ok());
  EXPECT_EQ(watched.delivered, 1);
  EXPECT_EQ(events.story.back(), "filtered 1 [not nice]");
}

TEST(VideoWatchTest, ProgressComesWhileNothingElseDoes) {
  UpstreamBench bench;
  // Held until three signs of life have been heard, each in the middle of a poll.
  bench.upstream().Enqueue(Done().HoldUntilReleased());
  WatchOptions options = QuickWatch();
  options.progress_interval = absl::Milliseconds(10);
  RecordedEvents events;
  events.on_event = [&] {
    if (events.progress.size() == 3) bench.upstream().Release();
    return absl::OkStatus();
  };
  const Watched watched = Watch(bench, events, options);
  ASSERT_TRUE(watched.status.ok()) << watched.status;
  ASSERT_GE(events.progress.size(), 3u);
  const v1::VideoProgress& progress = events.progress[1];
  EXPECT_EQ(progress.phase(), v1::VIDEO_PHASE_GENERATING);
  EXPECT_EQ(progress.polls(), 1);
  EXPECT_GE(progress.elapsed().seconds(), 45);
  EXPECT_NEAR(progress.estimated_fraction(), 0.5, 0.1);
  EXPECT_FALSE(progress.has_upstream_percent());
}

TEST(VideoWatchTest, ProgressComesWhileSleeping) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Pending());
  bench.upstream().Enqueue(Done());
  WatchOptions options = QuickWatch();
  options.poll_interval = absl::Milliseconds(100);
  options.progress_interval = absl::Milliseconds(10);
  RecordedEvents events;
  ASSERT_TRUE(Watch(bench, events, options).status.ok());
  EXPECT_GE(events.progress.size(), 4u);
}

// What the caller already has is skipped in silence; the stream must not look dead meanwhile.
TEST(VideoWatchTest, ProgressComesWhileBytesAreSkipped) {
  UpstreamBench bench;
  const std::string video = testing::PatternVideo(60'000);
  bench.upstream().Enqueue(
      Answer::Json(DoneAnswer({video})).WriteEvery(2000, std::chrono::milliseconds(5)));
  WatchOptions options = QuickWatch();
  options.progress_interval = absl::Milliseconds(30);
  RecordedEvents events;
  const Watched watched = Watch(bench, events, options, 0, static_cast<int64_t>(video.size()));
  ASSERT_TRUE(watched.status.ok()) << watched.status;
  EXPECT_GE(events.progress.size(), 3u);
}

TEST(VideoWatchTest, EndsWithItsCall) {
  UpstreamBench bench;
  bench.upstream().SetDefault(Pending());
  WatchOptions options = QuickWatch();
  options.progress_interval = absl::ZeroDuration();
  RecordedEvents events;
  int told = 0;
  events.on_event = [&] { return ++told < 5 ? absl::OkStatus() : absl::CancelledError("gone"); };
  EXPECT_EQ(Watch(bench, events, options).status, absl::CancelledError("gone"));
}

}  // namespace
}  // namespace mediagen
