#include "server/net/url.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// `scheme host port path query`.
std::string Parts(const absl::StatusOr<Url>& url) {
  if (!url.ok()) return "refused";
  return absl::StrCat(url->scheme, " ", url->host, " ", url->port, " ", url->path, " ", url->query);
}

struct Row {
  const char* name;
  std::string text;
  const char* parts;
};

const Row kRows[] = {
    {"Plain", "https://a.example/x/y.mp4", "https a.example 443 /x/y.mp4 "},
    {"Query", "https://a.example/x?s=a%2Fb&e=1", "https a.example 443 /x s=a%2Fb&e=1"},
    {"NoPath", "https://a.example", "https a.example 443 / "},
    {"QueryWithoutPath", "https://a.example?x=1", "https a.example 443 / x=1"},
    {"Fragment", "https://a.example/x#y", "https a.example 443 /x "},
    {"PlainHttp", "http://a.example/", "http a.example 80 / "},
    {"Capitals", "HTTPS://A.Example/X", "https a.example 443 /X "},
    {"OddPort", "https://a.example:8443/", "https a.example 8443 / "},
    {"EmptyPort", "https://a.example:/", "https a.example 443 / "},
    {"NumericHost", "http://127.0.0.1:8091/x", "http 127.0.0.1 8091 /x "},
    {"OneNumber", "http://2130706433/", "http 127.0.0.1 80 / "},
    {"Octal", "http://0177.0.0.1/", "http 127.0.0.1 80 / "},
    {"Hexadecimal", "http://0x7f.1/", "http 127.0.0.1 80 / "},
    {"V6", "http://[::1]:8091/x", "http [::1] 8091 /x "},
    {"OtherScript", "https://bücher.example/x", "https bücher.example 443 /x "},
    {"OtherScriptInThePath", "https://a.example/é?ü", "https a.example 443 /%c3%a9 %c3%bc"},
    {"TrailingDot", "https://a.example./", "https a.example. 443 / "},
    {"AtSignInThePath", "https://a.example/@b", "https a.example 443 /@b "},
    {"User", "https://user@a.example/", "refused"},
    {"UserAndPassword", "https://user:pass@a.example/", "refused"},
    {"EmptyUser", "https://@a.example/", "refused"},
    {"HostAsUser", "https://a.example:443@b.example/", "refused"},
    {"EscapesInTheHost", "https://a%2eexample/", "refused"},
    {"EscapedSlashInTheHost", "https://a.example%2f.b.example/", "refused"},
    {"Zone", "https://[fe80::1%25eth0]/", "refused"},
    {"Backslash", "https://a.example\\@b.example/", "refused"},
    {"Blank", "https://a.example/x y", "refused"},
    {"LeadingBlank", " https://a.example/", "refused"},
    {"LineEnd", "https://a.example/\r\nX-Key: 1", "refused"},
    {"Tab", "https://a.exa\tmple/", "refused"},
    {"Nul", std::string("https://a.example/\0.mp4", 23), "refused"},
    {"Delete", "https://a.example/\x7f", "refused"},
    {"Ftp", "ftp://a.example/", "refused"},
    {"File", "file:///etc/passwd", "refused"},
    {"Data", "data:text/plain,x", "refused"},
    {"OneSlash", "https:/a.example/", "refused"},
    {"ThreeSlashes", "https:///a.example/", "refused"},
    {"NoScheme", "a.example/x", "refused"},
    {"NoSchemeButSlashes", "//a.example/x", "refused"},
    {"NoSchemeButAUrlInTheQuery", "a.example/?u=https://b.example/", "refused"},
    {"PortOutOfRange", "https://a.example:65536/", "refused"},
    {"PortOfLetters", "https://a.example:x/", "refused"},
    {"PortAlone", "https://:443/", "refused"},
    {"BrokenV6", "https://[::1/", "refused"},
    {"NoHost", "https://", "refused"},
    {"Empty", "", "refused"},
    {"TooLong", "https://a.example/" + std::string(8200, 'x'), "refused"},
};

TEST(UrlTest, EveryRow) {
  for (const Row& row : kRows) EXPECT_EQ(Parts(ParseUrl(row.text)), row.parts) << row.name;
}

TEST(UrlTest, TheTextIsWhatIsAskedFor) {
  EXPECT_EQ(ParseUrl("https://a.example:8443/x?y=%20z#f")->text, "https://a.example:8443/x?y=%20z");
  EXPECT_EQ(ParseUrl("HTTP://A.example")->text, "http://A.example/");
}

const Row kLocationRows[] = {
    {"Absolute", "https://b.example/z", "https b.example 443 /z "},
    {"OtherScheme", "http://b.example/z", "http b.example 80 /z "},
    {"SchemeLeftOut", "//b.example/z", "https b.example 443 /z "},
    {"AbsolutePath", "/z?q=1", "https a.example 8443 /z q=1"},
    {"RelativePath", "z", "https a.example 8443 /x/z "},
    {"UpAndDown", "../z", "https a.example 8443 /z "},
    {"BeyondTheRoot", "../../../z", "https a.example 8443 /z "},
    {"QueryAlone", "?q=2", "https a.example 8443 /x/y q=2"},
    {"UrlInTheQuery", "/z?u=https://b.example/", "https a.example 8443 /z u=https://b.example/"},
    {"Fragment", "/z#https://b.example/", "https a.example 8443 /z "},
    {"User", "https://a.example@b.example/", "refused"},
    {"UserWithoutScheme", "//user@b.example/", "refused"},
    {"EscapesInTheHost", "//b%2eexample/", "refused"},
    {"ThreeSlashes", "///b.example/", "refused"},
    {"BackslashesForSlashes", "\\\\b.example/", "refused"},
    {"File", "file:///etc/passwd", "refused"},
    {"Script", "javascript:alert(1)", "refused"},
    {"LineEnd", "/z\r\nX-Key: 1", "refused"},
    {"Empty", "", "refused"},
};

TEST(UrlTest, EveryLocation) {
  const Url base = *ParseUrl("https://a.example:8443/x/y?k=1");
  for (const Row& row : kLocationRows)
    EXPECT_EQ(Parts(ResolveUrl(base, row.text)), row.parts) << row.name;
}

TEST(UrlTest, Origins) {
  const Url base = *ParseUrl("https://a.example/x");
  for (const char* same : {"https://a.example:443/y", "HTTPS://A.EXAMPLE/"})
    EXPECT_TRUE(ParseUrl(same)->HasOriginOf(base)) << same;
  for (const char* other : {"http://a.example:443/x", "https://a.example:444/x",
                            "https://b.a.example/x", "https://a.example./x"})
    EXPECT_FALSE(ParseUrl(other)->HasOriginOf(base)) << other;
}

TEST(UrlTest, AnErrorDoesNotQuoteTheUrl) {
  for (const char* text : {"https://user:secret@a.example/", "ftp://secret/", "https://x:secret/"})
    EXPECT_EQ(ParseUrl(text).status().message().find("secret"), absl::string_view::npos) << text;
}

}  // namespace
}  // namespace mediagen
