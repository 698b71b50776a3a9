#include "server/upstream/token_credential.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "server/upstream/upstream_text.h"
#include "tests/client/scratch_folder.h"
#include "tests/rpc/eventually.h"
#include "tests/upstream/token_fixture.h"

namespace mediagen {
namespace {

using testing::ClientLoop;
using testing::Eventually;
using testing::FreshToken;
using testing::KeyCall;
using testing::KeyOf;
using testing::kTestLimit;

class TokenCredentialTest : public testing::TokenFixture {};

TEST_F(TokenCredentialTest, ATokenIsFetchedOnceAndKept) {
  upstream_.Enqueue(FreshToken("token-plum"));
  Credential& credential = Make();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(KeyOf(one_, credential), "token-plum");
    EXPECT_EQ(KeyOf(other_, credential), "token-plum");
  }
  EXPECT_EQ(upstream_.request_count(), 1u);
  EXPECT_TRUE(credential.TakeProblem().ok());
}

TEST_F(TokenCredentialTest, AnExpiredTokenIsNotHandedOutTwice) {
  for (const char* token : {"token-a", "token-b", "token-c"})
    upstream_.Enqueue(FreshToken(token, 0));
  Credential& credential = Make();
  EXPECT_EQ(KeyOf(one_, credential), "token-a");
  EXPECT_EQ(KeyOf(other_, credential), "token-b");
  EXPECT_EQ(KeyOf(one_, credential), "token-c");
}

TEST_F(TokenCredentialTest, ShortLivedTokensAreOfUse) {
  upstream_.Enqueue(FreshToken("token-a", 30));
  upstream_.SetDefault(FreshToken("token-b"));
  Credential& credential = Make();
  EXPECT_EQ(KeyOf(one_, credential), "token-a");
  EXPECT_EQ(KeyOf(one_, credential), "token-a");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(TokenCredentialTest, ManyFlowsOfSeveralLoopsShareOneCall) {
  upstream_.Enqueue(FreshToken("token-plum").HoldUntilReleased());
  Credential& credential = Make();
  std::vector<std::unique_ptr<KeyCall>> calls;
  for (int i = 0; i < 20; ++i)
    calls.push_back(std::make_unique<KeyCall>(i % 2 == 0 ? one_ : other_, credential));
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  upstream_.Release();
  for (const auto& call : calls) {
    ASSERT_TRUE(call->Finish().ok()) << call->Finish().status();
    EXPECT_EQ(call->Finish()->value, "token-plum");
    EXPECT_EQ(call->Finish()->kind, AccessKey::Kind::kToken);
  }
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(TokenCredentialTest, WhoBeganTheCallMayLeave) {
  upstream_.Enqueue(FreshToken("token-plum").HoldUntilReleased());
  Credential& credential = Make();
  KeyCall first(one_, credential);
  KeyCall second(other_, credential);
  KeyCall third(one_, credential);
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  first.End(absl::CancelledError("the caller left"));
  EXPECT_EQ(first.Finish().status().code(), absl::StatusCode::kCancelled);
  second.End(absl::CancelledError("the caller left"));
  EXPECT_EQ(second.Finish().status().code(), absl::StatusCode::kCancelled);
  upstream_.Release();
  ASSERT_TRUE(third.Finish().ok()) << third.Finish().status();
  EXPECT_EQ(third.Finish()->value, "token-plum");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(TokenCredentialTest, AWaiterKeepsItsOwnDeadline) {
  upstream_.Enqueue(FreshToken("token-plum").HoldUntilReleased());
  Credential& credential = Make();
  KeyCall patient(other_, credential);
  KeyCall hasty(one_, credential, absl::Milliseconds(20));
  EXPECT_EQ(hasty.Finish().status().code(), absl::StatusCode::kDeadlineExceeded);
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  upstream_.Release();
  EXPECT_TRUE(patient.Finish().ok());
}

TEST_F(TokenCredentialTest, NobodyWaitsWhileTheOldTokenIsValid) {
  upstream_.Enqueue(FreshToken("token-old"));
  upstream_.Enqueue(FreshToken("token-new").HoldUntilReleased());
  upstream_.SetDefault(FreshToken("token-new"));
  Credential& credential = Make(AlwaysDue());
  EXPECT_EQ(KeyOf(one_, credential), "token-old");
  EXPECT_EQ(KeyOf(one_, credential), "token-old");
  ASSERT_TRUE(upstream_.WaitForRequests(2));
  EXPECT_EQ(KeyOf(one_, credential), "token-old");
  EXPECT_EQ(KeyOf(other_, credential), "token-old");
  EXPECT_EQ(upstream_.request_count(), 2u);
  upstream_.Release();
  EXPECT_TRUE(Eventually(kTestLimit, [&] { return KeyOf(other_, credential) == "token-new"; }));
}

TEST_F(TokenCredentialTest, ARefusedTokenIsFetchedAnew) {
  upstream_.Enqueue(FreshToken("token-old"));
  upstream_.Enqueue(FreshToken("token-new"));
  Credential& credential = Make();
  const AccessKey refused(AccessKey::Kind::kToken, KeyOf(one_, credential));
  EXPECT_TRUE(credential.Refuse(refused));
  EXPECT_EQ(KeyOf(one_, credential), "token-new");
  // Others had it under way, too: the new token is not theirs to drop.
  EXPECT_TRUE(credential.Refuse(refused));
  EXPECT_EQ(KeyOf(other_, credential), "token-new");
  EXPECT_EQ(upstream_.request_count(), 2u);
}

TEST_F(TokenCredentialTest, StopEndsWhatHangs) {
  upstream_.SetDefault(FreshToken("token-plum").HoldUntilReleased());
  Credential& credential = Make();
  KeyCall call(one_, credential);
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  call.End(absl::CancelledError("the caller left"));
  credential.Stop();
  EXPECT_TRUE(upstream_.WaitForPeerCloses(1));
  EXPECT_EQ(KeyOf(one_, credential), "UNAVAILABLE");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(TokenCredentialTest, TheFileIsReadAgainBeforeARefresh) {
  client::ScratchFolder folder;
  const std::string file = folder.File("credential");
  folder.Write("credential", testing::AuthorizedUserJson(upstream_.base_url(), "refresh-one"));
  upstream_.SetDefault(FreshToken("token-plum", 0));
  CredentialOptions options;
  options.credential_file = file;
  Credential& credential = Make(options, NoBackoff());
  folder.Write("credential", testing::AuthorizedUserJson(upstream_.base_url(), "refresh-two"));
  EXPECT_EQ(KeyOf(one_, credential), "token-plum");
  EXPECT_TRUE(absl::StrContains(upstream_.requests().at(0).body, "refresh-two"));
  EXPECT_TRUE(credential.TakeProblem().ok());
  folder.Write("credential", R"({"type":"authorized_user","refresh_token":"refresh-three"})");
  EXPECT_EQ(KeyOf(one_, credential), "token-plum");
  EXPECT_TRUE(absl::StrContains(upstream_.requests().at(1).body, "refresh-two"));
  const absl::Status problem = credential.TakeProblem();
  EXPECT_TRUE(absl::StrContains(problem.message(), file)) << problem;
  EXPECT_FALSE(absl::StrContains(problem.message(), "refresh-three")) << problem;
}

TEST_F(TokenCredentialTest, TheQuotaProjectOfTheFileComesWithTheToken) {
  upstream_.SetDefault(FreshToken("token-plum"));
  std::string json = testing::AuthorizedUserJson(upstream_.base_url());
  json.insert(json.size() - 1, R"(,"quota_project_id":"payer")");
  CredentialOptions options;
  options.credential_json = json;
  KeyCall call(one_, Make(options, NoBackoff()));
  ASSERT_TRUE(call.Finish().ok()) << call.Finish().status();
  EXPECT_EQ(call.Finish()->quota_project, "payer");
}

TEST_F(TokenCredentialTest, NothingQuotesAToken) {
  upstream_.Enqueue(FreshToken("token-ripe-fig"));
  Credential& credential = Make();
  EXPECT_EQ(KeyOf(one_, credential), "token-ripe-fig");
  EXPECT_EQ(ScrubUpstreamText("bad token-ripe-fig"), "bad [key]");
}

// Calls of three loops come, leave and refuse in every order; each of them ends.
TEST_F(TokenCredentialTest, Crossing) {
  upstream_.SetDefault(FreshToken("token-plum", 0));
  Credential& credential = Make();
  ClientLoop third;
  std::vector<std::thread> threads;
  int number = 0;
  for (ClientLoop* loop : {&one_, &other_, &third}) {
    threads.emplace_back([&credential, loop, number = ++number] {
      for (int i = 0; i < 40; ++i) {
        KeyCall stays(*loop, credential);
        KeyCall leaves(*loop, credential);
        if ((i + number) % 3 == 0)
          credential.Refuse(AccessKey(AccessKey::Kind::kToken, "token-plum"));
        leaves.End(absl::CancelledError("the caller left"));
        ASSERT_TRUE(stays.Finish().ok()) << stays.Finish().status();
        EXPECT_EQ(stays.Finish()->value, "token-plum");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace mediagen
