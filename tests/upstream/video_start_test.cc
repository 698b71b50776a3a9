// A paid start outlives the call that asked for it.
#include "server/upstream/video_start.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "server/async/sleep.h"
#include "tests/fakes/silent_port.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"
#include "tests/upstream/watch_bench.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ReasonOf;
using testing::UpstreamBench;
using testing::WireCase;

// One start on a bench, and what became of it. Test's thread, but for OnDone.
class StartBench {
 public:
  StartBench() : starts_(std::make_unique<VideoStarts>(bench_.loop(), bench_.client())) {}
  ~StartBench() {
    bench_.thread().Run([&] { starts_ = nullptr; });
  }

  UpstreamBench& bench() { return bench_; }
  testing::FakeUpstream& upstream() { return bench_.upstream(); }
  VideoStarts& starts() { return *starts_; }

  // On the loop.
  VideoStart& Begin(UpstreamRequest request, absl::Duration limit) {
    Operation operation;
    operation.model = "m";
    return starts_->Begin(bench_.provider().credential(), std::move(request), operation, limit,
                          [this](const VideoStart& start) { OnDone(start); });
  }
  void BeginSoon(absl::Duration limit = absl::Seconds(20)) {
    bench_.thread().Run([&] { start_ = &Begin(bench_.Paid(), limit); });
  }
  void Leave() {
    bench_.thread().Run([&] { starts_->Leave(*start_); });
  }

  // Of a start that has not been left.
  std::unique_ptr<HeldVideoAnswer> TakeAnswer() {
    std::unique_ptr<HeldVideoAnswer> answer;
    bench_.thread().Run([&] { answer = start_->TakeAnswer(); });
    return answer;
  }

  bool WaitUntilDone() { return done_.WaitForNotificationWithTimeout(absl::Seconds(10)); }
  size_t under_way() {
    size_t count = 0;
    bench_.thread().Run([] {});  // What a start that has just ended posted comes first.
    bench_.thread().Run([&] { count = starts_->under_way(); });
    return count;
  }

  // Of a done start.
  absl::StatusOr<Operation> result = absl::UnknownError("not done");
  bool watched = false;
  bool may_have_left = false;
  bool may_have_been_paid = false;

 private:
  void OnDone(const VideoStart& start) {
    result = start.result();
    watched = start.watched();
    may_have_left = start.MayHaveLeft();
    may_have_been_paid = start.MayHaveBeenPaid();
    done_.Notify();
  }

  UpstreamBench bench_;
  std::unique_ptr<VideoStarts> starts_;
  VideoStart* start_ = nullptr;
  absl::Notification done_;
};

TEST(VideoStartTest, WrittenAnswers) {
  for (const char* name : {"veo.start.gemini", "veo.start.vertex", "veo.start.relay"}) {
    StartBench start;
    const WireCase wire("responses", name);
    start.upstream().Enqueue(wire.ToAnswer());
    start.BeginSoon();
    ASSERT_TRUE(start.WaitUntilDone());
    ASSERT_TRUE(start.result.ok()) << start.result.status();
    EXPECT_EQ(start.result->upstream_name, wire.json().Get("http").Get("body").Get("name").Text());
    EXPECT_EQ(start.result->model, "m");
    EXPECT_LT(absl::Now() - start.result->create_time, absl::Seconds(10));
    EXPECT_TRUE(start.watched);
    EXPECT_EQ(start.under_way(), 1u);
    start.Leave();
    EXPECT_EQ(start.under_way(), 0u);
  }
}

struct Row {
  const char* name;
  Answer answer;
  const char* reason;
  bool may_have_been_paid;
};

const Row kRows[] = {
    {"NoName", Answer::Json("{}"), "SUBMIT_OUTCOME_UNKNOWN", true},
    {"NullName", Answer::Json(R"({"name":null})"), "SUBMIT_OUTCOME_UNKNOWN", true},
    {"NameWithDots", Answer::Json(R"({"name":"models/../x"})"), "SUBMIT_OUTCOME_UNKNOWN", true},
    {"NameWithQuery", Answer::Json(R"({"name":"models/x?y"})"), "SUBMIT_OUTCOME_UNKNOWN", true},
    {"NameIsAnAddress", Answer::Json(R"({"name":"https://evil/x"})"), "SUBMIT_OUTCOME_UNKNOWN",
     true},
    {"Html", Answer(200, "<html>"), "SUBMIT_OUTCOME_UNKNOWN", true},
    {"Refused", Answer(400, "{}"), "UPSTREAM_REJECTED", false},
    {"RateLimited", Answer(429, "{}"), "UPSTREAM_RATE_LIMITED", false},
    {"ServerError", Answer(500, ""), "SUBMIT_OUTCOME_UNKNOWN", true},
    {"Cut", Answer().CloseBeforeAnswer(), "SUBMIT_OUTCOME_UNKNOWN", true},
};

TEST(VideoStartTest, Failures) {
  for (const Row& row : kRows) {
    StartBench start;
    start.upstream().Enqueue(row.answer);
    start.BeginSoon();
    ASSERT_TRUE(start.WaitUntilDone()) << row.name;
    EXPECT_EQ(ReasonOf(start.result.status()), row.reason) << row.name;
    EXPECT_EQ(start.may_have_been_paid, row.may_have_been_paid) << row.name;
    start.Leave();
    EXPECT_EQ(start.upstream().head_count(), 1u) << row.name;
  }
}

TEST(VideoStartTest, LeavingBeforeAnythingWasSentEndsIt) {
  testing::SilentPort nobody;
  StartBench start;
  UpstreamRequest request = start.bench().Paid();
  request.http.url = nobody.base_url() + "/paid";
  start.bench().thread().Run([&] {
    VideoStart& begun = start.Begin(request, absl::Seconds(20));
    start.starts().Leave(begun);
  });
  ASSERT_TRUE(start.WaitUntilDone());
  EXPECT_TRUE(absl::IsCancelled(start.result.status())) << start.result.status();
  EXPECT_FALSE(start.watched);
  EXPECT_FALSE(start.may_have_been_paid);
  EXPECT_EQ(start.under_way(), 0u);
}

TEST(VideoStartTest, LeavingAfterBytesLeftLetsItRunOn) {
  StartBench start;
  start.upstream().Enqueue(Answer::Json(R"({"name":"models/m/operations/o"})").HoldUntilReleased());
  start.BeginSoon();
  ASSERT_TRUE(start.upstream().WaitForRequests(1));
  start.Leave();
  EXPECT_EQ(start.under_way(), 1u);
  start.upstream().Release();
  ASSERT_TRUE(start.WaitUntilDone());
  ASSERT_TRUE(start.result.ok()) << start.result.status();
  EXPECT_EQ(start.result->upstream_name, "models/m/operations/o");
  EXPECT_FALSE(start.watched);
  EXPECT_EQ(start.under_way(), 0u);
}

std::string DoneAtOnce(absl::string_view result, absl::string_view name = "models/m/operations/o") {
  return absl::StrCat(R"({"name":")", name, R"(","done":true,)", result, "}");
}

std::string Inline(size_t size) {
  return absl::StrCat(R"("response":{"videos":[{"bytesBase64Encoded":")",
                      testing::ToBase64(testing::PatternVideo(size)), R"("}]})");
}

struct DoneRow {
  const char* name;
  std::string answer;
  bool held;
  size_t bytes;
  const char* failure;  // Reason.
};

TEST(VideoStartTest, AnOperationThatIsDoneAtOnce) {
  const DoneRow rows[] = {
      {"Link", DoneAtOnce(R"("response":{"videos":[{"uri":"files/a"}]})"), true, 0, "OK"},
      {"Bytes", DoneAtOnce(Inline(1'000'000)), true, 1'000'000, "OK"},
      {"TooManyBytes", DoneAtOnce(Inline(HeldVideoAnswer::kMaxBytes)), false, 0, ""},
      {"Filtered", DoneAtOnce(R"("response":{})"), true, 0, "RESULT_FILTERED"},
      {"Error", DoneAtOnce(R"("error":{"code":13,"message":"m"})"), true, 0, "OPERATION_FAILED"},
      {"GoogleError", DoneAtOnce(R"("error":{"code":14,"status":"UNAVAILABLE","message":"m"})"),
       true, 0, "OPERATION_FAILED"},
      {"Nothing", DoneAtOnce(R"("x":1)"), true, 0, "NO_VIDEO"},
  };
  for (const DoneRow& row : rows) {
    StartBench start;
    start.upstream().Enqueue(Answer::Json(row.answer));
    start.BeginSoon();
    ASSERT_TRUE(start.WaitUntilDone()) << row.name;
    ASSERT_TRUE(start.result.ok()) << row.name << start.result.status();
    EXPECT_EQ(start.result->upstream_name, "models/m/operations/o") << row.name;
    const std::unique_ptr<HeldVideoAnswer> answer = start.TakeAnswer();
    ASSERT_EQ(answer != nullptr, row.held) << row.name;
    start.Leave();
    if (answer == nullptr) continue;
    EXPECT_EQ(ReasonOf(answer->status.failure), row.failure) << row.name;
    size_t bytes = 0;
    for (const MediaPiece& piece : answer->pieces) bytes += piece.bytes.size();
    EXPECT_EQ(bytes, row.bytes) << row.name;
  }
}

TEST(VideoStartTest, WhatHasFailedForCertainNeedsNoName) {
  StartBench start;
  start.upstream().Enqueue(Answer::Json(R"({"done":true,"error":{"code":8,"message":"full"}})"));
  start.BeginSoon();
  ASSERT_TRUE(start.WaitUntilDone());
  EXPECT_EQ(ReasonOf(start.result.status()), "OPERATION_FAILED");
  EXPECT_EQ(start.result.status().code(), absl::StatusCode::kAborted);
  start.Leave();
}

TEST(VideoStartTest, ACallerThatHasLeftIsKeptNoAnswer) {
  StartBench start;
  start.upstream().Enqueue(Answer::Json(DoneAtOnce(Inline(1000))).HoldUntilReleased());
  start.BeginSoon();
  ASSERT_TRUE(start.upstream().WaitForRequests(1));
  start.Leave();
  start.upstream().Release();
  ASSERT_TRUE(start.WaitUntilDone());
  EXPECT_TRUE(start.result.ok()) << start.result.status();
  EXPECT_EQ(start.under_way(), 0u);
}

// Leaves in the round of the loop in which the connection is made: the request is written between
// the decision to leave and the moment the start hears of it.
Task<absl::Status> LeaveAtTheLastMoment(StartBench& bench, CallContext& call) {
  VideoStart& start = bench.Begin(bench.bench().Paid(), absl::Seconds(20));
  if (absl::Status slept = co_await Sleep(call, absl::ZeroDuration()); !slept.ok()) co_return slept;
  bench.starts().Leave(start);
  co_return absl::OkStatus();
}

TEST(VideoStartTest, LeavingAtTheLastMomentLosesNoPaidStart) {
  for (int i = 0; i < 20; ++i) {
    StartBench start;
    start.upstream().Enqueue(Answer::Json(R"({"name":"models/m/operations/o"})"));
    ASSERT_TRUE(start.bench()
                    .Run([&](CallContext& call) { return LeaveAtTheLastMoment(start, call); })
                    .ok());
    ASSERT_TRUE(start.WaitUntilDone());
    EXPECT_EQ(start.result.ok(), start.may_have_left) << start.result.status();
    EXPECT_EQ(start.upstream().head_count(), start.may_have_left ? 1u : 0u);
    EXPECT_FALSE(start.watched);
    EXPECT_EQ(start.under_way(), 0u);
  }
}

TEST(VideoStartTest, ItsOwnLimitIsAnUnknownOutcome) {
  StartBench start;
  start.upstream().Enqueue(Answer::Json("{}").HoldUntilReleased());
  start.BeginSoon(absl::Milliseconds(100));
  ASSERT_TRUE(start.WaitUntilDone());
  EXPECT_EQ(ReasonOf(start.result.status()), "SUBMIT_OUTCOME_UNKNOWN");
  EXPECT_EQ(start.result.status().code(), absl::StatusCode::kUnknown);
  EXPECT_TRUE(start.may_have_been_paid);
  start.Leave();
  EXPECT_EQ(start.under_way(), 0u);
}

TEST(VideoStartTest, ItsOwnLimitWithNothingSentMayBeRepeated) {
  testing::SilentPort nobody;
  StartBench start;
  UpstreamRequest request = start.bench().Paid();
  request.http.url = nobody.base_url() + "/paid";
  VideoStart* begun = nullptr;
  start.bench().thread().Run([&] { begun = &start.Begin(request, absl::Milliseconds(50)); });
  ASSERT_TRUE(start.WaitUntilDone());
  EXPECT_EQ(ReasonOf(start.result.status()), "UPSTREAM_UNREACHABLE");
  EXPECT_FALSE(start.may_have_been_paid);
  start.bench().thread().Run([&] { start.starts().Leave(*begun); });
}

TEST(VideoStartTest, SeveralStartsDoNotMix) {
  UpstreamBench bench;
  auto starts = std::make_unique<VideoStarts>(bench.loop(), bench.client());
  bench.upstream().SetDefault([](const http::Request& request) {
    return Answer::Json("{\"name\":\"models/m/operations" + request.path + "\"}");
  });
  std::vector<VideoStart*> begun;
  absl::BlockingCounter done(5);
  std::vector<std::string> names;
  bench.thread().Run([&] {
    for (int i = 0; i < 5; ++i) {
      begun.push_back(&starts->Begin(
          bench.provider().credential(), bench.Paid("/" + std::to_string(i)), Operation(),
          absl::Seconds(20), [&](const VideoStart& start) {
            names.push_back(start.result().ok() ? start.result()->upstream_name : "failed");
            done.DecrementCount();
          }));
    }
  });
  done.Wait();
  bench.thread().Run([&] {
    for (VideoStart* start : begun) starts->Leave(*start);
  });
  size_t under_way = 1;
  bench.thread().Run([&] { under_way = starts->under_way(); });
  EXPECT_EQ(under_way, 0u);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"models/m/operations/0", "models/m/operations/1",
                                             "models/m/operations/2", "models/m/operations/3",
                                             "models/m/operations/4"}));
  bench.thread().Run([&] { starts = nullptr; });
}

}  // namespace
}  // namespace mediagen
