// What is checked of videos by interactions before money moves, and which task is told.
#include <gtest/gtest.h>

#include <functional>

#include "server/upstream/catalogue.h"
#include "server/upstream/request_check.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

constexpr char kPng[] = "\x89PNG\r\n\x1a\n....";
constexpr char kMp4[] = "....ftypisom....";

void AddReferences(int count, v1::VideoSpec& spec) {
  for (int i = 0; i < count; ++i) spec.add_reference_images()->mutable_image()->set_data(kPng);
}

struct Row {
  const char* name;
  std::function<void(v1::VideoSpec&)> set;
  const char* field;  // Empty: fine.
  const char* task;   // When fine.
};

const Row kRows[] = {
    {"TextAlone", [](v1::VideoSpec&) {}, "", ""},
    {"FrameAlone", [](v1::VideoSpec& s) { s.mutable_image()->set_data(kPng); }, "",
     "image_to_video"},
    {"LastFrameAlone", [](v1::VideoSpec& s) { s.mutable_last_frame()->set_data(kPng); }, "",
     "image_to_video"},
    {"BothFrames",
     [](v1::VideoSpec& s) {
       s.mutable_image()->set_data(kPng);
       s.mutable_last_frame()->set_data(kPng);
     },
     "", "image_to_video"},
    {"ReferencesAlone", [](v1::VideoSpec& s) { AddReferences(6, s); }, "", "reference_to_video"},
    {"FrameAndReference",
     [](v1::VideoSpec& s) {
       s.mutable_image()->set_data(kPng);
       AddReferences(1, s);
     },
     "", ""},
    {"Clip", [](v1::VideoSpec& s) { s.mutable_video()->set_data(kMp4); }, "", ""},
    {"ClipAndReference",
     [](v1::VideoSpec& s) {
       s.mutable_video()->set_data(kMp4);
       AddReferences(1, s);
     },
     "", ""},
    {"EarlierVideo", [](v1::VideoSpec& s) { s.set_previous_operation("x"); }, "", ""},
    {"EarlierVideoAndFrame",
     [](v1::VideoSpec& s) {
       s.set_previous_operation("x");
       s.mutable_image()->set_data(kPng);
     },
     "", ""},
    {"NamedTaskStays",
     [](v1::VideoSpec& s) {
       s.mutable_image()->set_data(kPng);
       s.set_task("Edit");
     },
     "", "Edit"},
    {"UnknownTask", [](v1::VideoSpec& s) { s.set_task("paint"); }, "spec.task", ""},
    {"RatioOfAnEdit",
     [](v1::VideoSpec& s) {
       s.set_task("edit");
       s.set_aspect_ratio("16:9");
     },
     "spec.aspect_ratio", ""},
    {"PictureOfAnExtension",
     [](v1::VideoSpec& s) {
       s.set_task("extend");
       s.mutable_video()->set_data(kMp4);
       AddReferences(1, s);
     },
     "spec.task", ""},
    {"SevenPictures",
     [](v1::VideoSpec& s) {
       s.mutable_image()->set_data(kPng);
       AddReferences(6, s);
     },
     "spec.reference_images", ""},
    {"Style",
     [](v1::VideoSpec& s) {
       AddReferences(1, s);
       s.mutable_reference_images(0)->set_reference_type("style");
     },
     "spec.reference_images[0].reference_type", ""},
    {"File", [](v1::VideoSpec& s) { s.mutable_video()->set_uri("https://h/v1beta/files/abc"); }, "",
     ""},
    {"LinkThatIsNoFile",
     [](v1::VideoSpec& s) { s.mutable_video()->set_uri("https://h/movie.mp4"); }, "spec.video.uri",
     ""},
    {"FifteenSeconds", [](v1::VideoSpec& s) { s.set_duration_seconds(15); }, "", ""},
    {"TwoSeconds", [](v1::VideoSpec& s) { s.set_duration_seconds(2); }, "spec.duration_seconds",
     ""},
    {"FourK", [](v1::VideoSpec& s) { s.set_resolution("4K"); }, "", ""},
    {"TooFine", [](v1::VideoSpec& s) { s.set_resolution("8k"); }, "spec.resolution", ""},
    {"Square", [](v1::VideoSpec& s) { s.set_aspect_ratio("1:1"); }, "spec.aspect_ratio", ""},
    {"TwoVideos", [](v1::VideoSpec& s) { s.set_number_of_videos(2); }, "spec.number_of_videos", ""},
    {"NegativePrompt", [](v1::VideoSpec& s) { s.set_negative_prompt("x"); }, "spec.negative_prompt",
     ""},
    {"NoSound", [](v1::VideoSpec& s) { s.set_generate_audio(false); }, "spec.generate_audio", ""},
    {"NoPrompt", [](v1::VideoSpec& s) { s.clear_prompt(); }, "spec.prompt", ""},
    {"NoPromptForAnEdit",
     [](v1::VideoSpec& s) {
       s.clear_prompt();
       s.set_previous_operation("x");
     },
     "spec.prompt", ""},
    {"Bucket", [](v1::VideoSpec& s) { s.set_output_gcs_uri("gs://b/"); }, "spec.output_gcs_uri",
     ""},
};

TEST(RequestCheckInteractionTest, Table) {
  const ModelRow* model = Catalogue::BuiltIn()->Find("gemini", "gemini-omni-1.2-flash");
  ASSERT_NE(model, nullptr);
  for (const Row& row : kRows) {
    v1::VideoSpec spec;
    spec.set_prompt("a ball");
    row.set(spec);
    const absl::Status checked = CheckAndCompleteInteraction(model, spec);
    EXPECT_EQ(testing::ViolatedField(checked), row.field) << row.name << ": " << checked;
    if (checked.ok()) {
      EXPECT_EQ(spec.task(), row.task) << row.name;
    }
  }
}

TEST(RequestCheckInteractionTest, ModelsOfOtherServicesAreRefused) {
  v1::VideoSpec spec;
  spec.set_prompt("a ball");
  const ModelRow* picture = Catalogue::BuiltIn()->Find("gemini", "gemini-3-pro-image");
  EXPECT_FALSE(CheckAndCompleteInteraction(picture, spec).ok());
}

}  // namespace
}  // namespace mediagen
