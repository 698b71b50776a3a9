// A paid request leaves at most once: two locks, each tested without the other, and a count of
// what arrives.
#include <gtest/gtest.h>

#include <string>

#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/net/client_thread.h"
#include "tests/net/lock_pick.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::CutKind;
using testing::FakeUpstream;
using testing::Get;
using testing::Lock;
using testing::LockPick;
using testing::Outcome;
using testing::Post;

// A free call leaves a connection behind, and what comes next is cut once it was read. A third
// request would be answered.
void PrepareTheTrap(FakeUpstream& fake, ClientThread& client, CutKind kind) {
  fake.Enqueue(Answer());
  fake.Enqueue(Answer().CloseBeforeAnswer(kind));
  fake.Enqueue(Answer(200, "bought twice"));
  ASSERT_TRUE(client.Send(Get(fake.base_url())).result.ok());
}

HttpRequest Paid(const FakeUpstream& fake) {
  HttpRequest request = Post(fake.base_url(), "paid");
  request.at_most_once = true;
  return request;
}

// Why there are locks; and that this trap catches who has none.
TEST(AtMostOnceTest, WithoutTheLocksLibcurlSendsAgain) {
  for (CutKind kind : {CutKind::kReset, CutKind::kClose}) {
    for (const char* method : {"GET", "POST"}) {
      SCOPED_TRACE(method);
      FakeUpstream fake;
      ClientThread client;
      PrepareTheTrap(fake, client, kind);
      HttpRequest request = Paid(fake);
      request.at_most_once = false;
      request.method = method;
      if (request.method == "GET") request.body.clear();
      const Outcome outcome = client.Send(request);
      EXPECT_TRUE(outcome.result.ok()) << outcome.result;
      EXPECT_EQ(outcome.body, "bought twice");
      EXPECT_EQ(fake.request_count(), 3u);
      EXPECT_EQ(fake.requests()[0].connection_id, fake.requests()[1].connection_id);
    }
  }
}

TEST(AtMostOnceTest, TakesAConnectionOfItsOwnAndIsNotSentAgain) {
  for (CutKind kind : {CutKind::kReset, CutKind::kClose}) {
    FakeUpstream fake;
    ClientThread client;
    PrepareTheTrap(fake, client, kind);
    const Outcome outcome = client.Send(Paid(fake));
    EXPECT_EQ(outcome.failure, TransportFailure::kCut);
    EXPECT_TRUE(absl::IsUnavailable(outcome.result)) << outcome.result;
    EXPECT_TRUE(outcome.anything_sent);
    ASSERT_EQ(fake.request_count(), 2u);
    EXPECT_NE(fake.requests()[0].connection_id, fake.requests()[1].connection_id);
  }
}

TEST(AtMostOnceTest, TheFreshConnectionHoldsAlone) {
  FakeUpstream fake;
  ClientThread client;
  PrepareTheTrap(fake, client, CutKind::kReset);
  LockPick pick(Lock::kNoRewind);
  const Outcome outcome = client.Send(Paid(fake));
  EXPECT_EQ(pick.options_replaced(), 1);
  EXPECT_EQ(outcome.failure, TransportFailure::kCut);
  EXPECT_TRUE(outcome.anything_sent);
  EXPECT_EQ(fake.head_count(), 2u);
}

TEST(AtMostOnceTest, TheBodyThatCannotBeRewoundHoldsAlone) {
  for (CutKind kind : {CutKind::kReset, CutKind::kClose}) {
    FakeUpstream fake;
    ClientThread client;
    PrepareTheTrap(fake, client, kind);
    LockPick pick(Lock::kFreshConnection);
    const Outcome outcome = client.Send(Paid(fake));
    EXPECT_EQ(pick.options_replaced(), 2);
    EXPECT_EQ(outcome.failure, TransportFailure::kCut);
    EXPECT_TRUE(outcome.anything_sent);
    EXPECT_EQ(fake.head_count(), 2u);
    // The lock was picked indeed.
    EXPECT_EQ(fake.requests()[0].connection_id, fake.requests()[1].connection_id);
  }
}

TEST(AtMostOnceTest, LeavesNoConnectionBehind) {
  FakeUpstream fake;
  fake.SetDefault(Answer());
  ClientThread client;
  EXPECT_TRUE(client.Send(Paid(fake)).result.ok());
  EXPECT_TRUE(fake.WaitUntilNoConnections());
  EXPECT_TRUE(client.Send(Get(fake.base_url())).result.ok());
  EXPECT_NE(fake.requests()[0].connection_id, fake.requests()[1].connection_id);
}

TEST(AtMostOnceTest, ExpectsNothingAndTakesA417ForAnAnswer) {
  for (bool at_most_once : {true, false}) {
    for (size_t size : {size_t{10}, size_t{3'000'000}}) {
      SCOPED_TRACE(size);
      FakeUpstream fake;
      fake.Enqueue(Answer().Expect417());
      fake.Enqueue(Answer(200, "bought twice"));
      ClientThread client;
      HttpRequest request = Post(fake.base_url(), std::string(size, 'x'));
      request.at_most_once = at_most_once;
      const Outcome outcome = client.Send(request);
      EXPECT_TRUE(outcome.result.ok()) << outcome.result;
      EXPECT_EQ(outcome.head.status, 417);
      EXPECT_EQ(fake.head_count(), 1u);
      ASSERT_EQ(fake.request_count(), 1u);
      // Without that header there is nobody to wait for before the body leaves.
      EXPECT_FALSE(fake.requests()[0].headers.Has("Expect"));
      EXPECT_EQ(fake.requests()[0].body.size(), size);
    }
  }
}

TEST(AtMostOnceTest, TakesA417InTheMiddleOfTheBodyForAnAnswer) {
  FakeUpstream fake;
  fake.Enqueue(Answer(417).AnswerBeforeReadingBody());
  ClientThread client;
  HttpRequest request = Post(fake.base_url(), std::string(3'000'000, 'x'));
  request.at_most_once = true;
  EXPECT_EQ(client.Send(request).head.status, 417);
  EXPECT_EQ(fake.head_count(), 1u);
}

// A caller's own header must not bring back what libcurl makes of it.
TEST(AtMostOnceTest, ExpectsNothingEvenIfToldTo) {
  FakeUpstream fake;
  fake.Enqueue(Answer().Expect417());
  fake.Enqueue(Answer(200, "bought twice"));
  ClientThread client;
  HttpRequest request = Post(fake.base_url(), std::string(3'000'000, 'x'));
  request.at_most_once = true;
  request.headers.push_back("Expect: 100-continue");
  EXPECT_EQ(client.Send(request).head.status, 417);
  EXPECT_EQ(fake.head_count(), 1u);
}

TEST(AtMostOnceTest, AnswersNoChallenge) {
  const struct {
    int status;
    const char* header;
    const char* challenge;
  } kChallenges[] = {
      {401, "WWW-Authenticate", "Basic realm=\"r\""},
      {401, "WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\""},
      {401, "WWW-Authenticate", "Negotiate"},
      {401, "WWW-Authenticate", "NTLM"},
      {407, "Proxy-Authenticate", "Basic realm=\"r\""},
      {407, "WWW-Authenticate", "Basic realm=\"r\""},
  };
  for (const auto& row : kChallenges) {
    SCOPED_TRACE(row.challenge);
    FakeUpstream fake;
    fake.Enqueue(Answer(row.status, "no").Header(row.header, row.challenge));
    fake.Enqueue(Answer(200, "bought twice"));
    ClientThread client;
    const Outcome outcome = client.Send(Paid(fake));
    EXPECT_EQ(outcome.head.status, row.status);
    EXPECT_EQ(outcome.body, "no");
    EXPECT_EQ(fake.head_count(), 1u);
  }
}

}  // namespace
}  // namespace mediagen
