// Joining a video again, and polls that break while its bytes come.
#include <gtest/gtest.h>

#include "server/upstream/crc32c.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/watch_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::CutKind;
using testing::DoneAnswer;
using testing::PatternVideo;
using testing::RecordedEvents;
using testing::UpstreamBench;
using testing::Watch;
using testing::Watched;

constexpr size_t kSize = 1'000'000;

struct OffsetRow {
  const char* name;
  int64_t offset;
};

const OffsetRow kOffsetRows[] = {
    {"Start", 0},
    {"InsideTheFirstChunk", 1000},
    {"LastOfTheFirstChunk", 65534},
    {"ChunkBoundary", 65535},
    {"BehindIt", 65536},
    {"LaterChunk", 700'000},
    {"LastByte", kSize - 1},
    {"End", kSize},
};

TEST(VideoResumeTest, FromEveryKindOfOffset) {
  UpstreamBench bench;
  const std::string video = PatternVideo(kSize);
  bench.upstream().SetDefault(Answer::Json(DoneAnswer({video})));
  for (const OffsetRow& row : kOffsetRows) {
    RecordedEvents events;
    const Watched watched = Watch(bench, events, testing::QuickWatch(), 0, row.offset);
    ASSERT_TRUE(watched.status.ok()) << row.name << watched.status;
    EXPECT_EQ(events.bytes[0], video.substr(static_cast<size_t>(row.offset))) << row.name;
    EXPECT_EQ(events.ends.at(0).crc32c(), ExtendCrc32c(0, video)) << row.name;
    EXPECT_EQ(events.ends.at(0).size_bytes(), static_cast<int64_t>(kSize)) << row.name;
    EXPECT_EQ(watched.delivered, 1) << row.name;
  }
}

struct BeyondRow {
  const char* name;
  int index;
  int64_t offset;
  const char* reason;
};

const BeyondRow kBeyondRows[] = {
    {"Offset", 0, kSize + 1, "OFFSET_BEYOND_END"},
    {"FarOffset", 0, INT64_MAX, "OFFSET_BEYOND_END"},
    {"OffsetOfTheSecond", 1, 41, "OFFSET_BEYOND_END"},
    {"Index", 2, 0, "VIDEO_INDEX_BEYOND_END"},
    {"FarIndex", INT32_MAX, 0, "VIDEO_INDEX_BEYOND_END"},
};

TEST(VideoResumeTest, BeyondTheEnd) {
  UpstreamBench bench;
  bench.upstream().SetDefault(Answer::Json(DoneAnswer({PatternVideo(kSize), PatternVideo(40)})));
  for (const BeyondRow& row : kBeyondRows) {
    RecordedEvents events;
    const Watched watched = Watch(bench, events, testing::QuickWatch(), row.index, row.offset);
    EXPECT_EQ(watched.status.code(), absl::StatusCode::kOutOfRange) << row.name;
    EXPECT_EQ(testing::ReasonOf(watched.status), row.reason) << row.name;
  }
}

TEST(VideoResumeTest, TwoVideosFromTheMiddleOfTheFirst) {
  UpstreamBench bench;
  const std::string first = PatternVideo(100'000);
  const std::string second = PatternVideo(200'000);
  bench.upstream().Enqueue(Answer::Json(DoneAnswer({first, second})));
  RecordedEvents events;
  const Watched watched = Watch(bench, events, testing::QuickWatch(), 0, 99'999);
  ASSERT_TRUE(watched.status.ok());
  EXPECT_EQ(watched.delivered, 2);
  EXPECT_EQ(events.bytes[0], first.substr(99'999));
  EXPECT_EQ(events.bytes[1], second);
}

TEST(VideoResumeTest, APollCutInTheMiddleIsMadeAgain) {
  const std::string video = PatternVideo(kSize);
  const std::string answer = DoneAnswer({video});
  UpstreamBench bench;
  for (const CutKind kind : {CutKind::kReset, CutKind::kClose}) {
    for (const size_t cut : {size_t{1}, size_t{100}, size_t{90'000}, answer.size() / 2,
                             answer.size() - 40, answer.size() - 1}) {
      const size_t before = bench.upstream().request_count();
      bench.upstream().Enqueue(Answer::Json(answer).CutAfter(cut, kind));
      bench.upstream().Enqueue(Answer::Json(answer).CutAfter(cut / 2, kind));
      bench.upstream().Enqueue(Answer::Json(answer));
      RecordedEvents events;
      const Watched watched = Watch(bench, events);
      ASSERT_TRUE(watched.status.ok()) << cut << watched.status;
      EXPECT_EQ(events.bytes[0], video) << cut;
      EXPECT_EQ(events.story.size(), 2u) << cut;
      EXPECT_EQ(bench.upstream().request_count() - before, 3u) << cut;
    }
  }
}

// Without a length only the JSON shows that the poll was cut.
TEST(VideoResumeTest, ACutThatLooksLikeAnEnd) {
  const std::string video = PatternVideo(300'000);
  const std::string answer = DoneAnswer({video});
  UpstreamBench bench;
  Answer cut = Answer::Json(answer.substr(0, answer.size() / 2));
  cut.Framing(http::Framing::kUntilClose);
  bench.upstream().Enqueue(cut);
  bench.upstream().Enqueue(Answer::Json(answer));
  RecordedEvents events;
  const Watched watched = Watch(bench, events);
  ASSERT_TRUE(watched.status.ok()) << watched.status;
  EXPECT_EQ(events.bytes[0], video);
}

TEST(VideoResumeTest, AnUpstreamThatChangesItsMind) {
  const std::string video = PatternVideo(300'000);
  std::string other = video;
  other[20] ^= 1;
  const std::string answer = DoneAnswer({video});
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json(answer).CutAfter(answer.size() / 2));
  bench.upstream().Enqueue(Answer::Json(DoneAnswer({other})));
  RecordedEvents events;
  const Watched watched = Watch(bench, events);
  EXPECT_EQ(watched.status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(testing::ReasonOf(watched.status), "MEDIA_CHANGED");
}

// Two lists of the same videos, under two names: each is delivered once.
TEST(VideoResumeTest, TheSameVideoTwiceIsDeliveredOnce) {
  UpstreamBench bench;
  const char* const answers[] = {
      R"({"done":true,"response":{"videos":[{"bytesBase64Encoded":"aGVsbG8h"}],
          "generateVideoResponse":{"generatedSamples":[{"video":{"encodedVideo":"aGVsbG8h"}}]}}})",
      R"({"done":true,"response":{"generateVideoResponse":{"generatedSamples":
          [{"video":{"encodedVideo":"aGVsbG8h"}}]},"videos":[{"bytesBase64Encoded":"aGVsbG8h"}]}})",
  };
  for (const char* answer : answers) {
    bench.upstream().Enqueue(Answer::Json(answer));
    RecordedEvents events;
    const Watched watched = Watch(bench, events);
    ASSERT_TRUE(watched.status.ok()) << watched.status;
    EXPECT_EQ(watched.delivered, 1) << answer;
    EXPECT_EQ(events.bytes.size(), 1u) << answer;
    EXPECT_EQ(events.bytes[0], "hello!");
  }
}

}  // namespace
}  // namespace mediagen
