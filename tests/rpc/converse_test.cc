// Converse: a conversation that the server remembers.
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "tests/rpc/received_chat.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

std::string Native(absl::string_view parts) {
  return absl::StrCat(R"(data: {"candidates":[{"content":{"role":"model","parts":[)", parts,
                      R"(]},"finishReason":"STOP"}]})", "\n\n");
}

Answer EventStream(const std::string& body) {
  return Answer(200, body).Header("Content-Type", "text/event-stream");
}

// One call of Converse. The test's thread.
class Caller {
 public:
  explicit Caller(RunningServer& server) : stream_(server.chats().Converse(&context_)) {}

  bool Open(v1::ConverseOpen open = {}) {
    v1::ConverseRequest request;
    *request.mutable_open() = std::move(open);
    return stream_->Write(request);
  }
  bool Say(const std::string& text, const std::string& request_id = "",
           const std::string& picture = "") {
    v1::ConverseRequest request;
    request.mutable_turn()->set_request_id(request_id);
    request.mutable_turn()->add_parts()->set_text(text);
    if (!picture.empty()) {
      request.mutable_turn()->add_parts()->mutable_image()->set_data(picture);
    }
    return stream_->Write(request);
  }
  // The answer to one turn: as ReceivedChat tells it, with `~REASON` behind it if it failed.
  std::string Hear() {
    ReceivedChat received;
    for (v1::ConverseResponse event; stream_->Read(&event);) {
      if (event.has_turn_failed()) {
        failed_ = event.turn_failed();
        return absl::StrCat(received.ToString(), "~", failed_.reason());
      }
      received.Add(event);
      if (!received.completed) continue;
      completed_ = received.end;
      return received.ToString();
    }
    return "the call has ended";
  }
  std::string Ask(const std::string& text, const std::string& request_id = "") {
    return Say(text, request_id) ? Hear() : "the call takes no more";
  }
  void SayNoMore() { stream_->WritesDone(); }
  void Leave() { context_.TryCancel(); }
  grpc::Status End() {
    for (v1::ConverseResponse event; stream_->Read(&event);) {
    }
    return stream_->Finish();
  }
  const v1::ConverseTurnFailed& failed() const { return failed_; }
  const v1::ChatCompleted& completed() const { return completed_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ConverseRequest, v1::ConverseResponse>> stream_;
  v1::ConverseTurnFailed failed_;
  v1::ChatCompleted completed_;
};

class ConverseTest : public ServerTest {
 protected:
  ConverseTest() { config_.mutable_providers(0)->set_name("gemini"); }

  std::string Body(size_t request) { return upstream_.requests().at(request).body; }
};

TEST_F(ConverseTest, SendsTheHistoryWithPicturesAndSignatures) {
  const std::string picture = Png(1000);
  upstream_.Enqueue(EventStream(Native(absl::StrCat(
      R"({"text":"Here.","thoughtSignature":"c2lnLTE="},{"inlineData":{"mimeType":"image/png","data":")",
      Base64(picture), R"("},"thoughtSignature":"c2lnLTI="})"))));
  upstream_.Enqueue(EventStream(Native(R"({"text":"Blue now."})")));
  upstream_.Enqueue(EventStream(Native(R"({"text":"Done."})")));
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  EXPECT_EQ(caller.Ask("a boat", "t-1"), "'Here.'[c2lnLTE=] #1000(image/png)[c2lnLTI=]");
  EXPECT_EQ(caller.completed().request_id(), "t-1");
  EXPECT_EQ(caller.Ask("make it blue"), "'Blue now.'");
  EXPECT_EQ(caller.completed().record().prompt(), "make it blue");
  EXPECT_EQ(caller.Ask("thanks"), "'Done.'");
  caller.SayNoMore();
  const grpc::Status status = caller.End();
  EXPECT_TRUE(status.ok()) << status.error_message();

  const std::string said =
      absl::StrCat(R"({"role":"user","parts":[{"text":"a boat"}]},)",
                   R"({"role":"model","parts":[{"text":"Here.","thoughtSignature":"c2lnLTE="},)",
                   R"({"inlineData":{"mimeType":"image/png","data":")", Base64(picture),
                   R"("},"thoughtSignature":"c2lnLTI="}]},)",
                   R"({"role":"user","parts":[{"text":"make it blue"}]})");
  EXPECT_NE(Body(1).find(said + "]"), std::string::npos) << Body(1);
  EXPECT_NE(
      Body(2).find(said +
                   R"(,{"role":"model","parts":[{"text":"Blue now."}]},{"role":"user","parts":[)"
                   R"({"text":"thanks"}]})"),
      std::string::npos)
      << Body(2);
}

TEST_F(ConverseTest, ATurnThatFailsLeavesTheHistory) {
  upstream_.Enqueue(EventStream(Native(R"({"text":"Hi."})")));
  upstream_.Enqueue(Answer(429, R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}})"));
  upstream_.Enqueue(
      EventStream("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Well\"}]}}]}\n\n"
                  "data: {\"error\":{\"message\":\"broken\"}}\n\n"));
  upstream_.Enqueue(EventStream(R"(data: {"promptFeedback":{"blockReason":"SAFETY"}})"
                                "\n\n"));
  upstream_.Enqueue(EventStream(Native(R"({"text":"Fine."})")));
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  EXPECT_EQ(caller.Ask("hello"), "'Hi.'");
  EXPECT_EQ(caller.Ask("one", "t-2"), "~UPSTREAM_RATE_LIMITED");
  EXPECT_EQ(caller.failed().code(), static_cast<int>(grpc::StatusCode::RESOURCE_EXHAUSTED));
  EXPECT_TRUE(caller.failed().has_retry_delay());
  EXPECT_EQ(caller.failed().metadata().at("request_id"), "t-2");
  // Rejected for sure: the id is free again.
  EXPECT_EQ(caller.Ask("two", "t-2"), "'Well'~UPSTREAM_STREAM_CUT");
  EXPECT_FALSE(caller.failed().has_retry_delay());
  EXPECT_EQ(caller.Ask("again", "t-2"), "~REQUEST_ID_REUSED");
  EXPECT_EQ(caller.Ask("three"), "~PROMPT_BLOCKED");
  EXPECT_EQ(caller.failed().metadata().at("block_reason"), "SAFETY");
  EXPECT_EQ(caller.Ask("four"), "'Fine.'");
  caller.SayNoMore();
  EXPECT_TRUE(caller.End().ok());
  EXPECT_NE(Body(4).find(R"("contents":[{"role":"user","parts":[{"text":"hello"}]},)"
                         R"({"role":"model","parts":[{"text":"Hi."}]},)"
                         R"({"role":"user","parts":[{"text":"four"}]}])"),
            std::string::npos)
      << Body(4);
  EXPECT_EQ(upstream_.request_count(), 5u);
}

TEST_F(ConverseTest, WhatCannotBeSentFailsItsTurnAlone) {
  upstream_.Enqueue(EventStream(Native(R"({"text":"Hi."})")));
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  ASSERT_TRUE(caller.Say("look", "", "no picture at all"));
  EXPECT_EQ(caller.Hear(), "~INVALID_REQUEST");
  EXPECT_EQ(caller.failed().message(), "turn.parts[1].image.data: is no picture that is taken");
  EXPECT_EQ(caller.Ask("hello", "not an id"), "~INVALID_REQUEST");
  EXPECT_EQ(caller.Ask("hello"), "'Hi.'");
  caller.SayNoMore();
  EXPECT_TRUE(caller.End().ok());
}

TEST_F(ConverseTest, GoesOnFromWhatWasSaidBefore) {
  upstream_.Enqueue(EventStream(Native(R"({"text":"Hi."})")));
  Caller caller(server());
  v1::ConverseOpen open;
  open.mutable_spec()->set_system_instruction("be brief");
  v1::ChatMessage& user = *open.mutable_spec()->add_messages();
  user.set_role(v1::CHAT_ROLE_USER);
  user.add_parts()->set_text("my name is Ann");
  v1::ChatMessage& model = *open.mutable_spec()->add_messages();
  model.set_role(v1::CHAT_ROLE_MODEL);
  model.add_parts()->set_text("noted");
  ASSERT_TRUE(caller.Open(open));
  EXPECT_EQ(caller.Ask("who am I?"), "'Hi.'");
  caller.SayNoMore();
  EXPECT_TRUE(caller.End().ok());
  EXPECT_NE(Body(0).find(R"("contents":[{"role":"user","parts":[{"text":"my name is Ann"}]},)"
                         R"({"role":"model","parts":[{"text":"noted"}]},)"
                         R"({"role":"user","parts":[{"text":"who am I?"}]}])"),
            std::string::npos)
      << Body(0);
  EXPECT_NE(Body(0).find("be brief"), std::string::npos);
}

TEST_F(ConverseTest, TellsWhoSpeaksOutOfTurn) {
  {
    Caller caller(server());
    caller.Say("hello");
    EXPECT_EQ(ErrorOf(caller.End()).reason, "INVALID_REQUEST");
  }
  {
    Caller caller(server());
    caller.Open();
    caller.Open();
    EXPECT_EQ(ErrorOf(caller.End()).reason, "INVALID_REQUEST");
  }
  {
    Caller caller(server());
    v1::ConverseOpen open;
    open.set_provider("nobody");
    caller.Open(open);
    EXPECT_EQ(caller.End().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
  {
    Caller caller(server());
    v1::ConverseOpen open;
    open.mutable_spec()->set_temperature(3);
    caller.Open(open);
    EXPECT_EQ(ErrorOf(caller.End()).reason, "INVALID_REQUEST");
  }
  {
    Caller caller(server());
    v1::ConverseOpen open;
    open.mutable_spec()->add_messages()->set_role(v1::CHAT_ROLE_USER);
    caller.Open(open);
    EXPECT_EQ(ErrorOf(caller.End()).reason, "INVALID_REQUEST");
  }
  EXPECT_EQ(upstream_.request_count(), 0u);
}

TEST_F(ConverseTest, ATurnWithoutPartsEndsTheConversation) {
  grpc::ClientContext context;
  auto stream = server().chats().Converse(&context);
  v1::ConverseRequest request;
  request.mutable_open();
  ASSERT_TRUE(stream->Write(request));
  request.mutable_turn();
  ASSERT_TRUE(stream->Write(request));
  v1::ConverseResponse event;
  EXPECT_FALSE(stream->Read(&event));
  EXPECT_EQ(ErrorOf(stream->Finish()).reason, "INVALID_REQUEST");
}

TEST_F(ConverseTest, SayingNothingAtAllIsFine) {
  Caller silent(server());
  silent.SayNoMore();
  EXPECT_TRUE(silent.End().ok());
  Caller opener(server());
  opener.Open();
  opener.SayNoMore();
  EXPECT_TRUE(opener.End().ok());
}

TEST_F(ConverseTest, HalfClosingLetsTheLastTurnEnd) {
  upstream_.Enqueue(EventStream(Native(R"({"text":"Hi."})")).HoldUntilReleased());
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  ASSERT_TRUE(caller.Say("hello"));
  caller.SayNoMore();
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  upstream_.Release();
  EXPECT_EQ(caller.Hear(), "'Hi.'");
  EXPECT_TRUE(caller.End().ok());
}

TEST_F(ConverseTest, IdleConversationsEnd) {
  SetMillis(*config_.mutable_conversation_idle_limit(), 100);
  upstream_.Enqueue(EventStream(Native(R"({"text":"Hi."})")));
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  EXPECT_EQ(caller.Ask("hello"), "'Hi.'");
  const client::CallError error = ErrorOf(caller.End());
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "CONVERSATION_IDLE");
  EXPECT_TRUE(server().WaitUntilIdle());
}

TEST_F(ConverseTest, AFullHistoryEndsTheConversationBeforeAnythingIsSent) {
  config_.set_max_history_bytes(1'000'000);
  const std::string large = Base64(Png(600'000));
  upstream_.SetDefault(EventStream(
      Native(absl::StrCat(R"({"inlineData":{"mimeType":"image/png","data":")", large, R"("}})"))));
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  EXPECT_EQ(caller.Ask("one"), "#600000(image/png)");
  // This answer does not fit any more, but it was paid and reaches the caller.
  EXPECT_EQ(caller.Ask("two"), "#600000(image/png)");
  EXPECT_EQ(caller.Ask("three"), "the call has ended");
  const client::CallError error = ErrorOf(caller.End());
  EXPECT_EQ(error.code, absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(error.reason, "HISTORY_FULL");
  EXPECT_EQ(upstream_.request_count(), 2u);
}

TEST_F(ConverseTest, ATurnThatIsTooLargeForTheHistory) {
  config_.set_max_history_bytes(1'000'000);
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  caller.Say("look", "", Png(1'100'000));
  EXPECT_EQ(ErrorOf(caller.End()).reason, "HISTORY_FULL");
  EXPECT_EQ(upstream_.request_count(), 0u);
}

TEST_F(ConverseTest, LeavingEndsTheTurnUnderWay) {
  upstream_.SetDefault(EventStream(Native(R"({"text":"Hi."})")).HoldUntilReleased());
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  ASSERT_TRUE(caller.Say("hello"));
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  caller.Leave();
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_TRUE(upstream_.WaitUntilNoConnections(kPromptly));
  EXPECT_EQ(caller.End().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ConverseTest, LeavingBetweenTurnsFreesTheConversation) {
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  ASSERT_TRUE(server().WaitForCalls(1));
  caller.Leave();
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_EQ(caller.End().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ConverseTest, DrainingEndsAWaitingConversationAtOnce) {
  upstream_.Enqueue(EventStream(Native(R"({"text":"Hi."})")));
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  EXPECT_EQ(caller.Ask("hello"), "'Hi.'");
  auto drained = std::async(std::launch::async, [this] { server()->Drain(); });
  const client::CallError error = ErrorOf(caller.End());
  EXPECT_EQ(error.code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(error.reason, "DRAINING");
  EXPECT_TRUE(error.retry_delay.has_value());
  EXPECT_EQ(drained.wait_for(kPromptly), std::future_status::ready);
}

TEST_F(ConverseTest, DrainingLetsATurnUnderWayEnd) {
  upstream_.Enqueue(EventStream(Native(R"({"text":"Hi."})")).HoldUntilReleased());
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  ASSERT_TRUE(caller.Say("hello"));
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  auto drained = std::async(std::launch::async, [this] { server()->Drain(); });
  ASSERT_TRUE(log_.WaitFor("draining").has_value());
  upstream_.Release();
  EXPECT_EQ(caller.Hear(), "'Hi.'");
  EXPECT_EQ(ErrorOf(caller.End()).reason, "DRAINING");
  EXPECT_EQ(drained.wait_for(kPromptly), std::future_status::ready);
}

TEST_F(ConverseTest, EachTurnIsInTheLog) {
  upstream_.Enqueue(EventStream(Native(R"({"text":"Hi."})")));
  Caller caller(server());
  ASSERT_TRUE(caller.Open());
  EXPECT_EQ(caller.Ask("hello", "t-1"), "'Hi.'");
  caller.SayNoMore();
  EXPECT_TRUE(caller.End().ok());
  EXPECT_TRUE(log_.WaitFor("turn").has_value());
  EXPECT_TRUE(log_.WaitFor("call").has_value());
}

}  // namespace
}  // namespace mediagen::testing
