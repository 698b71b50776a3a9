// A flow that waits for an exchange: at the limit of the wait, and at the end of its call.
#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "server/async/call_context.h"
#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/net/client_thread.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::FakeUpstream;
using testing::Get;
using testing::MarkedSink;
using testing::TestExchange;

Task<absl::Status> WaitOnce(CallContext& call, Signal& signal, absl::Duration limit,
                            std::optional<Waited>& waited) {
  absl::StatusOr<Waited> outcome = co_await Wait(call, signal, limit);
  if (outcome.ok()) waited = *outcome;
  co_return outcome.status();
}

class ExchangeWaitTest : public ::testing::Test {
 protected:
  // The fake is told what to do before the exchange begins: a request may arrive at once.
  static TestExchange Begin(FakeUpstream& fake, ClientThread& client) {
    fake.SetDefault(Answer().HoldUntilReleased());
    return TestExchange(client, Get(fake.base_url()));
  }

  FakeUpstream fake_;
  ClientThread client_;
  EventLoop& loop_ = client_.thread().loop();
  TestExchange exchange_ = Begin(fake_, client_);
};

TEST_F(ExchangeWaitTest, AnswersIdleAtItsLimit) {
  CallContext call(loop_);
  std::optional<Waited> waited;
  EXPECT_TRUE(client_.thread()
                  .RunFlow([&] {
                    return WaitOnce(call, exchange_.exchange().changed(), absl::Milliseconds(10),
                                    waited);
                  })
                  .ok());
  EXPECT_EQ(waited, Waited::kIdle);
}

TEST_F(ExchangeWaitTest, EndsAtTheDeadlineOfTheCall) {
  CallContext call(loop_, After(loop_.now(), absl::Milliseconds(10)));
  const absl::Status result =
      client_.thread().RunFlow([&] { return WaitUntilDone(call, exchange_.exchange()); });
  EXPECT_TRUE(absl::IsDeadlineExceeded(result)) << result;
  EXPECT_FALSE(exchange_.Is([](const HttpExchange& it, const MarkedSink&) { return it.done(); }));
}

TEST_F(ExchangeWaitTest, EndsWhenTheCallIsCancelled) {
  CallContext call(loop_);
  std::thread canceller([&] {
    EXPECT_TRUE(fake_.WaitForRequests(1));
    loop_.Post([&] { call.End(absl::CancelledError("the caller has gone")); });
  });
  const absl::Status result =
      client_.thread().RunFlow([&] { return WaitUntilDone(call, exchange_.exchange()); });
  canceller.join();
  EXPECT_EQ(result, absl::CancelledError("the caller has gone"));
}

TEST_F(ExchangeWaitTest, EndsWithTheExchange) {
  CallContext call(loop_);
  std::thread releaser([&] {
    EXPECT_TRUE(fake_.WaitForRequests(1));
    fake_.Release();
  });
  EXPECT_TRUE(
      client_.thread().RunFlow([&] { return WaitUntilDone(call, exchange_.exchange()); }).ok());
  releaser.join();
}

}  // namespace
}  // namespace mediagen
