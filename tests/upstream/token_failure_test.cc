// What becomes of calls whose token cannot be had.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "tests/rpc/eventually.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/token_fixture.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::Eventually;
using testing::FreshToken;
using testing::InvalidGrant;
using testing::KeyCall;
using testing::KeyOf;
using testing::kTestLimit;

class TokenFailureTest : public testing::TokenFixture {};

TEST_F(TokenFailureTest, ManyFlowsShareTheError) {
  upstream_.Enqueue(InvalidGrant().HoldUntilReleased());
  Credential& credential = Make();
  std::vector<std::unique_ptr<KeyCall>> calls;
  for (int i = 0; i < 6; ++i)
    calls.push_back(std::make_unique<KeyCall>(i % 2 == 0 ? one_ : other_, credential));
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  upstream_.Release();
  for (const auto& call : calls) {
    const absl::Status& status = call->Finish().status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(testing::ReasonOf(status), "UPSTREAM_CREDENTIALS");
    EXPECT_EQ(testing::MetadataOf(status, "upstream_code"), "UNAUTHENTICATED");
  }
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(TokenFailureTest, ARefreshThatFailsLeavesTheOldToken) {
  upstream_.Enqueue(FreshToken("token-old"));
  upstream_.SetDefault(InvalidGrant());
  Credential& credential = Make(AlwaysDue());
  EXPECT_EQ(KeyOf(one_, credential), "token-old");
  EXPECT_EQ(KeyOf(one_, credential), "token-old");
  absl::Status problem;
  EXPECT_TRUE(Eventually(kTestLimit, [&] {
    problem = credential.TakeProblem();
    return !problem.ok();
  }));
  EXPECT_EQ(testing::ReasonOf(problem), "UPSTREAM_CREDENTIALS");
  EXPECT_EQ(KeyOf(other_, credential), "token-old");
}

TEST_F(TokenFailureTest, ARefusalThatFreshTokensDoNotHealEndsThere) {
  upstream_.SetDefault(FreshToken("token-plum"));
  Credential& credential = Make();
  const AccessKey refused(AccessKey::Kind::kToken, KeyOf(one_, credential));
  EXPECT_TRUE(credential.Refuse(refused));
  EXPECT_EQ(KeyOf(one_, credential), "token-plum");
  EXPECT_FALSE(credential.Refuse(refused));
  EXPECT_EQ(KeyOf(one_, credential), "token-plum");
  EXPECT_EQ(upstream_.request_count(), 2u);
}

TEST_F(TokenFailureTest, AFailureIsNotAskedForAtOnceAgain) {
  upstream_.SetDefault(InvalidGrant());
  TokenCacheOptions cache;
  cache.longest_backoff = absl::Hours(1);
  Credential& credential = Make(cache);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(KeyOf(one_, credential), "INTERNAL");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(TokenFailureTest, AFailureCanBeOutlived) {
  upstream_.Enqueue(InvalidGrant());
  upstream_.Enqueue(FreshToken("token-plum"));
  Credential& credential = Make();
  EXPECT_EQ(KeyOf(one_, credential), "INTERNAL");
  EXPECT_EQ(KeyOf(one_, credential), "token-plum");
}

TEST_F(TokenFailureTest, ASourceThatIsDownIsGivenUp) {
  const struct {
    const char* name;
    Answer answer;
    const char* upstream_code;
  } kRows[] = {
      {"Overloaded", Answer(503), "UNAVAILABLE"},
      {"TooMany", Answer(429), "RESOURCE_EXHAUSTED"},
      {"Broken", Answer(500), "INTERNAL"},
      {"Cut", FreshToken("token-plum").CutAfter(5), "UNAVAILABLE"},
      {"ClosedBeforeAnswer", Answer(200).CloseBeforeAnswer(), "UNAVAILABLE"},
  };
  for (const auto& row : kRows) {
    const size_t before = upstream_.request_count();
    upstream_.SetDefault(row.answer);
    Credential& credential = Make();
    KeyCall call(one_, credential);
    const absl::Status& status = call.Finish().status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << row.name;
    EXPECT_EQ(testing::ReasonOf(status), "UPSTREAM_UNREACHABLE") << row.name;
    EXPECT_EQ(testing::MetadataOf(status, "upstream_code"), row.upstream_code) << row.name;
    EXPECT_TRUE(RetryDelay(status).has_value()) << row.name;
    EXPECT_EQ(upstream_.request_count() - before, 4u) << row.name;
    credential.Stop();
  }
}

TEST_F(TokenFailureTest, ALongRetryAfterIsPassedOn) {
  upstream_.SetDefault(Answer(429).Header("Retry-After", "40"));
  Credential& credential = Make();
  KeyCall call(one_, credential);
  EXPECT_EQ(RetryDelay(call.Finish().status()), absl::Seconds(40));
  EXPECT_EQ(KeyOf(one_, credential), "UNAVAILABLE");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(TokenFailureTest, NobodyIsThere) {
  Credential& credential = Make();
  upstream_.Stop();
  EXPECT_EQ(KeyOf(one_, credential), "UNAVAILABLE");
}

TEST_F(TokenFailureTest, AnErrorQuotesNothingThatWasSent) {
  const testing::WireCase wire("responses", "auth.token.oauth-ok");
  // The source quotes the whole request, as a debugging proxy would.
  upstream_.SetDefault([](const http::Request& request) {
    return Answer(400, absl::StrCat(R"({"error":"invalid_grant","error_description":")",
                                    request.body, R"("})"));
  });
  const std::string account =
      testing::CredentialJsonOf(wire.json().Get("request"), upstream_.base_url());
  for (const std::string& json : {testing::AuthorizedUserJson(upstream_.base_url()), account}) {
    CredentialOptions options;
    options.credential_json = json;
    KeyCall call(one_, Make(options, NoBackoff()));
    std::string text(call.Finish().status().message());
    text += ErrorInfoOf(call.Finish().status()).DebugString();
    for (const char* secret : {"refresh-plum", "csecret", "eyJ", "127.0.0.1"})
      EXPECT_FALSE(absl::StrContains(text, secret)) << secret << " in " << text;
    credential_->Stop();
  }
}

}  // namespace
}  // namespace mediagen
