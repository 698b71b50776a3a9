// Every way in which an upstream can fail a paid request, for every rpc that pays.
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

using absl::StatusCode;

// What the caller sees. An empty reason stands for success.
struct Expected {
  StatusCode code = StatusCode::kOk;
  std::string reason = {};
  bool retry_info = false;
};

const Expected kOutcomeUnknown = {StatusCode::kUnknown, "SUBMIT_OUTCOME_UNKNOWN"};

struct Fault {
  std::string name;
  // The answer to the paid request.
  std::function<Answer(const PaidRpc&)> answer;
  std::function<Expected(const PaidRpc&)> expected;
};

Fault Same(std::string name, Answer answer, Expected expected) {
  return {std::move(name), [answer](const PaidRpc&) { return answer; },
          [expected](const PaidRpc&) { return expected; }};
}

Answer Html(int status) {
  return Answer(status, "<html>bad gateway</html>").Header("Content-Type", "text/html");
}

// One of two is held back.
Answer PartlyFiltered(const PaidRpc& rpc) {
  if (rpc.surface == Surface::kImage) {
    return Answer::Json(absl::StrCat(R"({"predictions":[{"bytesBase64Encoded":")", Base64(Png(100)),
                                     R"("},{"raiFilteredReason":"Support codes: 58061214"}]})"));
  }
  std::string body = GoodBody(rpc.surface);
  const size_t stop = body.find(R"("stop")");
  if (stop != std::string::npos) body.replace(stop, 6, R"("content_filter")");
  return Answer::Json(body);
}

Answer AllFiltered(const PaidRpc& rpc) {
  if (rpc.surface != Surface::kChat) return Answer::Json("{}");
  return Answer::Json(
      R"({"choices":[{"message":{"content":"no"},"finish_reason":"content_filter"}]})");
}

Expected AllFilteredExpected(const PaidRpc& rpc) {
  // The start of a video is filtered when it is polled; here {} names no operation.
  if (rpc.surface == Surface::kVideo) return kOutcomeUnknown;
  return {StatusCode::kFailedPrecondition, "RESULT_FILTERED"};
}

Answer CutInTheMiddle(const PaidRpc& rpc) {
  if (rpc.surface == Surface::kVideo) {
    return Answer::Json(OperationAnswer()).CutAfter(OperationAnswer().size() / 2);
  }
  std::string body = rpc.surface == Surface::kImage ? ImagesAnswer({Png(100'000)})
                                                    : ChatAnswer("Here it is.", {Png(100'000)});
  return Answer::Json(body).CutAfter(body.size() / 2);
}

Expected CutInTheMiddleExpected(const PaidRpc& rpc) {
  if (rpc.name == "StreamImages") return {StatusCode::kUnknown, "UPSTREAM_STREAM_CUT"};
  return kOutcomeUnknown;
}

Answer Corrupt(const PaidRpc& rpc) {
  if (rpc.surface == Surface::kVideo) return Answer::Json(R"({"name":"models/../../x"})");
  std::string body =
      rpc.surface == Surface::kImage ? ImagesAnswer({Png(1000)}) : ChatAnswer("", {Png(1000)});
  body[body.find("iVBO") + 100] = '*';
  return Answer::Json(body);
}

Expected CorruptExpected(const PaidRpc& rpc) {
  if (rpc.surface == Surface::kVideo) return kOutcomeUnknown;
  return {StatusCode::kDataLoss, "MEDIA_CORRUPT"};
}

const std::vector<Fault>& Faults() {
  static const auto* faults = new std::vector<Fault>{
      {"PartlyFiltered", &PartlyFiltered, [](const PaidRpc&) { return Expected(); }},
      {"AllFiltered", &AllFiltered, &AllFilteredExpected},
      {"CutInTheMiddle", &CutInTheMiddle, &CutInTheMiddleExpected},
      {"Corrupt", &Corrupt, &CorruptExpected},
      Same("RateLimited", Answer(429, R"({"error":{"message":"slow"}})").Header("Retry-After", "7"),
           {StatusCode::kResourceExhausted, "UPSTREAM_RATE_LIMITED", true}),
      Same("RateLimitedUnder200",
           Answer::Json(R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m"}})"),
           {StatusCode::kResourceExhausted, "UPSTREAM_RATE_LIMITED", true}),
      Same("NoMoney", Answer(403, R"({"error":{"code":"insufficient_user_quota","message":"m"}})"),
           {StatusCode::kResourceExhausted, "UPSTREAM_BILLING"}),
      Same("InternalError", Answer(500, R"({"error":{"message":"oops"}})"), kOutcomeUnknown),
      Same("InternalErrorWithGoogleStatus",
           Answer(500, R"({"error":{"code":500,"status":"INTERNAL","message":"m"}})"),
           kOutcomeUnknown),
      Same("CutBeforeAnswering", Answer().CloseBeforeAnswer(), kOutcomeUnknown),
      Same("ClosedBeforeAnswering", Answer().CloseBeforeAnswer(CutKind::kClose), kOutcomeUnknown),
      Same("NoHttp", Answer().Raw("SSH-2.0-OpenSSH\r\n\r\n"), kOutcomeUnknown),
      Same("Html200", Html(200), kOutcomeUnknown),
      Same("Html502", Html(502), kOutcomeUnknown),
      Same("Html503", Html(503), kOutcomeUnknown),
      Same("Empty200", Answer(200, ""), kOutcomeUnknown),
      Same("CutJson200", Answer::Json(R"({"predictions":[)"), kOutcomeUnknown),
      Same("ErrorObjectUnder200",
           Answer::Json(R"({"error":{"message":"busy","type":"upstream_error"}})"),
           kOutcomeUnknown),
      Same("Unavailable503",
           Answer(503, R"({"error":{"code":503,"status":"UNAVAILABLE","message":"m"}})"),
           {StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE", true}),
      Same("Unauthorized", Answer(401, R"({"error":{"message":"bad key"}})"),
           {StatusCode::kInternal, "UPSTREAM_CREDENTIALS"}),
      Same("ForbiddenModel",
           Answer(403, R"({"error":{"code":403,"status":"PERMISSION_DENIED","message":"m"}})"),
           {StatusCode::kPermissionDenied, "UPSTREAM_REJECTED"}),
      Same("UnknownModel",
           Answer(404, R"({"error":{"code":404,"status":"NOT_FOUND","message":"m"}})"),
           {StatusCode::kNotFound, "MODEL_NOT_FOUND"}),
      Same("Blocked",
           Answer(400, R"({"error":{"code":400,"status":"INVALID_ARGUMENT",)"
                       R"("message":"no. Support codes: 61493863"}})"),
           {StatusCode::kInvalidArgument, "PROMPT_BLOCKED"}),
      Same("RequestTimeout", Answer(408), kOutcomeUnknown),
      Same("Redirect", Answer(307).Header("Location", "http://127.0.0.1:1/"), kOutcomeUnknown),
      Same("NeverAnswers", Answer().HoldUntilReleased(), kOutcomeUnknown),
      {"NeverEnds",
       [](const PaidRpc& rpc) { return Answer::Json(GoodBody(rpc.surface)).StallAfter(12); },
       [](const PaidRpc&) { return kOutcomeUnknown; }},
  };
  return *faults;
}

void ExpectStatus(const grpc::Status& status, const Expected& expected) {
  const client::CallError error = ErrorOf(status);
  EXPECT_EQ(error.code, expected.code) << error.message;
  EXPECT_EQ(error.reason, expected.reason);
  EXPECT_EQ(error.retry_delay.has_value(), expected.retry_info);
  if (expected.code == StatusCode::kOk) return;
  EXPECT_EQ(error.domain, "mediagen");
  EXPECT_FALSE(error.Metadata("request_id").empty());
  EXPECT_FALSE(error.Metadata("upstream_code").empty());
  EXPECT_LE(error.Metadata("upstream_message").size(), 500u);
  // Where the upstream lives is nobody's business.
  EXPECT_EQ(error.message.find("127.0.0.1"), std::string::npos);
  for (const auto& [key, value] : error.metadata)
    EXPECT_EQ(value.find("127.0.0.1"), std::string::npos) << key;
}

class UpstreamFaultTest : public ServerTest, public ::testing::WithParamInterface<size_t> {
 protected:
  UpstreamFaultTest() {
    SetMillis(*config_.mutable_generate_timeout(), 400);
    SetMillis(*config_.mutable_short_call_timeout(), 400);
    SetMillis(*config_.mutable_stall_timeout(), 400);
  }
};

TEST_P(UpstreamFaultTest, EndsEveryPaidRpcAsDocumentedAfterOneArrival) {
  const Fault& fault = Faults()[GetParam()];
  for (const PaidRpc& rpc : PaidRpcs()) {
    SCOPED_TRACE(rpc.name);
    const size_t before = upstream_.request_count();
    upstream_.Enqueue(fault.answer(rpc));
    // Only a call that has not failed comes to this.
    upstream_.SetDefault(Answer::Json(VideosAnswer({Mp4(100)})));
    const Expected expected = fault.expected(rpc);
    ExpectStatus(rpc.Call(server()), expected);
    size_t arrivals = 0;
    const std::vector<http::Request> requests = upstream_.requests();
    for (size_t i = before; i < requests.size(); ++i) arrivals += requests[i].method == "POST";
    EXPECT_EQ(arrivals, 1u);
    if (expected.code != StatusCode::kOk) {
      EXPECT_EQ(requests.size() - before, 1u);
    }
  }
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_EQ(log_.Count("operation_orphaned"), 0);
}

INSTANTIATE_TEST_SUITE_P(, UpstreamFaultTest, ::testing::Range<size_t>(0, Faults().size()),
                         [](const auto& info) { return Faults()[info.param].name; });

class UpstreamRefusesTest : public ServerTest {};

TEST_F(UpstreamRefusesTest, WhatTheUpstreamAsksToWaitIsPassedOn) {
  for (const PaidRpc& rpc : PaidRpcs()) {
    SCOPED_TRACE(rpc.name);
    upstream_.Enqueue(Answer(429).Header("Retry-After", "7"));
    EXPECT_EQ(ErrorOf(rpc.Call(server())).retry_delay, absl::Seconds(7));
  }
}

TEST_F(UpstreamRefusesTest, AConnectionThatIsRefusedIsTriedAgainAndThenMayBeRepeated) {
  server();
  upstream_.Stop();
  std::vector<std::future<grpc::Status>> calls;
  for (const PaidRpc& rpc : PaidRpcs()) {
    calls.push_back(std::async(std::launch::async, [&] { return rpc.Call(server()); }));
  }
  for (std::future<grpc::Status>& call : calls)
    ExpectStatus(call.get(), {StatusCode::kUnavailable, "UPSTREAM_UNREACHABLE", true});
  EXPECT_EQ(upstream_.head_count(), 0u);
}

}  // namespace
}  // namespace mediagen::testing
