// Tokens, the metadata server, and what Vertex says about a model.

#include <gtest/gtest.h>

#include <string>

#include "tests/sandbox/answer_check.h"
#include "tests/sandbox/sandbox_client.h"
#include "tests/sandbox/signed_jwt.h"

namespace mediagen::testing {
namespace {

std::string JwtForm(const char* header, const std::string& claims) {
  rapidjson::Document jwt;
  jwt.Parse(R"({"header":)" + std::string(header) + R"(,"claims":{"iat":0,"exp":0,)" + claims +
            "}}");
  return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" +
         SignedJwt(jwt);
}

constexpr char kHeader[] = R"({"alg":"RS256"})";
constexpr char kClaims[] = R"("iss":"a@b","aud":"https://oauth2.googleapis.com/token")";

struct FormCase {
  const char* name;
  std::string form;
  const char* error = "";
};

class TokenForms : public ::testing::TestWithParam<FormCase> {};

TEST_P(TokenForms, AreGrantedOrNot) {
  SandboxClient client;
  JsonAnswer answer = client.Fetch(
      "/token", {.method = "POST",
                 .headers = {"Content-Type: application/x-www-form-urlencoded;charset=UTF-8"},
                 .body = GetParam().form});
  const bool granted = std::string(GetParam().error).empty();
  EXPECT_EQ(answer.http.status, granted ? 200 : 400);
  EXPECT_EQ(answer.TextAt("/error"), GetParam().error);
  EXPECT_EQ(answer.TextAt("/access_token").empty(), !granted);
  EXPECT_EQ(answer.TextAt("/token_type"), granted ? "Bearer" : "");
  EXPECT_EQ(client.LedgerCount(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Sandbox, TokenForms,
    ::testing::Values(
        FormCase{"Refresh",
                 "grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=1%2F%2Fr"},
        FormCase{"RefreshWithScope",
                 "scope=a+b&grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r"},
        FormCase{"Jwt", JwtForm(kHeader, kClaims)},
        FormCase{"NoSecret", "grant_type=refresh_token&client_id=c&refresh_token=r",
                 "invalid_request"},
        FormCase{"BadEscape", "grant_type=%zz", "invalid_request"},
        FormCase{"Empty", "", "unsupported_grant_type"},
        FormCase{"NoJwt", "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=a.b",
                 "invalid_grant"},
        FormCase{"OtherAlgorithm", JwtForm(R"({"alg":"HS256"})", kClaims), "invalid_grant"},
        FormCase{"NoIssuer", JwtForm(kHeader, R"("aud":"https://x/token")"), "invalid_grant"},
        FormCase{"OtherAudience", JwtForm(kHeader, R"("iss":"a","aud":"https://x/")"),
                 "invalid_grant"}),
    [](const auto& info) { return info.param.name; });

constexpr char kAccounts[] = "/computeMetadata/v1/instance/service-accounts/";

JsonAnswer Metadata(SandboxClient& client, const std::string& path) {
  return client.Fetch(path, {.headers = {"Metadata-Flavor: Google"}});
}

TEST(Metadata, TellsOfTheMachine) {
  SandboxClient client;
  EXPECT_EQ(Metadata(client, "/").http.status, 200);
  EXPECT_EQ(Metadata(client, "/computeMetadata/v1/project/project-id").http.body,
            "sandbox-project");
  JsonAnswer account = Metadata(client, kAccounts + std::string("default/?recursive=true"));
  EXPECT_NE(account.TextAt("/email"), "");
  JsonAnswer token = Metadata(client, kAccounts + std::string("default/token?scopes=x"));
  EXPECT_EQ(token.TextAt("/token_type"), "Bearer");
  for (const JsonAnswer* answer : {&account, &token}) {
    EXPECT_EQ(answer->http.Header("Metadata-Flavor"), "Google");
    EXPECT_TRUE(answer->http.Header("Content-Type").starts_with("application/json"));
  }
}

TEST(Metadata, WantsItsHeader) {
  SandboxClient client;
  EXPECT_EQ(client.Get("/").http.Header("Metadata-Flavor"), "Google");
  EXPECT_EQ(client.Get(kAccounts + std::string("default/token")).http.status, 403);
  EXPECT_EQ(Metadata(client, "/computeMetadata/v1/nothing").http.status, 404);
}

TEST(PublisherModel, HasWhatThePythonSdkReads) {
  SandboxClient client;
  JsonAnswer answer =
      client.Get("/v1/publishers/google/models/imagegeneration%40006?%24alt=json%3Benum");
  CheckPublisherModel(answer);
  EXPECT_EQ(answer.TextAt("/name"), "publishers/google/models/imagegeneration@006");
}

}  // namespace
}  // namespace mediagen::testing
