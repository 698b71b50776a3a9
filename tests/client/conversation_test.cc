#include "client/conversation.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "client/call_error.h"
#include "client/client.h"
#include "tests/client/chat_script.h"
#include "tests/client/fake_server.h"
#include "tests/client/recording_observer.h"

namespace mediagen::client {
namespace {

using Log = std::vector<std::string>;
using Event = v1::ConverseResponse;

v1::ConverseTurn Turn(const std::string& text) {
  v1::ConverseTurn turn;
  turn.set_request_id("id of " + text);
  turn.add_parts()->set_text(text);
  return turn;
}

void WriteTurnFailed(FakeServer::Stream& stream, bool retry) {
  Event event;
  v1::ConverseTurnFailed& failed = *event.mutable_turn_failed();
  failed.set_code(grpc::StatusCode::RESOURCE_EXHAUSTED);
  failed.set_reason("UPSTREAM_RATE_LIMITED");
  failed.set_message("the provider is busy");
  (*failed.mutable_metadata())["request_id"] = "r9";
  if (retry) failed.mutable_retry_delay()->set_seconds(7);
  stream.Write(event);
}

class ConversationTest : public testing::Test {
 protected:
  ConversationTest() : client_(server_.address()) {
    // Answers every turn with its own words; fails those that say "fail".
    server_.converse = [this](auto&, auto& stream) {
      v1::ConverseRequest request;
      for (int turn = -1; stream.Read(&request); ++turn) {
        requests_.push_back(request);
        if (turn < 0) continue;
        const std::string text = request.turn().parts(0).text();
        if (text == "fail") {
          WriteTurnFailed(stream, /*retry=*/true);
          continue;
        }
        WriteText<Event>(stream, 0, "you said ");
        WriteText<Event>(stream, 0, text);
        WriteChatPicture<Event>(stream, 1, "bytes of " + text, "image/png");
        WriteSignature<Event>(stream, 1, "sig");
        WriteChatCompleted<Event>(stream, 1'000);
      }
      return grpc::Status::OK;
    };
  }

  std::unique_ptr<Conversation> Open(const CallOptions& options = {}) {
    v1::ConverseOpen open;
    open.set_model("m");
    return client_.Converse(open, options);
  }

  FakeServer server_;
  Client client_;
  RecordingObserver observer_;
  std::vector<v1::ConverseRequest> requests_;
};

TEST_F(ConversationTest, TurnsAlternate) {
  const auto conversation = Open();
  for (const std::string text : {"a fox", "now in winter"}) {
    observer_ = RecordingObserver();
    const auto completed = conversation->Say(Turn(text), observer_, observer_);
    ASSERT_TRUE(completed.ok()) << completed.status();
    EXPECT_EQ(completed->cost().nano_usd(), 1'000);
    EXPECT_EQ(observer_.log,
              (Log{"text 0 you said ", "text 0 " + text, "header 1", "end 1", "signature 1 sig"}));
    EXPECT_EQ(observer_.bytes, "bytes of " + text);
  }
  EXPECT_FALSE(conversation->over());
  EXPECT_TRUE(conversation->End().ok());
  EXPECT_TRUE(conversation->over());
  ASSERT_EQ(requests_.size(), 3u);
  EXPECT_EQ(requests_[0].open().model(), "m");
  EXPECT_EQ(requests_[2].turn().request_id(), "id of now in winter");
}

TEST_F(ConversationTest, AFailedTurnIsNotTheEnd) {
  const auto conversation = Open();
  const auto failed = conversation->Say(Turn("fail"), observer_, observer_);
  const CallError error = ParseCallError(failed.status());
  EXPECT_EQ(error.code, absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(error.reason, "UPSTREAM_RATE_LIMITED");
  EXPECT_EQ(error.domain, "mediagen");
  EXPECT_EQ(error.message, "the provider is busy");
  EXPECT_EQ(error.Metadata("request_id"), "r9");
  EXPECT_EQ(error.retry_delay, absl::Seconds(7));
  EXPECT_FALSE(conversation->over());
  EXPECT_TRUE(conversation->Say(Turn("again"), observer_, observer_).ok());
}

TEST_F(ConversationTest, ARefusedOpenShowsInTheFirstTurn) {
  server_.converse = [](auto&, auto& stream) {
    v1::ConverseRequest request;
    stream.Read(&request);
    return MakeError({.code = grpc::StatusCode::INVALID_ARGUMENT, .reason = "INVALID_REQUEST"});
  };
  const auto conversation = Open();
  const auto refused = conversation->Say(Turn("a fox"), observer_, observer_);
  EXPECT_EQ(ParseCallError(refused.status()).reason, "INVALID_REQUEST");
  EXPECT_TRUE(conversation->over());
  const auto later = conversation->Say(Turn("a fox"), observer_, observer_);
  EXPECT_EQ(ParseCallError(later.status()).reason, "CONVERSATION_OVER");
  EXPECT_TRUE(conversation->End().ok());
}

TEST_F(ConversationTest, AnOkInTheMiddleOfATurnIsABreak) {
  server_.converse = [](auto&, auto& stream) {
    v1::ConverseRequest request;
    stream.Read(&request);
    stream.Read(&request);
    WriteText<Event>(stream, 0, "I was about");
    return grpc::Status::OK;
  };
  const auto conversation = Open();
  const auto broken = conversation->Say(Turn("a fox"), observer_, observer_);
  EXPECT_EQ(broken.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(conversation->over());
}

TEST_F(ConversationTest, AnObserverThatFailsEndsTheConversation) {
  const auto conversation = Open();
  observer_.fail_at_text = "a fox";
  const auto ended = conversation->Say(Turn("a fox"), observer_, observer_);
  EXPECT_EQ(ended.status().message(), "no more room");
  EXPECT_TRUE(conversation->over());
}

TEST_F(ConversationTest, CancellationEndsTheTurnUnderWay) {
  std::atomic<bool> running = false;
  server_.converse = [&running](auto& context, auto& stream) {
    v1::ConverseRequest request;
    stream.Read(&request);
    stream.Read(&request);
    running = true;
    return WaitForCancel(context);
  };
  Cancellation cancellation;
  const auto conversation = Open({.cancellation = &cancellation});
  std::thread interrupter([&] {
    while (!running) std::this_thread::yield();
    cancellation.Cancel();
  });
  const auto ended = conversation->Say(Turn("a fox"), observer_, observer_);
  interrupter.join();
  EXPECT_EQ(ended.status().code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(conversation->over());
}

TEST_F(ConversationTest, TheObjectTakesItsCallAlong) {
  std::promise<void> running, ended;
  server_.converse = [&](auto& context, auto& stream) {
    v1::ConverseRequest request;
    stream.Read(&request);
    running.set_value();
    const grpc::Status status = WaitForCancel(context);
    if (context.IsCancelled()) ended.set_value();
    return status;
  };
  auto conversation = Open();
  ASSERT_EQ(running.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  conversation.reset();
  EXPECT_EQ(ended.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

}  // namespace
}  // namespace mediagen::client
