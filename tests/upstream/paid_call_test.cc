// Money: a paid request arrives at most once, whatever goes wrong.
#include "server/upstream/paid_call.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::CutKind;
using testing::PaidRecord;
using testing::ReasonOf;
using testing::UpstreamBench;

constexpr char kPicture[] = R"({"predictions":[{"bytesBase64Encoded":"aGVsbG8="}]})";

PaidRecord Pay(UpstreamBench& bench, UpstreamRequest request) {
  PaidRecord paid;
  EXPECT_TRUE(
      bench.Run([&](CallContext& call) { return PayAndRecord(bench, call, request, paid); }).ok());
  return paid;
}

struct Row {
  const char* name;
  Answer answer;
  const char* reason;  // Empty: OK.
  bool may_have_been_paid;
  bool retryable = false;
};

const char kUnknown[] = "SUBMIT_OUTCOME_UNKNOWN";

const Row kRows[] = {
    {"Picture", Answer::Json(kPicture), "", true},
    {"Created", Answer(201, kPicture), "", true},
    {"Filtered", Answer::Json("{}"), "", true},
    {"FilteredList", Answer::Json("[]"), "", true},
    {"FilteredNull", Answer::Json("null"), "", true},
    {"Rejected", Answer(400, "{}"), "UPSTREAM_REJECTED", false},
    {"RateLimited", Answer(429, "{}"), "UPSTREAM_RATE_LIMITED", false, true},
    {"Overloaded", Answer(503, R"({"error":{"code":503,"status":"UNAVAILABLE"}})"),
     "UPSTREAM_UNAVAILABLE", false, true},
    {"ErrorUnder200", Answer::Json(R"({"error":{"message":"x"}})"), kUnknown, true},
    {"RejectionUnder200", Answer::Json(R"({"error":{"code":"invalid_request"}})"),
     "UPSTREAM_REJECTED", false},
    {"RateLimitUnder200", Answer::Json(R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}})"),
     "UPSTREAM_RATE_LIMITED", false, true},
    {"BlockedUnder200", Answer::Json(R"({"error":{"message":"Support codes: 58061214"}})"),
     "PROMPT_BLOCKED", false},
    {"ServerError", Answer(500, ""), kUnknown, true},
    {"BadGateway", Answer(502, "<html>"), kUnknown, true},
    {"Overloaded503WithoutAWord", Answer(503, ""), kUnknown, true},
    {"RequestTimeout", Answer(408, ""), kUnknown, true},
    {"Redirect", Answer(307, "").Header("Location", "/other"), kUnknown, true},
    {"Empty200", Answer(200, ""), kUnknown, true},
    {"Html200", Answer(200, "<html>"), kUnknown, true},
    {"Text200", Answer(200, "\"a text\""), kUnknown, true},
    {"Number200", Answer(200, "7"), kUnknown, true},
    {"ListOfNumbers200", Answer(200, "[7]"), kUnknown, true},
    {"CutBeforeAnswer", Answer().CloseBeforeAnswer(), kUnknown, true},
    {"ClosedBeforeAnswer", Answer().CloseBeforeAnswer(CutKind::kClose), kUnknown, true},
    {"CutInHead", Answer().Raw("HTTP/1.1 200 OK\r\nContent-"), kUnknown, true},
    {"NoHttp", Answer().Raw("SSH-2.0-x\r\n"), kUnknown, true},
    {"CutInMedia", Answer::Json(kPicture).CutAfter(45), kUnknown, true},
    {"ClosedInMedia", Answer::Json(kPicture).CutAfter(45, CutKind::kClose), kUnknown, true},
    {"ExpectationFailed", Answer().Expect417(), "UPSTREAM_REJECTED", false},
};

TEST(PaidCallTest, EveryFaultArrivesOnce) {
  UpstreamBench bench;
  for (const Row& row : kRows) {
    const size_t before = bench.upstream().head_count();
    bench.upstream().Enqueue(row.answer);
    const PaidRecord paid = Pay(bench, bench.Paid());
    EXPECT_EQ(paid.status.ok(), *row.reason == '\0') << row.name << ": " << paid.status;
    if (!paid.status.ok()) {
      EXPECT_EQ(ReasonOf(paid.status), row.reason) << row.name;
    }
    EXPECT_EQ(RetryDelay(paid.status).has_value(), row.retryable) << row.name;
    EXPECT_TRUE(paid.may_have_left) << row.name;
    EXPECT_EQ(paid.may_have_been_paid, row.may_have_been_paid) << row.name;
    EXPECT_EQ(bench.upstream().head_count() - before, 1u) << row.name;
  }
}

TEST(PaidCallTest, TheMediaIsCollected) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json(
      R"({"predictions":[{"bytesBase64Encoded":"aGk="},{"bytesBase64Encoded":"QUJD!"}]})"));
  const PaidRecord paid = Pay(bench, bench.Paid());
  ASSERT_EQ(paid.items.size(), 2u);
  EXPECT_EQ(paid.items[0].bytes, "hi");
  EXPECT_TRUE(paid.items[1].corrupt);
  EXPECT_EQ(paid.items[1].corrupt_offset, 4);
  ASSERT_EQ(paid.images.size(), 2u);
  EXPECT_EQ(paid.images[1].media_item, 1);
}

TEST(PaidCallTest, SilenceIsAnUnknownOutcome) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json(kPicture).HoldUntilReleased());
  UpstreamRequest request = bench.Paid();
  request.http.response_timeout = absl::Milliseconds(30);
  const PaidRecord paid = Pay(bench, request);
  EXPECT_EQ(ReasonOf(paid.status), kUnknown);
  EXPECT_EQ(testing::MetadataOf(paid.status, "upstream_code"), "DEADLINE_EXCEEDED");
  EXPECT_TRUE(paid.may_have_been_paid);
  EXPECT_EQ(bench.upstream().request_count(), 1u);
}

TEST(PaidCallTest, WhatNeverLeftIsTriedThreeTimes) {
  UpstreamBench bench;
  UpstreamRequest request = bench.Paid();
  bench.upstream().Stop();
  const PaidRecord paid = Pay(bench, request);
  EXPECT_EQ(paid.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(paid.status), "UPSTREAM_UNREACHABLE");
  EXPECT_TRUE(RetryDelay(paid.status).has_value());
  EXPECT_FALSE(paid.may_have_left);
  EXPECT_FALSE(paid.may_have_been_paid);
}

Task<absl::Status> PayUntilEnded(UpstreamBench& bench, CallContext& call, UpstreamRequest& request,
                                 bool& may_have_been_paid) {
  PaidCall paid(bench.client(), call, bench.credential(), request);
  absl::StatusOr<std::vector<CollectedItem>> items = co_await CollectMedia(call, paid);
  may_have_been_paid = paid.MayHaveBeenPaid();
  co_return items.status();
}

TEST(PaidCallTest, AnEndedCallSaysWhetherItMayHavePaid) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json(kPicture).HoldUntilReleased());
  CallContext call(bench.loop());
  UpstreamRequest request = bench.Paid();
  bool may_have_been_paid = false;
  std::thread canceller([&] {
    bench.upstream().WaitForRequests(1);
    bench.loop().Post([&] { call.End(absl::CancelledError("gone")); });
  });
  const absl::Status status = bench.thread().RunFlow(
      [&] { return PayUntilEnded(bench, call, request, may_have_been_paid); });
  canceller.join();
  EXPECT_EQ(status, absl::CancelledError("gone"));
  EXPECT_TRUE(may_have_been_paid);
  EXPECT_TRUE(bench.upstream().WaitUntilNoConnections());

  CallContext ended(bench.loop());
  bench.thread().Run([&] { ended.End(absl::CancelledError("before")); });
  const absl::Status early = bench.thread().RunFlow(
      [&] { return PayUntilEnded(bench, ended, request, may_have_been_paid); });
  EXPECT_EQ(early, absl::CancelledError("before"));
  EXPECT_FALSE(may_have_been_paid);
}

}  // namespace
}  // namespace mediagen
