// Videos that a poll names as files: fetched from the provider and handed on like any other.
#include "server/upstream/video_fetch.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/upstream/crc32c.h"
#include "server/upstream/error_details.h"
#include "tests/upstream/file_bench.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/watch_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::CutKind;
using testing::QuickWatch;
using testing::ReasonOf;
using testing::RecordedEvents;
using testing::UpstreamBench;
using testing::VideoBytes;
using testing::Watch;
using testing::Watched;

constexpr char kKeyHeader[] = "x-goog-api-key";
constexpr char kPath[] = "/gemini/v1beta/files/one:download?alt=media";

// A finished poll with these files.
Answer Files(const std::vector<std::string>& uris) {
  std::string list;
  for (const std::string& uri : uris) {
    absl::StrAppend(&list, list.empty() ? "" : ",", R"({"video":{"uri":")", uri, R"("}})");
  }
  return Answer::Json(absl::StrCat(
      R"({"done":true,"response":{"generateVideoResponse":{"generatedSamples":[)", list, "]}}}"));
}

Answer OneFile() { return Files({"https://files.example/v9/files/one:download?key=evil"}); }

Answer Mp4(const std::string& bytes) { return Answer(200, bytes).Header("Content-Type", "text/x"); }

TEST(VideoFetchTest, ComesFromTheProvidersOwnAddressWithItsKey) {
  UpstreamBench bench;
  const std::string video = VideoBytes(1'000'000);
  bench.upstream().Enqueue(OneFile());
  bench.upstream().Enqueue(Mp4(video));
  RecordedEvents events;
  const Watched watched = Watch(bench, events);
  ASSERT_TRUE(watched.status.ok()) << watched.status;
  EXPECT_EQ(watched.delivered, 1);
  EXPECT_TRUE(events.bytes[0] == video);
  EXPECT_EQ(events.ends.at(0).crc32c(), ExtendCrc32c(0, video));
  EXPECT_EQ(events.story,
            (std::vector<std::string>{"header 0 video/mp4 @0", "end 0 video/mp4 1000000"}));
  const auto requests = bench.upstream().requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[1].method, "GET");
  EXPECT_EQ(requests[1].target, kPath);
  EXPECT_EQ(requests[1].headers.Get(kKeyHeader), requests[0].headers.Get(kKeyHeader));
  EXPECT_FALSE(requests[1].headers.Get(kKeyHeader).empty());
}

TEST(VideoFetchTest, WhatBreaksIsFetchedAgainAndEveryByteComesOnce) {
  const std::string video = VideoBytes(1'000'000);
  const Answer faults[] = {
      Mp4(video).CutAfter(1),
      Mp4(video).CutAfter(70'000),
      Mp4(video).CutAfter(700'000, CutKind::kClose),
      Mp4(video).CutAfter(400'000),
      Answer(500),
      Answer(429).Header("Retry-After", "0"),
      Answer(401),
      Answer().CloseBeforeAnswer(),
  };
  UpstreamBench bench;
  bench.upstream().Enqueue(OneFile());
  for (const Answer& fault : faults) bench.upstream().Enqueue(fault);
  bench.upstream().Enqueue(Mp4(video));
  RecordedEvents events;
  const Watched watched = Watch(bench, events);
  ASSERT_TRUE(watched.status.ok()) << watched.status;
  EXPECT_TRUE(events.bytes[0] == video);
  EXPECT_EQ(events.story.size(), 2u);
  EXPECT_EQ(bench.upstream().request_count(), 2 + std::size(faults));
  // The job is not asked for again.
  for (size_t i = 1; i < bench.upstream().request_count(); ++i)
    EXPECT_EQ(bench.upstream().requests()[i].target, kPath);
}

struct OffsetRow {
  const char* name;
  int index;
  int64_t offset;
  size_t requests;  // The poll and the files that were asked for.
};

const OffsetRow kOffsetRows[] = {
    {"Start", 0, 0, 4},     {"InsideTheFirst", 0, 12'345, 4},   {"EndOfTheFirst", 0, 100'000, 4},
    {"TheSecond", 1, 0, 3}, {"InsideTheSecond", 1, 150'000, 3}, {"InsideTheThird", 2, 7, 2},
};

TEST(VideoFetchTest, JoinsFromEveryKindOfOffset) {
  const std::vector<std::string> videos = {VideoBytes(100'000), VideoBytes(200'000),
                                           VideoBytes(40)};
  UpstreamBench bench;
  bench.upstream().SetDefault([&](const http::Request& request) {
    for (size_t i = 0; i < videos.size(); ++i) {
      if (request.target.find(absl::StrCat("files/f", i)) != std::string::npos)
        return Mp4(videos[i]);
    }
    return Files({"files/f0", "files/f1", "files/f2"});
  });
  for (const OffsetRow& row : kOffsetRows) {
    const size_t before = bench.upstream().request_count();
    RecordedEvents events;
    const Watched watched = Watch(bench, events, QuickWatch(), row.index, row.offset);
    ASSERT_TRUE(watched.status.ok()) << row.name << watched.status;
    EXPECT_EQ(watched.delivered, 3 - row.index) << row.name;
    for (int i = row.index; i < 3; ++i) {
      const size_t from = i == row.index ? static_cast<size_t>(row.offset) : 0;
      EXPECT_TRUE(events.bytes[i] == videos[static_cast<size_t>(i)].substr(from)) << row.name;
      EXPECT_EQ(events.ends.at(i).crc32c(), ExtendCrc32c(0, videos[static_cast<size_t>(i)]));
    }
    EXPECT_EQ(bench.upstream().request_count() - before, row.requests) << row.name;
  }
}

struct EndRow {
  const char* name;
  Answer poll;
  Answer file;
  absl::StatusCode code;
  const char* reason;
};

const EndRow kEndRows[] = {
    {"Page", OneFile(), Answer(200, "<html>"), absl::StatusCode::kDataLoss, "MEDIA_CORRUPT"},
    {"Empty", OneFile(), Answer(200, ""), absl::StatusCode::kDataLoss, "MEDIA_CORRUPT"},
    {"Gone", OneFile(), Answer(404, "{}"), absl::StatusCode::kNotFound, "OPERATION_EXPIRED"},
    {"GoneUnder200", OneFile(),
     Answer::Json(R"({"error":{"code":404,"status":"NOT_FOUND","message":"m"}})"),
     absl::StatusCode::kNotFound, "OPERATION_EXPIRED"},
    {"Forbidden", OneFile(), Answer(403, "{}"), absl::StatusCode::kPermissionDenied,
     "UPSTREAM_REJECTED"},
    {"RedirectToAnotherHostsPlainHttp", OneFile(),
     Answer(302).Header("Location", "http://files.example/x"), absl::StatusCode::kInternal,
     "UPSTREAM_REJECTED"},
    {"RedirectToThisMachine", OneFile(), Answer(302).Header("Location", "https://127.0.0.1:1/x"),
     absl::StatusCode::kInternal, "UPSTREAM_REJECTED"},
    {"NoId", Files({"https://files.example/video.mp4"}), Answer(200), absl::StatusCode::kInternal,
     "NO_VIDEO"},
    {"OffsetBeyondTheEnd", OneFile(), Mp4(testing::VideoBytes(12)), absl::StatusCode::kOutOfRange,
     "OFFSET_BEYOND_END"},
};

TEST(VideoFetchTest, Ends) {
  UpstreamBench bench;
  for (const EndRow& row : kEndRows) {
    bench.upstream().SetDefault(row.file);
    bench.upstream().Enqueue(row.poll);
    RecordedEvents events;
    const int64_t offset = std::string(row.name) == "OffsetBeyondTheEnd" ? 13 : 0;
    const Watched watched = Watch(bench, events, QuickWatch(), 0, offset);
    EXPECT_EQ(watched.status.code(), row.code) << row.name << watched.status;
    EXPECT_EQ(ReasonOf(watched.status), row.reason) << row.name;
    EXPECT_FALSE(RetryDelay(watched.status).has_value()) << row.name;
    EXPECT_TRUE(events.bytes.empty()) << row.name;
  }
}

TEST(VideoFetchTest, ABadFileDoesNotTakeTheGoodOnesAlong) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Files({"files/a", "https://nowhere/b.mp4", "files/c", "files/d"}));
  bench.upstream().Enqueue(Mp4(VideoBytes(14)));
  bench.upstream().Enqueue(Answer(200, "<html>"));
  bench.upstream().Enqueue(Mp4(VideoBytes(14)));
  RecordedEvents events;
  const Watched watched = Watch(bench, events);
  ASSERT_TRUE(watched.status.ok()) << watched.status;
  EXPECT_EQ(events.story,
            (std::vector<std::string>{"header 0 video/mp4 @0", "end 0 video/mp4 14",
                                      "failed 1 NO_VIDEO @0", "failed 2 MEDIA_CORRUPT @0",
                                      "header 3 video/mp4 @0", "end 3 video/mp4 14"}));
  EXPECT_EQ(watched.delivered, 2);
}

TEST(VideoFetchTest, GivesUpAfterSoManyFailuresInARow) {
  UpstreamBench bench;
  WatchOptions options = QuickWatch();
  options.max_poll_failures = 3;
  bench.upstream().Enqueue(Answer(502));  // Of the poll: does not count against the file.
  bench.upstream().Enqueue(OneFile());
  bench.upstream().SetDefault(Answer(503));
  RecordedEvents events;
  const Watched watched = Watch(bench, events, options);
  EXPECT_EQ(watched.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(RetryDelay(watched.status).has_value());
  EXPECT_EQ(bench.upstream().request_count(), 5u);
}

// A transfer has the limit of a wait to itself.
TEST(VideoFetchTest, AFileThatTricklesDoesNotOutlastTheLimit) {
  UpstreamBench bench;
  bench.upstream().Enqueue(OneFile());
  bench.upstream().SetDefault(
      Mp4(VideoBytes(100'000)).WriteEvery(100, std::chrono::milliseconds(20)));
  WatchOptions options = QuickWatch();
  options.wait_limit = absl::Milliseconds(500);
  RecordedEvents events;
  const Watched watched = Watch(bench, events, options);
  EXPECT_EQ(ReasonOf(watched.status), "OPERATION_WAIT_LIMIT") << watched.status;
  EXPECT_EQ(bench.upstream().request_count(), 2u);
}

TEST(VideoFetchTest, ProgressComesWhileTheFileDoesNot) {
  UpstreamBench bench;
  bench.upstream().Enqueue(OneFile());
  bench.upstream().Enqueue(Mp4(VideoBytes(100)).HoldUntilReleased());
  WatchOptions options = QuickWatch();
  options.progress_interval = absl::Milliseconds(10);
  RecordedEvents events;
  events.on_event = [&] {
    if (events.progress.size() == 3) bench.upstream().Release();
    return absl::OkStatus();
  };
  const Watched watched = Watch(bench, events, options);
  ASSERT_TRUE(watched.status.ok()) << watched.status;
  EXPECT_GE(events.progress.size(), 3u);
  EXPECT_EQ(events.progress.back().polls(), 1);
}

}  // namespace
}  // namespace mediagen
