// Paid chat calls over the wire: the written answers of either shape, errors and cuts included.
#include "server/upstream/chat_call.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "tests/upstream/chat_run.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::MetadataOf;
using testing::PartsCollector;
using testing::ReasonOf;
using testing::UpstreamBench;
using testing::WireCase;

constexpr char kAnswers[] = "../../wire/testdata/responses";

class PaidChat {
 public:
  PaidChat() = default;
  absl::Status status;
  PartsCollector parts;
  bool may_have_been_paid = false;
};

Task<absl::Status> Pay(UpstreamBench& bench, CallContext& call, UpstreamRequest& request,
                       ChatCall::Delivery delivery, PaidChat& record) {
  ChatCall chat(bench.client(), call, bench.credential(), request, delivery);
  for (;;) {
    ChatPiece piece;
    absl::StatusOr<MediaRead> read = co_await chat.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    record.parts.Add(piece);
  }
  record.status = chat.status();
  record.may_have_been_paid = chat.MayHaveBeenPaid();
  co_return absl::OkStatus();
}

PaidChat Play(UpstreamBench& bench, const Answer& answer,
              ChatCall::Delivery delivery = ChatCall::Delivery::kStreamed) {
  bench.upstream().Enqueue(answer);
  PaidChat record;
  UpstreamRequest request = bench.Paid();
  const absl::Status ended =
      bench.Run([&](CallContext& call) { return Pay(bench, call, request, delivery, record); });
  EXPECT_TRUE(ended.ok()) << ended;
  return record;
}

bool IsChat(const WireCase& wire) {
  const absl::string_view operation = wire.json().Get("request").Get("operation").Text();
  return operation == "chat_image" || operation == "chat_image_stream" ||
         operation == "generate_content" || operation == "generate_content_stream";
}

// What is in `parts` of a case that fails behind output: text.
std::string TextOf(JsonView parts) {
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) absl::StrAppend(&text, parts.at(i).Get("text").Text());
  return text.empty() ? "" : absl::StrCat("'", text, "'");
}

TEST(ChatCallTest, WrittenAnswers) {
  UpstreamBench bench;
  int checked = 0;
  for (const std::string& name : testing::WireCaseNames(kAnswers, "")) {
    const WireCase wire(kAnswers, name);
    if (!IsChat(wire)) continue;
    ++checked;
    SCOPED_TRACE(name);
    const JsonView expected = wire.json().Get("expected");
    const bool fails_late = expected.Get("then_error").exists();
    const JsonView error = expected.Get(fails_late ? "then_error" : "error");
    const size_t before = bench.upstream().request_count();
    const PaidChat paid = Play(bench, wire.ToAnswer());
    EXPECT_EQ(bench.upstream().request_count() - before, 1u);
    EXPECT_EQ(paid.status.ok(), !error.exists()) << paid.status;
    if (!error.exists()) continue;
    EXPECT_EQ(paid.parts.ToString(), TextOf(expected.Get("parts")));
    EXPECT_EQ(absl::StatusCodeToString(paid.status.code()), error.Get("grpc").Text());
    if (error.Get("reason").exists()) {
      EXPECT_EQ(ReasonOf(paid.status), error.Get("reason").Text());
    }
    EXPECT_EQ(RetryDelay(paid.status).has_value(), error.Get("retryable").IsTrue());
    if (fails_late) continue;
    EXPECT_EQ(MetadataOf(paid.status, "upstream_code"), error.Get("upstream_code").Text());
  }
  EXPECT_EQ(checked, 70);
}

constexpr char kTextEvent[] = R"(data: {"choices":[{"delta":{"content":"He"}}]})"
                              "\n\n";
constexpr char kRoleEvent[] = R"(data: {"choices":[{"delta":{"role":"assistant","content":""}}]})"
                              "\n\n";
constexpr char kOverloaded[] =
    R"(data: {"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}})"
    "\n\n";

TEST(ChatCallTest, BrokenAnswers) {
  const std::string text = kTextEvent;
  const std::string role = kRoleEvent;
  const std::string overloaded = kOverloaded;
  struct Row {
    const char* name;
    std::string body;
    bool cut;
    const char* streamed;  // Reason; the same for a whole answer unless output had come.
    const char* whole;
    bool may_have_been_paid;
  };
  const Row rows[] = {
      {"error event first", overloaded, false, "UPSTREAM_UNAVAILABLE", "UPSTREAM_UNAVAILABLE",
       false},
      {"empty event before it", "data: {}\n\n" + overloaded, false, "UPSTREAM_UNAVAILABLE",
       "UPSTREAM_UNAVAILABLE", false},
      {"error behind the role", role + overloaded, false, "SUBMIT_OUTCOME_UNKNOWN",
       "SUBMIT_OUTCOME_UNKNOWN", true},
      {"error beside a choice",
       R"(data: {"choices":[{"delta":{}}],"error":{"code":503,"status":"UNAVAILABLE"}})"
       "\n\n",
       false, "SUBMIT_OUTCOME_UNKNOWN", "SUBMIT_OUTCOME_UNKNOWN", true},
      {"error behind text", text + overloaded, false, "UPSTREAM_STREAM_CUT",
       "SUBMIT_OUTCOME_UNKNOWN", true},
      {"no JSON", "data: hello\n\n", false, "SUBMIT_OUTCOME_UNKNOWN", "SUBMIT_OUTCOME_UNKNOWN",
       true},
      {"no JSON behind text", text + "data: hello\n\n", false, "UPSTREAM_STREAM_CUT",
       "SUBMIT_OUTCOME_UNKNOWN", true},
      {"half an event at the end", text + "data: {\"choices\":[", false, "UPSTREAM_STREAM_CUT",
       "SUBMIT_OUTCOME_UNKNOWN", true},
      {"cut before anything", "", true, "SUBMIT_OUTCOME_UNKNOWN", "SUBMIT_OUTCOME_UNKNOWN", true},
      {"cut behind text", text, true, "UPSTREAM_STREAM_CUT", "SUBMIT_OUTCOME_UNKNOWN", true},
      {"cut behind the end", text + "data: [DONE]\n\n", true, "", "", true},
      {"nothing but the end", "data: [DONE]\n\n", false, "SUBMIT_OUTCOME_UNKNOWN",
       "SUBMIT_OUTCOME_UNKNOWN", true},
      {"HTML", "<html><body>Bad Gateway</body></html>", false, "SUBMIT_OUTCOME_UNKNOWN",
       "SUBMIT_OUTCOME_UNKNOWN", true},
  };
  UpstreamBench bench;
  for (const Row& row : rows) {
    for (const bool streamed : {true, false}) {
      SCOPED_TRACE(absl::StrCat(row.name, streamed ? ", streamed" : ", whole"));
      Answer answer(200, row.body);
      answer.Header("Content-Type", "text/event-stream").Framing(http::Framing::kChunked);
      if (row.cut) answer.CutAfter(row.body.size());
      const size_t before = bench.upstream().request_count();
      const PaidChat paid = Play(
          bench, answer, streamed ? ChatCall::Delivery::kStreamed : ChatCall::Delivery::kWhole);
      EXPECT_EQ(paid.status.ok() ? "" : ReasonOf(paid.status), streamed ? row.streamed : row.whole)
          << paid.status;
      EXPECT_EQ(paid.may_have_been_paid, row.may_have_been_paid);
      EXPECT_EQ(bench.upstream().request_count() - before, 1u);
    }
  }
}

TEST(ChatCallTest, TheEndNeedsNoEndOfTheConnection) {
  UpstreamBench bench;
  const std::string body = absl::StrCat(kTextEvent, "data: [DONE]\n\n");
  const PaidChat paid =
      Play(bench, Answer(200, body).Framing(http::Framing::kChunked).StallAfter(body.size()));
  EXPECT_TRUE(paid.status.ok()) << paid.status;
  EXPECT_EQ(paid.parts.ToString(), "'He'");
}

TEST(ChatCallTest, WhatCannotLeaveIsTriedThreeTimes) {
  UpstreamBench bench;
  UpstreamRequest request = bench.Paid();
  request.http.url = "http://127.0.0.1:1/closed";
  PaidChat record;
  ASSERT_TRUE(bench
                  .Run([&](CallContext& call) {
                    return Pay(bench, call, request, ChatCall::Delivery::kStreamed, record);
                  })
                  .ok());
  EXPECT_EQ(ReasonOf(record.status), "UPSTREAM_UNREACHABLE");
  EXPECT_TRUE(RetryDelay(record.status).has_value());
  EXPECT_FALSE(record.may_have_been_paid);
}

}  // namespace
}  // namespace mediagen
