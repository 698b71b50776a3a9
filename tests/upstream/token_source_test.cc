#include "server/upstream/token_source.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/upstream/upstream_text.h"
#include "tests/upstream/credential_bench.h"

namespace mediagen {
namespace {

using Kind = TokenSource::Kind;

std::string ServiceAccountJson() {
  const testing::WireCase wire("requests", "auth.service-account-grant");
  return testing::CredentialJsonOf(wire.json().Get("neutral_request"), "");
}

std::string UserJson(absl::string_view more = "") {
  return absl::StrCat(
      R"({"type":"authorized_user","client_id":"cid","client_secret":"sesame-pea",)",
      R"("refresh_token":"1//ripe-plum-tree")", more, "}");
}

TEST(TokenSourceTest, ReadsAServiceAccount) {
  const auto source = ReadCredentialJson(ServiceAccountJson(), false);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(source->kind, Kind::kServiceAccount);
  EXPECT_EQ(source->client_email, "svc@demo-project.iam.gserviceaccount.com");
  EXPECT_EQ(source->private_key_id, "kid-0001");
  EXPECT_EQ(source->token_uri, kDefaultTokenUri);
  EXPECT_EQ(source->scopes, std::vector<std::string>{std::string(kCloudPlatformScope)});
}

TEST(TokenSourceTest, ReadsAnAuthorizedUser) {
  const auto source = ReadCredentialJson(
      UserJson(R"(,"quota_project_id":"payer","token_uri":"https://sts.example/v1/token")"), false);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(source->kind, Kind::kAuthorizedUser);
  EXPECT_EQ(source->client_id, "cid");
  EXPECT_EQ(source->client_secret, "sesame-pea");
  EXPECT_EQ(source->refresh_token, "1//ripe-plum-tree");
  EXPECT_EQ(source->quota_project, "payer");
  EXPECT_EQ(source->token_uri, "https://sts.example/v1/token");
}

TEST(TokenSourceTest, RefusesOtherFilesWithoutQuotingThem) {
  const std::string account = ServiceAccountJson();
  const struct {
    const char* name;
    std::string json;
    const char* said;
  } kRows[] = {
      {"Empty", "", "no JSON object"},
      {"NoJson", "sesame-pea", "no JSON object"},
      {"List", "[\"sesame-pea\"]", "no JSON object"},
      {"CutOff", account.substr(0, 300), "no JSON object"},
      {"Deep", std::string(5000, '['), "no JSON object"},
      {"NoType", "{}", "`type`"},
      {"OtherType", R"({"type":"external_account"})", "`type`"},
      {"TypeOfAnotherKind", R"({"type":["sesame-pea"]})", "`type`"},
      {"UserWithoutRefreshToken",
       R"({"type":"authorized_user","client_id":"c","client_secret":"sesame-pea"})",
       "`refresh_token` is missing"},
      {"UserWithoutSecret", R"({"type":"authorized_user","client_id":"c","refresh_token":"r"})",
       "`client_secret` is missing"},
      {"UserWithoutId", R"({"type":"authorized_user","client_secret":"s","refresh_token":"r"})",
       "`client_id` is missing"},
      {"SecretIsANumber",
       R"({"type":"authorized_user","client_id":"c","client_secret":7,"refresh_token":"r"})",
       "`client_secret` is missing"},
      {"ProjectThatWouldSplitAHeader", UserJson(",\"quota_project_id\":\"p\\r\\nX-Evil: 1\""),
       "`quota_project_id`"},
      {"AccountWithoutEmail", absl::StrReplaceAll(account, {{"client_email", "mail"}}),
       "`client_email` is missing"},
      {"AccountWithoutKey", absl::StrReplaceAll(account, {{"private_key\"", "key\""}}),
       "`private_key` is missing"},
      {"AccountWithABrokenKey", absl::StrReplaceAll(account, {{"MIIE", "MIIX"}}),
       "`private_key` is no RSA key"},
  };
  for (const auto& row : kRows) {
    const auto source = ReadCredentialJson(row.json, false);
    ASSERT_EQ(source.status().code(), absl::StatusCode::kInvalidArgument) << row.name;
    EXPECT_TRUE(absl::StrContains(source.status().message(), row.said))
        << row.name << ": " << source.status();
    for (const char* secret : {"sesame-pea", "MII", "BEGIN", "Evil"})
      EXPECT_FALSE(absl::StrContains(source.status().message(), secret)) << row.name;
  }
}

TEST(TokenSourceTest, WhereTokensMayComeFrom) {
  const struct {
    const char* name;
    const char* uri;
    bool usual;
    bool with_plaintext;
  } kRows[] = {
      {"Https", "https://oauth2.example/token", true, true},
      {"HttpsPort", "https://oauth2.example:8443/token", true, true},
      {"Loopback", "http://127.0.0.1:80/token", true, true},
      {"LoopbackOtherAddress", "http://127.9.9.9/token", true, true},
      {"LoopbackName", "http://localhost:80/token", true, true},
      {"Loopback6", "http://[::1]:80/token", true, true},
      {"PlaintextElsewhere", "http://oauth2.example/token", false, true},
      {"PlaintextNearlyLoopback", "http://127.0.0.1.example/token", false, true},
      {"PlaintextNearlyLocalhost", "http://localhost.example/token", false, true},
      {"UserBeforeHost", "http://127.0.0.1:80@evil.example/token", false, false},
      {"FileScheme", "file:///etc/passwd", false, false},
      {"NoScheme", "oauth2.example/token", false, false},
      {"NoHost", "https:///token", false, false},
      {"Query", "https://oauth2.example/token?a=b", false, false},
      {"Fragment", "https://oauth2.example/token#a", false, false},
      {"Backslash", "https://oauth2.example/\\\\token", false, false},
      {"Blank", "https://oauth2.example/to ken", false, false},
      {"LineEnd", "https://oauth2.example/\\r\\ntoken", false, false},
      {"UpperCaseScheme", "HTTP://oauth2.example/token", false, true},
  };
  for (const auto& row : kRows) {
    const std::string json = UserJson(absl::StrCat(",\"token_uri\":\"", row.uri, "\""));
    EXPECT_EQ(ReadCredentialJson(json, false).ok(), row.usual) << row.name;
    EXPECT_EQ(ReadCredentialJson(json, true).ok(), row.with_plaintext) << row.name;
  }
}

TEST(TokenSourceTest, WhereTheMetadataServerIs) {
  unsetenv("GCE_METADATA_HOST");
  EXPECT_EQ(MetadataServerAt("")->metadata_host, "metadata.google.internal");
  EXPECT_EQ(MetadataServerAt("127.0.0.1:8091")->metadata_host, "127.0.0.1:8091");
  setenv("GCE_METADATA_HOST", "169.254.169.254", 1);
  EXPECT_EQ(MetadataServerAt("")->metadata_host, "169.254.169.254");
  EXPECT_EQ(MetadataServerAt("other")->metadata_host, "other");
  for (const char* host :
       {"http://host", "host/path", "user@host", "host?x", "ho st", "host\r\n"}) {
    setenv("GCE_METADATA_HOST", host, 1);
    EXPECT_FALSE(MetadataServerAt("").ok()) << host;
    EXPECT_FALSE(MetadataServerAt(host).ok()) << host;
  }
  unsetenv("GCE_METADATA_HOST");
}

TEST(TokenSourceTest, WhatWasReadIsNotQuotedAfterwards) {
  ASSERT_TRUE(ReadCredentialJson(UserJson(), false).ok());
  EXPECT_EQ(ScrubUpstreamText("bad 1//ripe-plum-tree or sesame-pea"), "bad [key] or [key]");
  const auto account = ReadCredentialJson(ServiceAccountJson(), false);
  ASSERT_TRUE(account.ok());
  EXPECT_EQ(ScrubUpstreamText(account->private_key), "[key]");
  const std::string second_line =
      account->private_key.substr(account->private_key.find('\n') + 1, 64);
  EXPECT_EQ(ScrubUpstreamText("a line: " + second_line), "a line: [key]");
}

}  // namespace
}  // namespace mediagen
