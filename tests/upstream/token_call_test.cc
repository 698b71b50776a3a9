#include "server/upstream/token_call.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/secrets.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

using Code = absl::StatusCode;
using Kind = TokenSource::Kind;

HttpHead Head(int status) {
  HttpHead head;
  head.status = status;
  return head;
}

TEST(TokenCallTest, TokensThatAreTaken) {
  const struct {
    const char* name;
    std::string body;
    const char* token;
    std::optional<int64_t> seconds;
  } kRows[] = {
      {"Usual", R"({"access_token":"ya29.a","expires_in":3599,"token_type":"Bearer"})", "ya29.a",
       3599},
      {"TypeInLowerCase", R"({"access_token":"t","expires_in":1,"token_type":"bearer"})", "t", 1},
      {"WithoutType", R"({"access_token":"t","expires_in":60})", "t", 60},
      {"WithoutLifetime", R"({"access_token":"t"})", "t", std::nullopt},
      {"LifetimeIsNull", R"({"access_token":"t","expires_in":null})", "t", std::nullopt},
      {"LifetimeAsText", R"({"access_token":"t","expires_in":"3600"})", "t", 3600},
      {"LifetimeAsDouble", R"({"access_token":"t","expires_in":3600.0})", "t", 3600},
      {"LifetimeOfNothing", R"({"access_token":"t","expires_in":0})", "t", 0},
      {"LifetimeBelowNothing", R"({"access_token":"t","expires_in":-5})", "t", 0},
      {"LifetimeWithoutEnd", R"({"access_token":"t","expires_in":9e15})", "t", 86400},
      {"Long", absl::StrCat(R"({"access_token":")", std::string(16384, 'x'), "\"}"), nullptr,
       std::nullopt},
  };
  for (const auto& row : kRows) {
    const TokenAnswer answer = ReadToken(Kind::kAuthorizedUser, Head(200), row.body);
    ASSERT_TRUE(answer.ok) << row.name << ": " << answer.error.message;
    if (row.token != nullptr) {
      EXPECT_EQ(answer.token.access_token, row.token) << row.name;
    }
    EXPECT_EQ(answer.token.expires_in.has_value(), row.seconds.has_value()) << row.name;
    if (row.seconds.has_value()) {
      EXPECT_EQ(answer.token.expires_in, absl::Seconds(*row.seconds)) << row.name;
    }
  }
}

TEST(TokenCallTest, AnyStatusOfSuccessWillDo) {
  EXPECT_TRUE(ReadToken(Kind::kServiceAccount, Head(201), R"({"access_token":"t"})").ok);
}

TEST(TokenCallTest, AMetadataServerSaysThatItIsOne) {
  HttpHead head = Head(200);
  EXPECT_FALSE(ReadToken(Kind::kMetadataServer, head, R"({"access_token":"t"})").ok);
  head.headers.emplace_back("metadata-flavor", "google");
  EXPECT_TRUE(ReadToken(Kind::kMetadataServer, head, R"({"access_token":"t"})").ok);
}

// What the caller sees, and what the upstream's answer means.
TEST(TokenCallTest, WhatFailuresMean) {
  const std::string refused = R"({"error":"invalid_grant","error_description":"Token revoked."})";
  const struct {
    const char* name;
    int status;
    std::string body;
    Code seen;
    const char* upstream_code;
    bool retryable;
  } kRows[] = {
      {"InvalidGrant", 400, refused, Code::kInternal, "UNAUTHENTICATED", false},
      {"InvalidGrantUnder200", 200, refused, Code::kInternal, "UNAUTHENTICATED", false},
      {"InvalidGrantUnder500", 500, refused, Code::kInternal, "UNAUTHENTICATED", false},
      {"InvalidClient", 401, R"({"error":"invalid_client"})", Code::kInternal, "UNAUTHENTICATED",
       false},
      {"Forbidden", 403, "", Code::kInternal, "UNAUTHENTICATED", false},
      {"NotFound", 404, "Not Found", Code::kInternal, "UNAUTHENTICATED", false},
      {"PaymentRequired", 402, "", Code::kInternal, "UNAUTHENTICATED", false},
      {"GoogleStatusOfAnotherKind", 403,
       R"({"error":{"code":403,"status":"PERMISSION_DENIED","message":"no"}})", Code::kInternal,
       "UNAUTHENTICATED", false},
      {"RequestTimeout", 408, "", Code::kUnavailable, "DEADLINE_EXCEEDED", true},
      {"TooMany", 429, "", Code::kUnavailable, "RESOURCE_EXHAUSTED", true},
      {"TooManyInWordsOfBilling", 429, R"({"error":{"code":"insufficient_quota"}})",
       Code::kUnavailable, "RESOURCE_EXHAUSTED", true},
      {"InternalError", 500, "{}", Code::kUnavailable, "INTERNAL", true},
      {"BadGateway", 502, "<html>", Code::kUnavailable, "UNAVAILABLE", true},
      {"Overloaded", 503, "", Code::kUnavailable, "UNAVAILABLE", true},
      {"GatewayTimeout", 504, "", Code::kUnavailable, "DEADLINE_EXCEEDED", true},
      {"Redirect", 302, "", Code::kInternal, "INTERNAL", false},
      {"Empty", 200, "", Code::kInternal, "INTERNAL", false},
      {"Html", 200, "<html>sign in</html>", Code::kInternal, "INTERNAL", false},
      {"List", 200, "[]", Code::kInternal, "INTERNAL", false},
      {"NoToken", 200, R"({"id_token":"eyJ","expires_in":5})", Code::kInternal, "INTERNAL", false},
      {"TokenIsNull", 200, R"({"access_token":null})", Code::kInternal, "INTERNAL", false},
      {"TokenThatWouldSplitAHeader", 200, R"({"access_token":"a\r\nX-Evil: 1"})", Code::kInternal,
       "INTERNAL", false},
      {"TokenTooLong", 200, absl::StrCat(R"({"access_token":")", std::string(16385, 'x'), "\"}"),
       Code::kInternal, "INTERNAL", false},
      {"OtherType", 200, R"({"access_token":"t","token_type":"mac"})", Code::kInternal, "INTERNAL",
       false},
  };
  for (const auto& row : kRows) {
    const TokenAnswer answer = ReadToken(Kind::kAuthorizedUser, Head(row.status), row.body);
    ASSERT_FALSE(answer.ok) << row.name;
    const absl::Status status = TokenStatus(answer.error);
    EXPECT_EQ(status.code(), row.seen) << row.name;
    EXPECT_EQ(testing::MetadataOf(status, "upstream_code"), row.upstream_code) << row.name;
    EXPECT_EQ(RetryDelay(status).has_value(), row.retryable) << row.name;
    EXPECT_EQ(answer.error.transient, row.retryable) << row.name;
    const bool credentials = std::string(row.upstream_code) == "UNAUTHENTICATED";
    EXPECT_EQ(testing::ReasonOf(status) == "UPSTREAM_CREDENTIALS", credentials) << row.name;
    EXPECT_FALSE(absl::StrContains(status.ToString(), "Evil")) << row.name;
  }
}

TEST(TokenCallTest, QuotesTheSourceWithoutKeys) {
  const KeptSecret kept("ripe-plum-tree");
  const TokenAnswer answer = ReadToken(
      Kind::kAuthorizedUser, Head(400),
      R"({"error":"invalid_grant","error_description":"no ripe-plum-tree for eyJhbGciOi.xyz.abc"})");
  EXPECT_EQ(testing::MetadataOf(TokenStatus(answer.error), "upstream_message"),
            "invalid_grant: no [key] for [key]");
}

TEST(TokenCallTest, PassesOnWhenToComeBack) {
  HttpHead head = Head(429);
  head.headers.emplace_back("Retry-After", "21");
  const TokenAnswer answer = ReadToken(Kind::kAuthorizedUser, head, "");
  EXPECT_EQ(RetryDelay(TokenStatus(answer.error)), absl::Seconds(21));
}

}  // namespace
}  // namespace mediagen
