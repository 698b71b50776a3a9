// A credential between two loops and a source of tokens.
#ifndef MEDIAGEN_TESTS_UPSTREAM_TOKEN_FIXTURE_H_
#define MEDIAGEN_TESTS_UPSTREAM_TOKEN_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/upstream/make_credential.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/upstream/credential_bench.h"

namespace mediagen::testing {

inline Answer FreshToken(const std::string& token, int expires_in_s = 3600) {
  return Answer::Json(absl::StrCat(R"({"access_token":")", token, R"(","expires_in":)",
                                   expires_in_s, R"(,"token_type":"Bearer"})"));
}

inline Answer InvalidGrant() {
  return Answer(400, R"({"error":"invalid_grant","error_description":"Token revoked."})");
}

// Two loops, a source of tokens, and a credential that asks it.
class TokenFixture : public ::testing::Test {
 protected:
  ~TokenFixture() override {
    if (credential_ != nullptr) credential_->Stop();
  }

  Credential& Make(TokenCacheOptions cache = NoBackoff()) {
    CredentialOptions options;
    options.credential_json = AuthorizedUserJson(upstream_.base_url());
    return Make(options, cache);
  }
  Credential& Make(CredentialOptions options, TokenCacheOptions cache) {
    options.cache = cache;
    auto credential = MakeCredential(options);
    EXPECT_TRUE(credential.ok()) << credential.status();
    credential_ = *std::move(credential);
    return *credential_;
  }
  static TokenCacheOptions NoBackoff() {
    TokenCacheOptions cache;
    cache.longest_backoff = absl::ZeroDuration();
    return cache;
  }
  // Every token is due for its refresh as soon as it is there, and yet valid.
  static TokenCacheOptions AlwaysDue() {
    TokenCacheOptions cache = NoBackoff();
    cache.refresh_margin = absl::InfiniteDuration();
    cache.refresh_share = 1;
    return cache;
  }

  FakeUpstream upstream_;
  ClientLoop one_;
  ClientLoop other_;
  std::unique_ptr<Credential> credential_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_TOKEN_FIXTURE_H_
