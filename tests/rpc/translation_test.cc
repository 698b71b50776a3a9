// Prompts that are put into English first.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

constexpr char kChinese[] = "暴风雨中的灯塔";
constexpr char kEnglish[] = "a lighthouse in a storm";

// What a translator answers, with tokens that cost 0.3 and 2.5 USD a million.
std::string Translation(const std::string& text) {
  return absl::StrCat(R"({"choices":[{"message":{"content":")", text,
                      R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,)"
                      R"("completion_tokens":10,"total_tokens":110}})");
}

class TranslationTest : public ServerTest {
 protected:
  TranslationTest() { config_.set_translation_model("gemini-2.5-flash-image"); }

  v1::GenerateImagesRequest Request(const std::string& prompt) {
    v1::GenerateImagesRequest request;
    request.set_request_id("r-1");
    request.set_translate_prompt(true);
    request.mutable_spec()->set_prompt(prompt);
    return request;
  }
  grpc::Status Generate(const v1::GenerateImagesRequest& request) {
    grpc::ClientContext context;
    return server().images().GenerateImages(&context, request, &response_);
  }

  v1::GenerateImagesResponse response_;
};

TEST_F(TranslationTest, IsSentInPlaceOfThePromptAndTold) {
  upstream_.Enqueue(Answer::Json(Translation(kEnglish)));
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
  ASSERT_TRUE(Generate(Request(kChinese)).ok());
  ASSERT_EQ(upstream_.request_count(), 2u);
  EXPECT_TRUE(absl::StrContains(upstream_.requests().at(0).body, kChinese));
  EXPECT_TRUE(absl::StrContains(upstream_.requests().at(1).body, kEnglish));
  EXPECT_FALSE(absl::StrContains(upstream_.requests().at(1).body, kChinese));
  const v1::GenerationRecord& record = response_.results(0).record();
  EXPECT_EQ(record.prompt(), kEnglish);
  EXPECT_EQ(record.original_prompt(), kChinese);
  // 0.04 USD for the picture, 100 tokens in and 10 out for the words.
  EXPECT_EQ(response_.cost().nano_usd(), 40'000'000 + 30'000 + 25'000);
  EXPECT_EQ(record.cost().nano_usd(), 40'000'000);
}

TEST_F(TranslationTest, IsDoneForStreamedPicturesAndVideosToo) {
  upstream_.Enqueue(Answer::Json(Translation(kEnglish)));
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
  v1::StreamImagesRequest pictures;
  pictures.set_translate_prompt(true);
  pictures.mutable_spec()->set_prompt(kChinese);
  grpc::ClientContext context;
  const Streamed<v1::StreamImagesResponse> streamed(
      server().images().StreamImages(&context, pictures));
  ASSERT_TRUE(streamed.status.ok());
  EXPECT_EQ(streamed.events.back().completed().records(0).prompt(), kEnglish);

  upstream_.Enqueue(Answer::Json(Translation(kEnglish)));
  upstream_.Enqueue(Answer::Json(R"({"name":"models/m/operations/o"})"));
  v1::StartVideoRequest video;
  video.set_translate_prompt(true);
  video.mutable_spec()->set_prompt(kChinese);
  v1::StartVideoResponse started;
  grpc::ClientContext video_context;
  ASSERT_TRUE(server().videos().StartVideo(&video_context, video, &started).ok());
  EXPECT_EQ(started.started().prompt(), kEnglish);
}

TEST_F(TranslationTest, IsLeftAloneInTheLatinScriptAndWhenNotAskedFor) {
  upstream_.SetDefault(Answer::Json(ImagesAnswer({Png(100)})));
  ASSERT_TRUE(Generate(Request("un phare dans la tempête 🎨")).ok());
  v1::GenerateImagesRequest unwanted = Request(kChinese);
  unwanted.set_request_id("r-2");
  unwanted.clear_translate_prompt();
  ASSERT_TRUE(Generate(unwanted).ok());
  EXPECT_EQ(upstream_.request_count(), 2u);
  EXPECT_EQ(response_.results(0).record().original_prompt(), "");
}

TEST_F(TranslationTest, CanBeTheOperatorsDefaultThatARequestTurnsOff) {
  config_.set_translate_prompts(true);
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
  v1::GenerateImagesRequest off = Request(kChinese);
  off.set_translate_prompt(false);
  ASSERT_TRUE(Generate(off).ok());
  EXPECT_EQ(upstream_.request_count(), 1u);
  upstream_.Enqueue(Answer::Json(Translation(kEnglish)));
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
  v1::GenerateImagesRequest silent = Request(kChinese);
  silent.set_request_id("r-2");
  silent.clear_translate_prompt();
  ASSERT_TRUE(Generate(silent).ok());
  EXPECT_EQ(upstream_.request_count(), 3u);
}

TEST_F(TranslationTest, IsRefusedWhereNoModelIsConfigured) {
  config_.clear_translation_model();
  const client::CallError error = ErrorOf(Generate(Request(kChinese)));
  EXPECT_EQ(error.code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(upstream_.request_count(), 0u);
}

TEST_F(TranslationTest, ThatFailsEndsTheCallBeforeThePictureIsPaid) {
  upstream_.Enqueue(Answer(429, R"({"error":{"message":"slow down"}})"));
  const client::CallError limited = ErrorOf(Generate(Request(kChinese)));
  EXPECT_EQ(limited.reason, "UPSTREAM_RATE_LIMITED");
  EXPECT_EQ(upstream_.request_count(), 1u);
  // The id is free again, as after any definite rejection.
  upstream_.Enqueue(Answer::Json(Translation("")));
  EXPECT_NE(ErrorOf(Generate(Request(kChinese))).reason, "REQUEST_ID_REUSED");
  EXPECT_EQ(upstream_.request_count(), 2u);
}

TEST_F(TranslationTest, IsNotPaidForWhatTheProviderRefuses) {
  v1::GenerateImagesRequest request = Request(kChinese);
  request.mutable_spec()->set_negative_prompt("rain");
  EXPECT_EQ(Generate(request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request = Request(kChinese);
  request.set_validate_only(true);
  EXPECT_TRUE(Generate(request).ok());
  EXPECT_EQ(upstream_.request_count(), 0u);
}

}  // namespace
}  // namespace mediagen::testing
