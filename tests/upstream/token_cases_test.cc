// The written answers of token sources, and the recorded calls to them.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "sandbox/http_request.h"
#include "server/upstream/error_details.h"
#include "server/upstream/make_credential.h"
#include "server/upstream/signed_grant.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/upstream/credential_bench.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

using testing::BodyText;
using testing::ClientLoop;
using testing::FakeUpstream;
using testing::MetadataOf;
using testing::ReasonOf;
using testing::WireCase;

CredentialOptions OptionsOf(JsonView wish, const std::string& base_url) {
  CredentialOptions options;
  options.cache.longest_backoff = absl::ZeroDuration();
  if (wish.Get("credential").Text() == "metadata_server") {
    options.metadata_server = true;
    options.metadata_host = base_url.substr(base_url.find("://") + 3);
  } else {
    options.credential_json = testing::CredentialJsonOf(wish, base_url);
  }
  for (size_t i = 0; i < wish.Get("scopes").size(); ++i)
    options.scopes.push_back(std::string(wish.Get("scopes").at(i).Text()));
  return options;
}

void ExpectToken(const WireCase& wire, const absl::StatusOr<Token>& token) {
  const JsonView expected = wire.json().Get("expected");
  if (!expected.Get("error").exists()) {
    ASSERT_TRUE(token.ok()) << wire.name() << ": " << token.status();
    EXPECT_EQ(token->access_token, expected.Get("access_token").Text()) << wire.name();
    EXPECT_EQ(token->expires_in, absl::Seconds(*expected.Get("expires_in_s").Integer()))
        << wire.name();
    return;
  }
  const JsonView error = expected.Get("error");
  const absl::Status& status = token.status();
  EXPECT_EQ(absl::StatusCodeToString(status.code()), error.Get("grpc").Text()) << wire.name();
  EXPECT_EQ(MetadataOf(status, "upstream_code"), error.Get("upstream_code").Text()) << wire.name();
  EXPECT_EQ(ReasonOf(status), error.Get("reason").Text()) << wire.name();
  EXPECT_EQ(RetryDelay(status).has_value(), error.Get("retryable").IsTrue()) << wire.name();
}

TEST(TokenCasesTest, AnswersAreUnderstood) {
  ClientLoop loop;
  int checked = 0;
  for (const std::string& name : testing::WireCaseNames("responses", "auth.token.")) {
    ++checked;
    FakeUpstream upstream;
    const WireCase wire("responses", name);
    upstream.Enqueue(wire.ToAnswer());
    const JsonView then = wire.json().Get("then");
    for (size_t i = 0; i < then.size(); ++i)
      upstream.Enqueue(WireCase("responses", std::string(then.at(i).Text())).ToAnswer());
    ExpectToken(wire, loop.FetchToken(OptionsOf(wire.json().Get("request"), upstream.base_url())));
    EXPECT_EQ(static_cast<int64_t>(upstream.request_count()),
              wire.json().Get("expected").Get("token_requests_seen").Integer())
        << name;
  }
  EXPECT_EQ(checked, 7);
}

// Fields of a form, decoded.
std::multimap<std::string, std::string> FormOf(const HttpRequest& request) {
  http::Request form;
  EXPECT_TRUE(http::ParseTarget("/?" + BodyText(request), form));
  return form.query;
}

void ExpectForm(const WireCase& wire, const HttpRequest& request) {
  const rapidjson::Value& body = wire.document()["http"]["body"];
  if (body.IsNull()) {
    EXPECT_TRUE(request.body.empty()) << wire.name();
    EXPECT_EQ(testing::HeaderOf(request, "metadata-flavor"), "Google") << wire.name();
    return;
  }
  EXPECT_EQ(testing::HeaderOf(request, "content-type"),
            "application/x-www-form-urlencoded;charset=UTF-8")
      << wire.name();
  const auto form = FormOf(request);
  EXPECT_EQ(form.size(), body.MemberCount()) << wire.name();
  for (const auto& field : body.GetObject()) {
    const std::string name = field.name.GetString();
    ASSERT_EQ(form.count(name), 1u) << wire.name() << ": " << name;
    if (name == "assertion") continue;  // Signed with the time in it: signed_grant_test.
    EXPECT_EQ(form.find(name)->second, field.value.GetString()) << wire.name();
  }
}

TEST(TokenCasesTest, CallsAreEncodedAsRecorded) {
  int checked = 0;
  for (const std::string& name : testing::WireCaseNames("requests", "auth.")) {
    ++checked;
    const WireCase wire("requests", name);
    const auto source =
        FindTokenSource(OptionsOf(wire.json().Get("neutral_request"), "http://upstream"));
    ASSERT_TRUE(source.ok()) << name << ": " << source.status();
    const auto request = EncodeTokenRequest(*source, absl::Now());
    ASSERT_TRUE(request.ok()) << name << ": " << request.status();
    const JsonView http = wire.json().Get("http");
    EXPECT_EQ(request->method, http.Get("method").Text()) << name;
    http::Request target;
    ASSERT_TRUE(http::ParseTarget(testing::PathOf(request->url), target)) << name;
    EXPECT_EQ(target.raw_path, http.Get("path").Text()) << name;
    const rapidjson::Value& query = wire.document()["http"]["query"];
    EXPECT_EQ(target.query.size(), query.MemberCount()) << name;
    for (const auto& field : query.GetObject())
      EXPECT_EQ(target.QueryValue(field.name.GetString()), field.value.GetString()) << name;
    for (const std::string& line : request->headers)
      EXPECT_NE(absl::AsciiStrToLower(line).substr(0, 2), "x-") << name;
    EXPECT_EQ(testing::HeaderOf(*request, "authorization"), "") << name;
    ExpectForm(wire, *request);
  }
  EXPECT_EQ(checked, 3);
}

TEST(TokenCasesTest, SecretsOfAFormAreEncodedByteByByte) {
  TokenSource source;
  source.kind = TokenSource::Kind::kAuthorizedUser;
  source.client_id = "a b&c=d";
  source.client_secret = "+%/?#";
  source.refresh_token = "\xc3\xa9~.-_";
  const auto request = EncodeTokenRequest(source, absl::Now());
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(BodyText(*request),
            "grant_type=refresh_token&client_id=a%20b%26c%3Dd&client_secret=%2B%25%2F%3F%23"
            "&refresh_token=%C3%A9~.-_");
}

}  // namespace
}  // namespace mediagen
