#include "server/upstream/reverse_video_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr char kHead[] = "```json\n{\n \"prompt\": \"Rain on a tin roof.\"\n}\n```\n\n";
constexpr char kTask[] = "> Task ID: `0a1b2c3d-1111-4222-8333-444455556666`\n";
constexpr char kPages[] =
    "> [Preview](https://pages.example/web/0a1b) | [Data](https://pages.example/source/0a1b)\n";
constexpr char kVideo[] =
    "[▶️ Watch](https://files.example/cdn/1/v.mp4) | "
    "[⏬ Download](https://files.example/cdn/download/1/v.mp4)\n";

// All that a text told, on a line.
std::string Told(const ReverseVideoText& text) {
  const ReverseVideoFacts& facts = text.facts();
  std::string told;
  const auto add = [&](absl::string_view name, absl::string_view value) {
    if (!value.empty()) absl::StrAppend(&told, name, "=", value, " ");
  };
  add("id", facts.task_id);
  add("prompt", facts.revised_prompt);
  add("page", facts.urls.progress_page);
  add("source", facts.urls.source_page);
  add("watch", facts.urls.watch_url);
  add("file", facts.urls.download_url);
  if (facts.percent.has_value()) add("percent", absl::StrCat(*facts.percent));
  if (facts.retry.has_value())
    add("retry", absl::StrCat(facts.retry->retry, "/", facts.retry->limit));
  if (facts.failed) add("failed", facts.failure_text);
  switch (text.outcome()) {
    case ReverseVideoOutcome::kSucceeded:
      return told + "succeeded";
    case ReverseVideoOutcome::kFiltered:
      return told + "filtered";
    case ReverseVideoOutcome::kFailed:
      return told + "failed";
    case ReverseVideoOutcome::kUnknown:
      break;
  }
  return told + "unknown";
}

std::string ToldBy(const std::vector<absl::string_view>& pieces) {
  ReverseVideoText text;
  for (absl::string_view piece : pieces) text.Feed(piece);
  text.Finish();
  return Told(text);
}

// What the whole tells; the same at every split, and byte by byte.
std::string ToldAtEverySplit(absl::string_view text) {
  const std::string whole = ToldBy({text});
  std::vector<absl::string_view> bytes;
  for (size_t cut = 0; cut < text.size(); ++cut) {
    EXPECT_EQ(ToldBy({text.substr(0, cut), text.substr(cut)}), whole) << "cut at " << cut;
    bytes.push_back(text.substr(cut, 1));
  }
  EXPECT_EQ(ToldBy(bytes), whole) << "byte by byte";
  return whole;
}

constexpr char kToldOfWhole[] =
    "id=0a1b2c3d-1111-4222-8333-444455556666 prompt=Rain on a tin roof. "
    "page=https://pages.example/web/0a1b source=https://pages.example/source/0a1b "
    "watch=https://files.example/cdn/1/v.mp4 file=https://files.example/cdn/download/1/v.mp4 "
    "retry=0/3 succeeded";

std::string WholeAnswer() {
  return absl::StrCat(kHead, "> Created\n", kTask, kPages, "> Waiting\n\n> 🎬 At work......\n",
                      "\n> ⚠️ Retrying (0/3)\n\n> 🎉 Done\n\n", kVideo);
}

TEST(ReverseVideoTextTest, AWholeAnswer) {
  EXPECT_EQ(ToldAtEverySplit(WholeAnswer()), kToldOfWhole);
}

TEST(ReverseVideoTextTest, AWholeAnswerOnOneLine) {
  EXPECT_EQ(ToldAtEverySplit(absl::StrReplaceAll(WholeAnswer(), {{"\n", " "}})), kToldOfWhole);
}

TEST(ReverseVideoTextTest, AWholeAnswerWithoutFence) {
  EXPECT_EQ(ToldAtEverySplit(absl::StrReplaceAll(WholeAnswer(), {{"```json\n", ""}, {"```", ""}})),
            kToldOfWhole);
}

struct Row {
  const char* name;
  std::string text;
  const char* told;
};

const Row kLinkRows[] = {
    {"PlayerOnly", "[p](https://f/v.mp4)", "watch=https://f/v.mp4 succeeded"},
    {"FileOnly", "[f](https://f/download/v.mp4)", "file=https://f/download/v.mp4 succeeded"},
    {"FileFirst", "[f](https://f/download/v.mp4) | [p](https://f/v.mp4)",
     "watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded"},
    {"OtherScript", "[在线播放](https://f/v.mp4) | [下载](https://f/download/v.mp4)",
     "watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded"},
    {"Signed", "[p](https://f/v.mp4?sig=a%2Fb&e=1) | [f](https://f/download/v.mp4?sig=x/y.z&e=1)",
     "watch=https://f/v.mp4?sig=a%2Fb&e=1 file=https://f/download/v.mp4?sig=x/y.z&e=1 succeeded"},
    {"FileWithoutExtension", "[p](https://f/v.mp4) | [f](https://f/download/77)",
     "watch=https://f/v.mp4 file=https://f/download/77 succeeded"},
    {"TwoPlayers", "[p](https://f/v.mp4) | [f](https://g/w.mp4)",
     "watch=https://f/v.mp4 file=https://g/w.mp4 succeeded"},
    {"DownloadInAQueryIsNone", "[p](https://f/v.mp4?from=/download/)",
     "watch=https://f/v.mp4?from=/download/ succeeded"},
    {"OnLinesOfTheirOwn", "- [p](https://f/v.mp4)\n- [f](https://f/download/v.mp4)\n",
     "watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded"},
    {"WithWordsBetween", "Watch: https://f/v.mp4\nDownload: https://f/download/v.mp4\n",
     "watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded"},
    {"Repeated", "[https://f/v.mp4](https://f/v.mp4) | [f](https://f/download/v.mp4)",
     "watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded"},
    {"LowQualityFirst",
     "[low](https://f/low.mp4)\n\n[p](https://f/v.mp4) | [f](https://f/download/v.mp4)",
     "watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded"},
    {"LowQualityPairFirst",
     "[a](https://f/low.mp4) | [b](https://f/download/low.mp4)\n> 🔄 better...\n\n"
     "[p](https://f/v.mp4) | [f](https://f/download/v.mp4)",
     "watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded"},
    {"LowQualityPairRightBefore",
     "[a](https://f/low.mp4) | [b](https://f/download/low.mp4)\n\n"
     "[p](https://f/v.mp4) | [f](https://f/download/v.mp4)",
     "watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded"},
    {"LowQualityPairBeforeAPlayer",
     "[低清](https://f/low.mp4) | [下载](https://f/download/low.mp4)\n> 完成\n[p](https://f/v.mp4)",
     "watch=https://f/v.mp4 succeeded"},
    {"CutInTheLink", "[p](https://f/v.mp4) | [f](https://f/download/v.m",
     "watch=https://f/v.mp4 succeeded"},
    {"BareAtTheEnd", "done: https://f/v.mp4", "watch=https://f/v.mp4 succeeded"},
    {"PagesByPosition", "[a](https://s.example/p/7) | [b](https://s.example/d/7)\n",
     "page=https://s.example/p/7 source=https://s.example/d/7 unknown"},
    {"PagesTheOtherWayRound", "[b](https://s/source/7) | [a](https://s/web/7)\n",
     "page=https://s/web/7 source=https://s/source/7 unknown"},
    {"SourcePageOnly", "[b](https://s/source/7)\n", "source=https://s/source/7 unknown"},
    {"PageNamedBesideASourcePage", "[a](https://s/p/7)|[b](https://s/source/7)\n",
     "page=https://s/p/7 source=https://s/source/7 unknown"},
    {"OtherLinks", "[help](https://s/help) and [terms](https://s/terms)\n", "unknown"},
    {"LinksBehindTheVideo", "[p](https://f/v.mp4)\n[a](https://s/a) | [b](https://s/b)\n",
     "watch=https://f/v.mp4 succeeded"},
    {"FirstPagesCount", "[a](https://s/web/1)\n[a](https://s/web/2)\n",
     "page=https://s/web/1 unknown"},
};

TEST(ReverseVideoTextTest, Links) {
  for (const Row& row : kLinkRows) EXPECT_EQ(ToldAtEverySplit(row.text), row.told) << row.name;
}

const Row kHeadRows[] = {
    {"UrlInThePrompt", "{\"prompt\":\"as in https://f/x.mp4 \\\" } > ❌ (1/2) 5%\"}\n> on",
     "prompt=as in https://f/x.mp4 \" } > ❌ (1/2) 5% unknown"},
    {"UrlInAFencedPrompt", "```json\n{\"prompt\":\"https://f/x.mp4\"}\n```\n[p](https://f/v.mp4)",
     "prompt=https://f/x.mp4 watch=https://f/v.mp4 succeeded"},
    {"Escapes", "{\"prompt\":\"\\u96e8 \\ud83c\\udfa8 \\n\"}", "prompt=雨 🎨 \n unknown"},
    {"NestedBraces", "{\"a\":{\"b\":[1,{\"c\":\"}\"}]},\"prompt\":\"p\"} x", "prompt=p unknown"},
    {"BehindALineOfText", "Thinking…\n```JSON\n{\"prompt\":\"p\"}\n```", "prompt=p unknown"},
    {"NoPrompt", "{\"duration\":8}\n(1/2)", "retry=1/2 unknown"},
    {"PromptIsNoText", "{\"prompt\":{\"scene\":\"https://f/x.mp4\"}}", "unknown"},
    {"InTheMiddleOfALine", "see {\"prompt\":\"p\"}", "unknown"},
    {"BehindTheFacts", "[p](https://f/v.mp4)\n{\"prompt\":\"p\"}",
     "watch=https://f/v.mp4 succeeded"},
    {"OnlyTheFirst", "{\"prompt\":\"p\"}\n{\"prompt\":\"q\"}", "prompt=p unknown"},
    {"CutShort", "{\"prompt\":\"p https://f/x.mp4 ", "unknown"},
    {"StrayQuotationMark", "{\"prompt\":\"a 5\" lens\"}\n[p](https://f/v.mp4)",
     "watch=https://f/v.mp4 succeeded"},
    {"LineEndInAString", "{\"prompt\":\"a\nb\"}\n[p](https://f/v.mp4)",
     "watch=https://f/v.mp4 succeeded"},
    {"NoJsonAtAll", "{oops}\n> Task ID: `task_12345678`\n", "id=task_12345678 unknown"},
};

TEST(ReverseVideoTextTest, Heads) {
  for (const Row& row : kHeadRows) EXPECT_EQ(ToldAtEverySplit(row.text), row.told) << row.name;
}

const Row kMarkRows[] = {
    {"IdInBackticks", "ID: `task_01jx-9`\n", "id=task_01jx-9 unknown"},
    {"IdOfOtherScript", "任务ID：`0a1b2c3d-1111-4222-8333-444455556666`",
     "id=0a1b2c3d-1111-4222-8333-444455556666 unknown"},
    {"IdWithoutBackticks", "**Task ID:** 0a1b2c3d-1111 x", "id=0a1b2c3d-1111 unknown"},
    {"IdWithColons", "ID: `task:7/ab.c-8`", "id=task:7/ab.c-8 unknown"},
    {"IdOfAKnownFormWithoutLabel", "任务 `0a1b2c3d-1111-4222-8333-444455556666`",
     "id=0a1b2c3d-1111-4222-8333-444455556666 unknown"},
    {"ModelInBackticksIsNone", "Model: `veo3-fast-frames`\nID: `task_12345678`",
     "id=task_12345678 unknown"},
    {"TheFirstIdCounts", "ID: `task_11111111` ID: `task_22222222`", "id=task_11111111 unknown"},
    {"NoId", "ID: unknown, valid 2025 `ID`\n", "unknown"},
    {"IdIsNoPartOfAWord", "valid: `12345678`\n", "unknown"},
    {"Retries", "(0/3)\n(1/3)\n(2/3)\n", "retry=2/3 unknown"},
    {"RetryInFullWidth", "重试（1/3）", "retry=1/3 unknown"},
    {"NoRetry", "(3/2) (a/3) (1/) (1/3 (1 /3) 1/3 (12345/12345)", "unknown"},
    {"Percent", "at 7% then 42 % now", "percent=42 unknown"},
    {"PercentInFullWidth", "进度 80％", "percent=80 unknown"},
    {"PercentWithAFraction", "99.5%", "percent=99 unknown"},
    {"NoPercent", "101% % a% x9% 1 2 3", "unknown"},
    {"RunningNumbers", "> 🏃 Progress 42..54..81..\n", "percent=81 unknown"},
    {"NumbersThatDoNotRun", "> Progress 42..54..\n> 🏃\n> 9..", "unknown"},
    {"NumbersThatAreNotWhole", "🏃 step 3.5 of 7.", "unknown"},
};

TEST(ReverseVideoTextTest, Marks) {
  for (const Row& row : kMarkRows) EXPECT_EQ(ToldAtEverySplit(row.text), row.told) << row.name;
}

TEST(ReverseVideoTextTest, BothChannelsTell) {
  ReverseVideoText text;
  text.FeedReasoning("✨ started\nTask ID: `task_1234");
  text.Feed("[p](https://f/v.mp4) | ");
  text.FeedReasoning("5678`\n");
  text.Feed("[f](https://f/download/v.mp4)");
  text.Finish();
  EXPECT_EQ(Told(text),
            "id=task_12345678 watch=https://f/v.mp4 file=https://f/download/v.mp4 succeeded");
}

// What a caller waits for, it gets with the character that makes it certain.
TEST(ReverseVideoTextTest, TellsAsSoonAsItIsCertain) {
  const std::string answer = WholeAnswer();
  const auto news_end_at = [&](const std::string& token) {
    return answer.find(token) + token.size();
  };
  const std::vector<size_t> news = {
      news_end_at("roof.\"\n}"),        news_end_at("6666`"), news_end_at("web/0a1b)"),
      news_end_at("source/0a1b)"),      news_end_at("(0/3)"), news_end_at("cdn/1/v.mp4)"),
      news_end_at("download/1/v.mp4)"),
  };
  ReverseVideoText text;
  std::vector<size_t> heard;
  for (size_t i = 0; i < answer.size(); ++i) {
    text.Feed(absl::string_view(answer).substr(i, 1));
    if (text.TakeNews()) heard.push_back(i + 1);
  }
  EXPECT_EQ(heard, news);
}

TEST(ReverseVideoTextTest, FillsProgress) {
  ReverseVideoText text;
  v1::VideoProgress progress;
  text.FillProgress(progress);
  EXPECT_EQ(progress.SerializeAsString(), "");
  text.Feed(absl::StrCat(kHead, kTask, kPages, "(1/3) 60%\n"));
  text.FillProgress(progress);
  EXPECT_EQ(progress.task_id(), "0a1b2c3d-1111-4222-8333-444455556666");
  EXPECT_EQ(progress.revised_prompt(), "Rain on a tin roof.");
  EXPECT_EQ(progress.progress_page(), "https://pages.example/web/0a1b");
  EXPECT_EQ(progress.source_page(), "https://pages.example/source/0a1b");
  EXPECT_EQ(progress.upstream_percent(), 60);
  EXPECT_EQ(progress.upstream_retry(), 1);
  EXPECT_EQ(progress.upstream_retry_limit(), 3);
}

struct FailureRow {
  const char* name;
  const char* text;
  absl::StatusCode code;
  const char* reason;
  const char* upstream_message;
  const char* support_codes;
};

const FailureRow kFailureRows[] = {
    {"Unsafe", "> ❌ It failed\n> Reason: PUBLIC_ERROR_UNSAFE_GENERATION\n",
     absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
     "It failed Reason: PUBLIC_ERROR_UNSAFE_GENERATION", ""},
    {"OneLine", "> ❌ It failed > Reason: UNSAFE ", absl::StatusCode::kFailedPrecondition,
     "RESULT_FILTERED", "It failed Reason: UNSAFE", ""},
    {"SupportCode", "❌ refused. Support codes: 58061214, 17301594",
     absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
     "refused. Support codes: 58061214, 17301594", "58061214,17301594"},
    {"SupportCodeOfOtherScript", "> ❌ 生成失败\n> 原因：58061214\n",
     absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED", "生成失败 原因：58061214",
     "58061214"},
    {"UnknownSupportCode", "❌ Support code: 11111111", absl::StatusCode::kFailedPrecondition,
     "RESULT_FILTERED", "Support code: 11111111", ""},
    {"SomethingElse", "> ❌ It failed\n> Reason: the queue is full\n", absl::StatusCode::kInternal,
     "OPERATION_FAILED", "It failed Reason: the queue is full", ""},
    {"AnotherNumber", "❌ HTTP 502 at 20250615", absl::StatusCode::kInternal, "OPERATION_FAILED",
     "HTTP 502 at 20250615", ""},
    {"UrlAndKey", "❌ see https://f/secret?key=1 Bearer abcdefgh", absl::StatusCode::kInternal,
     "OPERATION_FAILED", "see [url] Bearer [key]", ""},
    {"NoReason", "❌", absl::StatusCode::kInternal, "OPERATION_FAILED", "", ""},
};

TEST(ReverseVideoTextTest, Failures) {
  for (const FailureRow& row : kFailureRows) {
    ToldAtEverySplit(row.text);
    ReverseVideoText text;
    text.Feed(absl::StrCat(kTask, kPages, row.text));
    text.Finish();
    const absl::Status status = text.Failure();
    EXPECT_EQ(status.code(), row.code) << row.name;
    const google::rpc::ErrorInfo info = ErrorInfoOf(status);
    EXPECT_EQ(info.reason(), row.reason) << row.name;
    auto metadata = info.metadata();
    EXPECT_EQ(metadata["upstream_code"], absl::StatusCodeToString(row.code)) << row.name;
    EXPECT_EQ(metadata["upstream_message"], row.upstream_message) << row.name;
    EXPECT_EQ(metadata["support_codes"], row.support_codes) << row.name;
    EXPECT_EQ(metadata["task_id"], "0a1b2c3d-1111-4222-8333-444455556666") << row.name;
    EXPECT_EQ(metadata["progress_page"], "https://pages.example/web/0a1b") << row.name;
    EXPECT_EQ(metadata["source_page"], "https://pages.example/source/0a1b") << row.name;
    EXPECT_FALSE(RetryDelay(status).has_value()) << row.name;
  }
}

TEST(ReverseVideoTextTest, AVideoOutweighsAFailure) {
  EXPECT_EQ(ToldAtEverySplit("❌ once\n[p](https://f/v.mp4)"),
            "watch=https://f/v.mp4 failed= once\n[p](https://f/v.mp4) succeeded");
}

TEST(ReverseVideoTextTest, HostileTextIsBounded) {
  for (const std::string unit : {"a", "`", "[", "](", "(", "{", "```json\n{", "{\"", "https://",
                                 "❌", "\xf0\x9f", "1/", "[p](https://f/v.mp4) ", "ID: `"}) {
    ReverseVideoText text;
    for (int i = 0; i < 200'000; ++i) text.Feed(unit);
    text.Finish();
    EXPECT_LT(Told(text).size(), 10'000u) << unit;
  }
  ReverseVideoText text;
  text.Feed("{\"prompt\":\"" + std::string(1'000'000, 'a') + "\"}\n" + kTask);
  EXPECT_EQ(Told(text), "id=0a1b2c3d-1111-4222-8333-444455556666 unknown");
}

}  // namespace
}  // namespace mediagen
