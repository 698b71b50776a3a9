#include "server/upstream/source_page.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "tests/upstream/file_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::RulesForFakes;
using testing::UpstreamBench;

// `state percent watch file`.
std::string Told(const SourcePage& page) {
  constexpr const char* kStates[] = {"unknown", "running", "succeeded", "failed"};
  return absl::StrCat(kStates[static_cast<int>(page.state)],
                      page.percent.has_value() ? absl::StrCat(" ", *page.percent, "%") : "",
                      page.watch_url.empty() ? "" : " watch=" + page.watch_url,
                      page.download_url.empty() ? "" : " file=" + page.download_url);
}

struct Row {
  const char* name;
  const char* page;
  const char* told;
};

const Row kRows[] = {
    {"Running", R"({"id":"7","running":true,"status":"video_generating","progress":35})",
     "running 35%"},
    {"Pending", R"({"running":false,"status":"pending"})", "running"},
    {"Processing", R"({"status":"processing"})", "running"},
    {"Improving", R"({"status":"video_upsampling","video_url":"https://f/low.mp4"})",
     "running watch=https://f/low.mp4"},
    {"AnotherWordWhileRunning", R"({"running":true,"status":"dreaming"})", "running"},
    {"AnotherWord", R"({"running":false,"status":"dreaming"})", "unknown"},
    {"Completed",
     R"({"running":false,"status":"completed","video_url":"https://f/v.mp4",)"
     R"("upsample_video_url":"https://f/download/v.mp4?sig=a"})",
     "succeeded watch=https://f/v.mp4 file=https://f/download/v.mp4?sig=a"},
    {"CompletedInOtherWords", R"({"status":"video_generation_completed","video_url":null})",
     "succeeded"},
    {"Failed", R"({"status":"FAILED","running":true})", "failed"},
    {"NoUrls", R"({"status":"completed","video_url":"","upsample_video_url":"file:///x"})",
     "succeeded"},
    {"OtherTypes", R"({"status":1,"running":"yes","video_url":[],"progress":"35"})", "unknown"},
    {"PercentOutOfRange", R"({"status":"pending","progress":101})", "running"},
    {"NoMembers", "{}", "unknown"},
};

TEST(SourcePageTest, EveryRow) {
  for (const Row& row : kRows) {
    rapidjson::Document document;
    ASSERT_TRUE(ParseJson(row.page, document)) << row.name;
    EXPECT_EQ(Told(ReadSourcePage(JsonView(&document))), row.told) << row.name;
  }
}

Task<absl::Status> FetchInto(UpstreamBench& bench, CallContext& call, const std::string& url,
                             const LinkRules& rules, absl::StatusOr<SourcePage>& page) {
  page = co_await FetchSourcePage(bench.client(), call, url, rules);
  co_return absl::OkStatus();
}

absl::StatusOr<SourcePage> Fetch(UpstreamBench& bench, const std::string& url,
                                 const LinkRules& rules = RulesForFakes()) {
  absl::StatusOr<SourcePage> page;
  const absl::Status run =
      bench.Run([&](CallContext& call) { return FetchInto(bench, call, url, rules, page); });
  return run.ok() ? page : run;
}

TEST(SourcePageTest, AsksOnceWithoutAKey) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer::Json(kRows[0].page));
  const absl::StatusOr<SourcePage> page = Fetch(bench, bench.upstream().base_url() + "/source/7");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(Told(*page), kRows[0].told);
  ASSERT_EQ(bench.upstream().request_count(), 1u);
  const http::Request request = bench.upstream().requests()[0];
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/source/7");
  EXPECT_FALSE(request.headers.Has("Authorization"));
  EXPECT_FALSE(request.headers.Has("x-goog-api-key"));
}

struct FailureRow {
  const char* name;
  Answer answer;
  absl::StatusCode code;
  bool retryable;
};

const FailureRow kFailureRows[] = {
    {"Html", Answer(200, "<html>"), absl::StatusCode::kInternal, true},
    {"List", Answer(200, "[]"), absl::StatusCode::kInternal, true},
    {"TooLong", Answer(200, std::string(1'100'000, ' ')), absl::StatusCode::kInternal, false},
    {"Status404", Answer(404, "{}"), absl::StatusCode::kNotFound, false},
    {"Status503", Answer(503, ""), absl::StatusCode::kUnavailable, true},
    {"Redirect", Answer(302, "").Header("Location", "/other"), absl::StatusCode::kInternal, false},
    {"Cut", Answer(200, "{}").CutAfter(1), absl::StatusCode::kUnavailable, true},
};

TEST(SourcePageTest, Failures) {
  UpstreamBench bench;
  for (const FailureRow& row : kFailureRows) {
    const size_t before = bench.upstream().request_count();
    bench.upstream().Enqueue(row.answer);
    const absl::Status status = Fetch(bench, bench.upstream().base_url() + "/source/7").status();
    EXPECT_EQ(status.code(), row.code) << row.name << " " << status;
    EXPECT_EQ(RetryDelay(status).has_value(), row.retryable) << row.name;
    EXPECT_EQ(bench.upstream().request_count(), before + 1) << row.name;
  }
}

TEST(SourcePageTest, AForbiddenPageIsNotAskedFor) {
  UpstreamBench bench;
  for (const std::string& url : {bench.upstream().base_url(), std::string("file:///etc/passwd"),
                                 std::string("https://evil.example/source/7")}) {
    const absl::Status status = Fetch(bench, url, LinkRules()).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << url;
  }
  EXPECT_EQ(bench.upstream().accepted_connections(), 0);
}

}  // namespace
}  // namespace mediagen
