// What of a chat request is refused before money moves.
#include <gtest/gtest.h>

#include <limits>

#include "server/upstream/request_check.h"
#include "tests/upstream/built_in_row.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

using testing::ReasonOf;
using testing::RowAt;
using testing::ViolatedField;

v1::ChatMessage& Add(v1::ChatSpec& spec, v1::ChatRole role) {
  v1::ChatMessage& message = *spec.add_messages();
  message.set_role(role);
  return message;
}

v1::ChatSpec GoodSpec() {
  v1::ChatSpec spec;
  Add(spec, v1::CHAT_ROLE_USER).add_parts()->set_text("hello");
  return spec;
}

struct Row {
  const char* name;
  const char* model;
  void (*change)(v1::ChatSpec& spec);
  const char* field;  // Empty: fine.
};

constexpr char kModel[] = "gemini-2.5-flash-image";
constexpr char kNewModel[] = "gemini-nano-banana-2.1";

void AddStops(int count, v1::ChatSpec& spec) {
  for (int i = 0; i < count; ++i) spec.add_stop_sequences("END");
}

void AddSafety(const char* category, const char* threshold, v1::ChatSpec& spec) {
  spec.add_safety_settings()->set_category(category);
  spec.mutable_safety_settings(0)->set_threshold(threshold);
}

void AddPictures(int count, v1::ChatSpec& spec) {
  for (int i = 0; i < count; ++i)
    spec.mutable_messages(0)->add_parts()->mutable_image()->set_data("\xff\xd8\xff");
}

const Row kRows[] = {
    {"Good", kModel, [](v1::ChatSpec&) {}, ""},
    {"ModelOfPictures", "imagen-4.0-generate-001", [](v1::ChatSpec&) {}, "model"},
    {"NoMessages", kModel, [](v1::ChatSpec& s) { s.clear_messages(); }, "spec.messages"},
    {"NoUserMessage", kModel,
     [](v1::ChatSpec& s) { s.mutable_messages(0)->set_role(v1::CHAT_ROLE_MODEL); },
     "spec.messages"},
    {"NoParts", kModel, [](v1::ChatSpec& s) { s.mutable_messages(0)->clear_parts(); },
     "spec.messages[0].parts"},
    {"NoRole", kModel,
     [](v1::ChatSpec& s) { Add(s, v1::CHAT_ROLE_UNSPECIFIED).add_parts()->set_text("x"); },
     "spec.messages[1].role"},
    {"UnknownRole", kModel,
     [](v1::ChatSpec& s) { Add(s, static_cast<v1::ChatRole>(9)).add_parts()->set_text("x"); },
     "spec.messages[1].role"},
    {"PartOfNothing", kModel, [](v1::ChatSpec& s) { s.mutable_messages(0)->add_parts(); },
     "spec.messages[0].parts[1]"},
    {"FailedPart", kModel,
     [](v1::ChatSpec& s) { s.mutable_messages(0)->add_parts()->mutable_failed(); },
     "spec.messages[0].parts[1]"},
    {"EmptyText", kModel, [](v1::ChatSpec& s) { s.mutable_messages(0)->add_parts()->set_text(""); },
     "spec.messages[0].parts[1].text"},
    {"NoPicture", kModel,
     [](v1::ChatSpec& s) {
       s.mutable_messages(0)->add_parts()->mutable_image()->set_data("not a picture");
     },
     "spec.messages[0].parts[1].image.data"},
    {"PictureOfTheSystem", kModel,
     [](v1::ChatSpec& s) {
       Add(s, v1::CHAT_ROLE_SYSTEM).add_parts()->mutable_image()->set_data("\xff\xd8\xff");
     },
     "spec.messages[1].parts[0].image"},
    {"Picture", kModel,
     [](v1::ChatSpec& s) {
       s.mutable_messages(0)->add_parts()->mutable_image()->set_data("\xff\xd8\xff");
     },
     ""},
    {"Link", kModel,
     [](v1::ChatSpec& s) {
       s.mutable_messages(0)->add_parts()->mutable_image()->set_uri("https://x/y.png");
     },
     ""},
    {"LinkToAFile", kModel,
     [](v1::ChatSpec& s) {
       s.mutable_messages(0)->add_parts()->mutable_image()->set_uri("file:///etc/passwd");
     },
     "spec.messages[0].parts[1].image.uri"},
    {"Bucket", kModel,
     [](v1::ChatSpec& s) {
       s.mutable_messages(0)->add_parts()->mutable_image()->set_gcs_uri("gs://b/o");
     },
     "spec.messages[0].parts[1].image.gcs_uri"},
    {"UnknownModality", kModel, [](v1::ChatSpec& s) { s.add_modalities("audio"); },
     "spec.modalities[0]"},
    {"EmptyModality", kModel,
     [](v1::ChatSpec& s) {
       s.add_modalities("IMAGE");
       s.add_modalities("");
     },
     "spec.modalities[1]"},
    {"TemperatureZero", kModel, [](v1::ChatSpec& s) { s.set_temperature(0); }, ""},
    {"TemperatureTwo", kModel, [](v1::ChatSpec& s) { s.set_temperature(2); }, ""},
    {"TemperatureHigh", kModel, [](v1::ChatSpec& s) { s.set_temperature(2.1); },
     "spec.temperature"},
    {"TemperatureLow", kModel, [](v1::ChatSpec& s) { s.set_temperature(-0.1); },
     "spec.temperature"},
    {"TemperatureNotANumber", kModel,
     [](v1::ChatSpec& s) { s.set_temperature(std::numeric_limits<double>::quiet_NaN()); },
     "spec.temperature"},
    {"TopP0", kModel, [](v1::ChatSpec& s) { s.set_top_p(0); }, ""},
    {"TopP1", kModel, [](v1::ChatSpec& s) { s.set_top_p(1); }, ""},
    {"TopPHigh", kModel, [](v1::ChatSpec& s) { s.set_top_p(1.1); }, "spec.top_p"},
    {"TopPNotANumber", kModel,
     [](v1::ChatSpec& s) { s.set_top_p(std::numeric_limits<double>::quiet_NaN()); }, "spec.top_p"},
    {"TopK1", kModel, [](v1::ChatSpec& s) { s.set_top_k(1); }, ""},
    {"TopK0", kModel, [](v1::ChatSpec& s) { s.set_top_k(0); }, "spec.top_k"},
    {"MaxTokens1", kModel, [](v1::ChatSpec& s) { s.set_max_output_tokens(1); }, ""},
    {"MaxTokens0", kModel, [](v1::ChatSpec& s) { s.set_max_output_tokens(0); },
     "spec.max_output_tokens"},
    {"AnySeed", kModel, [](v1::ChatSpec& s) { s.set_seed(-1); }, ""},
    {"5StopSequences", kModel, [](v1::ChatSpec& s) { AddStops(5, s); }, ""},
    {"6StopSequences", kModel, [](v1::ChatSpec& s) { AddStops(6, s); }, "spec.stop_sequences"},
    {"EmptyStopSequence", kModel, [](v1::ChatSpec& s) { s.add_stop_sequences(""); },
     "spec.stop_sequences[0]"},
    {"Ratio", kModel, [](v1::ChatSpec& s) { s.mutable_image_config()->set_aspect_ratio("21:9"); },
     ""},
    {"RatioOfANewerModel", kModel,
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_aspect_ratio("1:8"); },
     "spec.image_config.aspect_ratio"},
    {"NewRatio", kNewModel,
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_aspect_ratio("1:8"); }, ""},
    {"RatioOfUnknownModel", "gemini-9",
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_aspect_ratio("7:3"); }, ""},
    {"Size1K", kModel, [](v1::ChatSpec& s) { s.mutable_image_config()->set_image_size("1k"); }, ""},
    {"Size2K", kModel, [](v1::ChatSpec& s) { s.mutable_image_config()->set_image_size("2K"); },
     "spec.image_config.image_size"},
    {"Size512OfAModelWithout", kNewModel,
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_image_size("512"); },
     "spec.image_config.image_size"},
    {"Size512", "gemini-3.1-flash-image",
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_image_size("512"); }, ""},
    {"SizeOfAModelOfOneSize", "gemini-2.0-flash-preview-image-generation",
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_image_size("1K"); },
     "spec.image_config.image_size"},
    {"UnknownPersons", kModel,
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_person_generation("all"); },
     "spec.image_config.person_generation"},
    {"Gif", kNewModel,
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_output_mime_type("image/gif"); },
     "spec.image_config.output_mime_type"},
    {"QualityOfJpeg", kNewModel,
     [](v1::ChatSpec& s) {
       s.mutable_image_config()->set_output_mime_type("image/jpeg");
       s.mutable_image_config()->set_output_compression_quality(100);
     },
     ""},
    {"QualityOfNobodyKnowsWhat", kNewModel,
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_output_compression_quality(0); }, ""},
    {"QualityOfPng", kNewModel,
     [](v1::ChatSpec& s) {
       s.mutable_image_config()->set_output_mime_type("image/png");
       s.mutable_image_config()->set_output_compression_quality(75);
     },
     "spec.image_config.output_compression_quality"},
    {"Quality101", kNewModel,
     [](v1::ChatSpec& s) { s.mutable_image_config()->set_output_compression_quality(101); },
     "spec.image_config.output_compression_quality"},
    {"SystemInstruction", kModel, [](v1::ChatSpec& s) { s.set_system_instruction("draw"); }, ""},
    {"LongSystemInstruction", kModel,
     [](v1::ChatSpec& s) { s.set_system_instruction(std::string(32'001, 'x')); },
     "spec.system_instruction"},
    {"SafetySetting", kModel,
     [](v1::ChatSpec& s) { AddSafety("HARM_CATEGORY_HARASSMENT", "block_none", s); }, ""},
    {"NewSafetyCategory", kModel, [](v1::ChatSpec& s) { AddSafety("HARM_CATEGORY_NEW", "OFF", s); },
     ""},
    {"NoSafetyCategory", kModel, [](v1::ChatSpec& s) { AddSafety("", "OFF", s); },
     "spec.safety_settings[0].category"},
    {"NoSafetyThreshold", kModel, [](v1::ChatSpec& s) { AddSafety("HARM_CATEGORY_NEW", "", s); },
     "spec.safety_settings[0].threshold"},
    {"UnknownSafetyThreshold", kModel,
     [](v1::ChatSpec& s) { AddSafety("HARM_CATEGORY_NEW", "BLOCK_A_BIT", s); },
     "spec.safety_settings[0].threshold"},
    {"TemperatureOfAModelWithout", kNewModel, [](v1::ChatSpec& s) { s.set_temperature(0); },
     "spec.temperature"},
    {"SeedOfAModelWithout", kNewModel, [](v1::ChatSpec& s) { s.set_seed(0); }, "spec.seed"},
    {"14Pictures", kNewModel, [](v1::ChatSpec& s) { AddPictures(14, s); }, ""},
    {"15Pictures", kNewModel, [](v1::ChatSpec& s) { AddPictures(15, s); },
     "spec.messages[0].parts"},
    {"15PicturesOfAModelThatDoesNotTell", kModel, [](v1::ChatSpec& s) { AddPictures(15, s); }, ""},
    {"15PicturesEarlierOn", kNewModel,
     [](v1::ChatSpec& s) {
       AddPictures(15, s);
       Add(s, v1::CHAT_ROLE_USER).add_parts()->set_text("go on");
     },
     ""},
    {"AllowedBucket", kModel,
     [](v1::ChatSpec& s) {
       s.mutable_messages(0)->add_parts()->mutable_image()->set_gcs_uri("gs://allowed/o");
     },
     ""},
};

TEST(RequestCheckChatTest, Fields) {
  const GcsPrefixes buckets({"gs://allowed/"});
  for (const Row& row : kRows) {
    v1::ChatSpec spec = GoodSpec();
    row.change(spec);
    const absl::Status status = CheckAndComplete(RowAt("aihubmix", row.model), spec, buckets);
    EXPECT_EQ(ViolatedField(status), row.field) << row.name << ": " << status;
    EXPECT_EQ(status.ok(), *row.field == '\0') << row.name;
  }
}

TEST(RequestCheckChatTest, A21MegabytePictureIsTooLarge) {
  v1::ChatSpec spec = GoodSpec();
  std::string picture = "\xff\xd8\xff";
  picture.resize(21'000'000);
  spec.mutable_messages(0)->add_parts()->mutable_image()->set_data(picture);
  const absl::Status status = CheckAndComplete(nullptr, spec);
  EXPECT_EQ(ViolatedField(status), "spec.messages[0].parts[1].image.data");
  EXPECT_EQ(ReasonOf(status), "MEDIA_TOO_LARGE");
}

TEST(RequestCheckChatTest, BothModalitiesAreTheDefault) {
  v1::ChatSpec spec = GoodSpec();
  ASSERT_TRUE(CheckAndComplete(nullptr, spec).ok());
  ASSERT_EQ(spec.modalities_size(), 2);
  EXPECT_EQ(spec.modalities(0), "text");
  EXPECT_EQ(spec.modalities(1), "image");
  v1::ChatSpec only_image = GoodSpec();
  only_image.add_modalities("image");
  ASSERT_TRUE(CheckAndComplete(nullptr, only_image).ok());
  EXPECT_EQ(only_image.modalities_size(), 1);
}

}  // namespace
}  // namespace mediagen
