#include "server/upstream/link_rules.h"

#include <gtest/gtest.h>

#include <string>

namespace mediagen {
namespace {

LinkRules Rules() {
  LinkRules rules;
  rules.hosts = {"files.example", "*.cdn.example", "[2606:4700::1]"};
  TrustedHost plain;
  plain.host = "127.0.0.1";
  plain.allow_plain_http = true;
  plain.addresses = {*AddressRange::Parse("127.0.0.0/8")};
  TrustedHost private_host;
  private_host.host = "store.internal";
  rules.trusted_hosts = {plain, private_host};
  return rules;
}

struct Row {
  const char* name;
  const char* url;
  bool allowed;
};

const Row kRows[] = {
    {"NamedHost", "https://files.example/x.mp4?sig=1", true},
    {"Capitals", "https://FILES.example/x", true},
    {"OddPort", "https://files.example:8443/x", true},
    {"BelowAName", "https://files.example.evil.example/x", false},
    {"AboveAName", "https://x.files.example/x", false},
    {"EndOfAName", "https://myfiles.example/x", false},
    {"Pattern", "https://a.cdn.example/x", true},
    {"PatternDeep", "https://a.b.cdn.example/x", true},
    {"PatternItself", "https://cdn.example/x", false},
    {"PatternWithoutDot", "https://acdn.example/x", false},
    {"NumericHost", "https://[2606:4700::1]/x", true},
    {"OtherNumericHost", "https://[2606:4700::2]/x", false},
    {"PlainHttp", "http://files.example/x", false},
    {"TrustedPlainHttp", "http://127.0.0.1:8091/x", true},
    {"TrustedHttps", "https://127.0.0.1:8091/x", true},
    {"TrustedInAnotherSpelling", "http://2130706433:8091/x", true},
    {"TrustedButHttpsOnly", "http://store.internal/x", false},
    {"TrustedWithHttps", "https://store.internal/x", true},
    {"TrailingDot", "https://files.example./x", false},
    {"User", "https://files.example@evil.example/x", false},
    {"OtherScheme", "ftp://files.example/x", false},
    {"NoUrl", "files.example/x", false},
    {"Empty", "", false},
};

TEST(LinkRulesTest, EveryRow) {
  const LinkRules rules = Rules();
  for (const Row& row : kRows) EXPECT_EQ(rules.Allows(row.url), row.allowed) << row.name;
}

TEST(LinkRulesTest, NothingIsAllowedByDefault) {
  EXPECT_FALSE(LinkRules().Allows("https://files.example/x"));
}

TEST(LinkRulesTest, AStarAllowsEveryHostByHttps) {
  LinkRules rules;
  rules.hosts = {"*"};
  EXPECT_TRUE(rules.Allows("https://any.example/x"));
  EXPECT_FALSE(rules.Allows("http://any.example/x"));
}

TEST(LinkRulesTest, ARequestCarriesTheLimitsAndNoHeader) {
  LinkRules rules = Rules();
  rules.max_bytes = 1000;
  rules.stall_timeout = absl::Seconds(7);
  const absl::StatusOr<HttpRequest> request =
      rules.Get(*ParseUrl("https://files.example/x.mp4?sig=a%2Fb"));
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->url, "https://files.example/x.mp4?sig=a%2Fb");
  EXPECT_EQ(request->method, "GET");
  EXPECT_TRUE(request->headers.empty());
  EXPECT_TRUE(request->address_rule.has_value());
  EXPECT_EQ(request->max_body_bytes, 1000);
  EXPECT_EQ(request->stall_timeout, absl::Seconds(7));
}

TEST(LinkRulesTest, ARefusalDoesNotNameTheLink) {
  for (const char* url : {"https://evil.example/secret", "http://files.example/secret"}) {
    const absl::Status status = Rules().Get(*ParseUrl(url)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << url;
    EXPECT_EQ(status.message().find("example"), absl::string_view::npos) << url;
  }
}

TEST(LinkRulesTest, HostPatterns) {
  for (const char* good : {"*", "files.example", "*.files.example", "127.0.0.1", "[::1]",
                           "localhost", "bücher.example"})
    EXPECT_TRUE(CheckHostPattern(good).ok()) << good;
  for (const char* bad : {"", "*.", "*.*", "*x", "a.*.example", "Files.example", "https://a", "a/b",
                          "a:443", "a b", "user@a", "a%2e", "**", "::1"})
    EXPECT_FALSE(CheckHostPattern(bad).ok()) << bad;
}

}  // namespace
}  // namespace mediagen
