// The ways to get a picture, and those to get none.
#include "server/upstream/chat_outcome.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

struct Row {
  const char* name;
  const char* answer;
  const char* reason;  // Empty: OK.
};

const Row kRows[] = {
    {"picture", R"({"parts":[{"inlineData":{"data":"AAAA"}}]},"finishReason":"STOP")", ""},
    {"text", R"({"parts":[{"text":"no"}]},"finishReason":"STOP")", ""},
    {"text without a reason to stop", R"({"parts":[{"text":"no"}]})", ""},
    {"text and no picture made", R"({"parts":[{"text":"no"}]},"finishReason":"NO_IMAGE")", ""},
    {"picture and filter", R"({"parts":[{"inlineData":{"data":"AAAA"}}]},"finishReason":"SAFETY")",
     ""},
    {"text and filter", R"({"parts":[{"text":"no"}]},"finishReason":"IMAGE_SAFETY")",
     "RESULT_FILTERED"},
    {"filter, in lower case", R"({},"finishReason":"prohibited_content")", "RESULT_FILTERED"},
    {"filter of the other shape", R"({},"finishReason":"content_filter")", "RESULT_FILTERED"},
    {"recitation", R"({},"finishReason":"IMAGE_RECITATION")", "RESULT_FILTERED"},
    {"no filter", R"({},"finishReason":"IMAGE_OTHER")", "NO_IMAGE"},
    {"a new word", R"({},"finishReason":"TOO_BORING")", "NO_IMAGE"},
    {"cut short", R"({},"finishReason":"MAX_TOKENS")", "NO_IMAGE"},
    {"nothing", R"({"parts":[]})", "NO_IMAGE"},
    {"only a draft", R"({"parts":[{"inlineData":{"data":"AAAA"},"thought":true}]})", "NO_IMAGE"},
    {"only a signature", R"({"parts":[{"text":"","thoughtSignature":"c2ln"}]})", "NO_IMAGE"},
    {"only a corrupt picture", R"({"parts":[{"inlineData":{"data":"!!"}}]})", "MEDIA_CORRUPT"},
    {"text beside a corrupt picture",
     R"({"parts":[{"text":"look"},{"inlineData":{"data":"AAAAA"}}]})", "MEDIA_CORRUPT"},
    {"a good picture beside a corrupt one",
     R"({"parts":[{"inlineData":{"data":"!!"}},{"inlineData":{"data":"AAAA"}}]})", ""},
    {"picture without data", R"({"parts":[{"inlineData":{"mimeType":"image/png"}}]})", "NO_IMAGE"},
};

absl::Status OutcomeOf(absl::string_view body) {
  ChatDecoder decoder;
  decoder.Add(body);
  EXPECT_EQ(decoder.Finish(), ChatDecoder::State::kComplete) << decoder.problem();
  return ChatOutcome(decoder.facts(), decoder.output());
}

std::string ReasonOf(const absl::Status& status) {
  return status.ok() ? "" : ErrorInfoOf(status).reason();
}

TEST(ChatOutcomeTest, Answers) {
  for (const Row& row : kRows) {
    const absl::Status status =
        OutcomeOf(absl::StrCat(R"({"candidates":[{"content":)", row.answer, "}]}"));
    EXPECT_EQ(ReasonOf(status), row.reason) << row.name;
  }
}

TEST(ChatOutcomeTest, NoAnswer) {
  for (const char* body : {"{}", R"({"candidates":[]})", R"({"choices":[]})",
                           R"({"choices":null,"usage":{"completion_tokens":1290}})"}) {
    EXPECT_EQ(ReasonOf(OutcomeOf(body)), "NO_IMAGE") << body;
  }
}

TEST(ChatOutcomeTest, BlockedPrompt) {
  const absl::Status status = OutcomeOf(
      R"({"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"Support codes: 58061214"}})");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto metadata = ErrorInfoOf(status).metadata();
  EXPECT_EQ(ErrorInfoOf(status).reason(), "PROMPT_BLOCKED");
  EXPECT_EQ(metadata.at("block_reason"), "SAFETY");
  EXPECT_EQ(metadata.at("support_codes"), "58061214");
  EXPECT_EQ(ReasonOf(OutcomeOf(R"({"promptFeedback":{"blockReason":"BLOCK_REASON_UNSPECIFIED"}})")),
            "NO_IMAGE");
}

TEST(ChatOutcomeTest, SaysWhereTheFirstPictureIsCorrupt) {
  const absl::Status status =
      OutcomeOf(R"({"candidates":[{"content":{"parts":[{"inlineData":{"data":"AA!A"}}]}}]})");
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("media_offset"), "2");
}

}  // namespace
}  // namespace mediagen
