// Where a download goes on, what it takes along, and where it does not go.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/upstream/file_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::FakeUpstream;
using testing::kKeyHeader;
using testing::ReadFile;
using testing::ReadRecord;
using testing::RulesForFakes;
using testing::UpstreamBench;
using testing::VideoBytes;

Answer RedirectTo(const std::string& location, int status = 302) {
  return Answer(status, "moved").Header("Location", location);
}

bool HasKey(const FakeUpstream& upstream, size_t request) {
  return upstream.requests().at(request).headers.Has(kKeyHeader);
}

TEST(FileRedirectTest, FollowsEveryKindThatNamesAnotherPlace) {
  UpstreamBench bench;
  for (const int status : {301, 302, 303, 307, 308}) {
    bench.upstream().Enqueue(RedirectTo("/there?x=1", status));
    bench.upstream().Enqueue(Answer(200, VideoBytes(1000)));
    const std::string base = bench.upstream().base_url();
    const ReadRecord record = ReadFile(bench, base + "/here", RulesForFakes(), base + "/v1");
    ASSERT_TRUE(record.ok) << status << " " << record.error.message;
    EXPECT_EQ(record.items.at(0), VideoBytes(1000));
    EXPECT_EQ(bench.upstream().requests().back().target, "/there?x=1");
    EXPECT_EQ(bench.upstream().requests().back().method, "GET");
  }
}

TEST(FileRedirectTest, FollowsThreeAndNoMore) {
  UpstreamBench bench;
  for (int redirects = 0; redirects <= 5; ++redirects) {
    const size_t before = bench.upstream().request_count();
    int asked = 0;
    bench.upstream().SetDefault([&](const http::Request&) {
      return asked++ < redirects ? RedirectTo(absl::StrCat("/", asked))
                                 : Answer(200, VideoBytes(100));
    });
    const ReadRecord record = ReadFile(bench, bench.upstream().base_url() + "/0", RulesForFakes());
    EXPECT_EQ(record.ok, redirects <= 3) << redirects;
    EXPECT_EQ(bench.upstream().request_count() - before,
              static_cast<size_t>(std::min(redirects, 3) + 1));
    if (!record.ok) {
      EXPECT_FALSE(record.error.transient);
    }
  }
}

TEST(FileRedirectTest, TheKeyStaysAtTheBaseUrl) {
  UpstreamBench bench;
  FakeUpstream elsewhere;
  const std::string base = bench.upstream().base_url();
  bench.upstream().Enqueue(RedirectTo("/again"));
  bench.upstream().Enqueue(RedirectTo(elsewhere.base_url() + "/x"));
  elsewhere.Enqueue(RedirectTo(base + "/back"));
  bench.upstream().Enqueue(Answer(200, VideoBytes(100)));
  const ReadRecord record = ReadFile(bench, base + "/here", RulesForFakes(), base + "/prefix");
  ASSERT_TRUE(record.ok) << record.error.message;
  ASSERT_EQ(bench.upstream().request_count(), 3u);
  for (size_t i = 0; i < 3; ++i) EXPECT_TRUE(HasKey(bench.upstream(), i)) << i;
  ASSERT_EQ(elsewhere.request_count(), 1u);
  EXPECT_FALSE(HasKey(elsewhere, 0));
}

TEST(FileRedirectTest, AKeyWithoutABaseUrlIsNotSent) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer(200, VideoBytes(100)));
  ASSERT_TRUE(ReadFile(bench, bench.upstream().base_url() + "/here", RulesForFakes()).ok);
  EXPECT_FALSE(HasKey(bench.upstream(), 0));
}

TEST(FileRedirectTest, TheBaseUrlNeedsNoRule) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer(200, VideoBytes(100)));
  const std::string base = bench.upstream().base_url();
  EXPECT_TRUE(ReadFile(bench, base + "/here", LinkRules(), base).ok);
}

struct RefusedRow {
  const char* name;
  const char* location;  // {port}: that of the upstream.
};

const RefusedRow kRefusedRows[] = {
    {"AnotherHost", "https://evil.example/x"},
    {"AnotherNameOfThisHost", "http://localhost:{port}/x"},
    {"AnotherPort", "http://127.0.0.1:1/x"},
    {"AFile", "file:///etc/passwd"},
    {"AUser", "http://user@127.0.0.1:{port}/x"},
    {"NoUrl", "http://"},
    {"Nothing", ""},
};

TEST(FileRedirectTest, GoesNowhereThatTheRulesForbid) {
  UpstreamBench bench;
  const std::string base = bench.upstream().base_url();
  for (const RefusedRow& row : kRefusedRows) {
    std::string location = row.location;
    if (const size_t at = location.find("{port}"); at != std::string::npos)
      location.replace(at, 6, std::to_string(bench.upstream().port()));
    const size_t before = bench.upstream().request_count();
    bench.upstream().Enqueue(RedirectTo(location));
    const ReadRecord record = ReadFile(bench, base + "/here", LinkRules(), base);
    EXPECT_FALSE(record.ok) << row.name;
    EXPECT_EQ(record.error.code, absl::StatusCode::kInternal) << row.name;
    EXPECT_FALSE(record.error.transient) << row.name;
    EXPECT_EQ(bench.upstream().request_count(), before + 1) << row.name;
  }
}

// A host that may be named, but lies where no stranger's host may.
TEST(FileRedirectTest, AnAllowedNameAtAPrivateAddressIsRefused) {
  UpstreamBench bench;
  const std::string base = bench.upstream().base_url();
  LinkRules rules;
  rules.hosts = {"*"};
  TrustedHost localhost;
  localhost.host = "localhost";
  localhost.allow_plain_http = true;
  rules.trusted_hosts = {localhost};
  bench.upstream().Enqueue(
      RedirectTo(absl::StrCat("http://localhost:", bench.upstream().port(), "/x")));
  const ReadRecord record = ReadFile(bench, base + "/here", rules, base);
  EXPECT_FALSE(record.ok);
  EXPECT_EQ(record.error.code, absl::StatusCode::kInternal);
  EXPECT_FALSE(record.error.transient);
  EXPECT_EQ(bench.upstream().request_count(), 1u);
}

TEST(FileRedirectTest, AFirstLinkThatIsForbiddenEndsAtOnce) {
  UpstreamBench bench;
  const ReadRecord record = ReadFile(bench, bench.upstream().base_url() + "/x", LinkRules());
  EXPECT_FALSE(record.ok);
  EXPECT_FALSE(record.error.transient);
  EXPECT_EQ(bench.upstream().accepted_connections(), 0);
}

// The page that comes along with a redirect is no part of the file, however long it is.
TEST(FileRedirectTest, TheBodyOfARedirectIsPassedOver) {
  UpstreamBench bench;
  bench.upstream().Enqueue(
      Answer(302, std::string(1'000'000, 'x')).Header("Location", "/there").StallAfter(500'000));
  bench.upstream().Enqueue(Answer(200, ""));
  bench.upstream().Enqueue(Answer(302, "{\"error\":\"no\"}").Header("Location", "/there"));
  bench.upstream().Enqueue(Answer(200, VideoBytes(100)));
  const std::string url = bench.upstream().base_url() + "/here";
  const ReadRecord empty = ReadFile(bench, url, RulesForFakes());
  EXPECT_EQ(empty.error.cause, UpstreamError::Cause::kCorrupt);
  const ReadRecord whole = ReadFile(bench, url, RulesForFakes());
  ASSERT_TRUE(whole.ok);
  EXPECT_EQ(whole.items.at(0), VideoBytes(100));
}

}  // namespace
}  // namespace mediagen
