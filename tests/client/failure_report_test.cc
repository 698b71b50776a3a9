#include "client/cli/failure_report.h"

#include <gtest/gtest.h>

namespace mediagen::client {
namespace {

const Command& Image() { return *FindCommand("image"); }
const Command& Video() { return *FindCommand("video"); }

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(FailureTextTest, NamesTheFlagOfAField) {
  const CallError error{.code = absl::StatusCode::kInvalidArgument,
                        .message = "the request is invalid",
                        .reason = "INVALID_REQUEST",
                        .metadata = {{"request_id", "r7"}},
                        .field_violations = {{"spec.aspect_ratio", "7:5 is not offered"},
                                             {"spec.new_field", "who knows"}}};
  const std::string text = FailureText(error, Image(), Progressed::kSent, CommandResult());
  EXPECT_TRUE(Contains(text, "mediagen image: the request is refused: the request is invalid\n"));
  EXPECT_TRUE(Contains(text, "  --aspect-ratio (spec.aspect_ratio): 7:5 is not offered\n"));
  EXPECT_TRUE(Contains(text, "  spec.new_field: who knows\n"));
  EXPECT_TRUE(Contains(text, "INVALID_REQUEST"));
  EXPECT_TRUE(Contains(text, "r7"));
}

TEST(FailureTextTest, TellsTheUpstreamAndTheDelay) {
  const CallError error{
      .code = absl::StatusCode::kResourceExhausted,
      .message = "the provider is busy",
      .reason = "UPSTREAM_RATE_LIMITED",
      .metadata = {{"upstream_code", "429"}, {"upstream_message", "quota exceeded"}},
      .retry_delay = absl::Seconds(30)};
  const std::string text = FailureText(error, Image(), Progressed::kSent, CommandResult());
  EXPECT_TRUE(Contains(text, "429: quota exceeded"));
  EXPECT_TRUE(Contains(text, "Repeating is safe after 30s."));
}

TEST(FailureTextTest, NamesTheSuccessor) {
  const CallError error{.code = absl::StatusCode::kNotFound,
                        .message = "the model was turned off",
                        .reason = "MODEL_RETIRED",
                        .metadata = {{"replacement", "newer-model"}}};
  EXPECT_TRUE(Contains(FailureText(error, Image(), Progressed::kSent, CommandResult()),
                       "  successor    newer-model\n"));
}

TEST(FailureTextTest, WarnsWhenTheOutcomeIsUnknown) {
  CommandResult result;
  result.set_request_id("my-id");
  const CallError error{.code = absl::StatusCode::kUnavailable, .message = "Socket closed"};
  const std::string text = FailureText(error, Image(), Progressed::kSent, result);
  EXPECT_TRUE(Contains(text, "do not repeat it blindly"));
  EXPECT_TRUE(Contains(text, "--request-id my-id"));
}

TEST(FailureTextTest, PrintsTheResumeCommandUnlessTheJobIsOver) {
  CommandResult result;
  result.set_resume_command("mediagen watch 'OP'");
  CallError error{.code = absl::StatusCode::kAborted, .reason = "OPERATION_WAIT_LIMIT"};
  EXPECT_TRUE(
      Contains(FailureText(error, Video(), Progressed::kStarted, result), "mediagen watch 'OP'"));
  error.reason = "OPERATION_FAILED";
  EXPECT_FALSE(
      Contains(FailureText(error, Video(), Progressed::kStarted, result), "mediagen watch 'OP'"));
}

TEST(InterruptedTextTest, SaysWhatGoesOn) {
  CommandResult result;
  result.set_request_id("my-id");
  EXPECT_TRUE(Contains(InterruptedText(Image(), Progressed::kSent, result), "may bill"));
  EXPECT_TRUE(Contains(InterruptedText(Image(), Progressed::kFree, result), "Nothing was sent"));
  EXPECT_TRUE(Contains(InterruptedText(Video(), Progressed::kSent, result), "REQUEST_ID_REUSED"));
  result.set_resume_command("mediagen watch 'OP'");
  const std::string text = InterruptedText(Video(), Progressed::kStarted, result);
  EXPECT_TRUE(Contains(text, "already paid"));
  EXPECT_TRUE(Contains(text, "mediagen watch 'OP'"));
}

TEST(FillFailureTest, GivesProgramsTheSame) {
  const CallError error{.code = absl::StatusCode::kInvalidArgument,
                        .message = "no",
                        .reason = "INVALID_REQUEST",
                        .metadata = {{"k", "v"}},
                        .field_violations = {{"spec.prompt", "empty"}},
                        .retry_delay = absl::Milliseconds(1500)};
  CommandResult result;
  FillFailure(error, Image(), result);
  EXPECT_EQ(result.error().code(), "INVALID_ARGUMENT");
  EXPECT_EQ(result.error().reason(), "INVALID_REQUEST");
  EXPECT_EQ(result.error().metadata().at("k"), "v");
  EXPECT_EQ(result.error().field_violations(0).flag(), "PROMPT");
  EXPECT_EQ(result.error().retry_delay().seconds(), 1);
  EXPECT_EQ(result.error().retry_delay().nanos(), 500'000'000);
}

}  // namespace
}  // namespace mediagen::client
