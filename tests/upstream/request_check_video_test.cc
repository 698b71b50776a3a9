// What of a video request is refused before money moves.
#include <gtest/gtest.h>

#include "server/upstream/request_check.h"
#include "tests/upstream/built_in_row.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

using testing::ReasonOf;
using testing::RowAt;
using testing::ViolatedField;

const std::string& Png() {
  static const auto* png = new std::string("\x89PNG\r\n\x1a\n....");
  return *png;
}

v1::VideoSpec GoodSpec() {
  v1::VideoSpec spec;
  spec.set_prompt("waves");
  return spec;
}

struct Row {
  const char* name;
  const char* model;
  void (*change)(v1::VideoSpec& spec);
  const char* field;  // Empty: fine.
};

constexpr char kVeo2[] = "veo-2.0-generate-001";
constexpr char kVeo3[] = "veo-3.0-generate-preview";

const Row kRows[] = {
    {"Good", kVeo2, [](v1::VideoSpec&) {}, ""},
    {"ModelOfPictures", "imagen-4.0-generate-001", [](v1::VideoSpec&) {}, "model"},
    // The wrong service is said first: what follows from it would only mislead.
    {"ModelOfPicturesWithAFrame", "imagen-4.0-generate-001",
     [](v1::VideoSpec& s) { s.mutable_image()->set_data(Png()); }, "model"},
    {"EmptyPrompt", kVeo2, [](v1::VideoSpec& s) { s.clear_prompt(); }, "spec.prompt"},
    {"FrameWithoutPrompt", kVeo2,
     [](v1::VideoSpec& s) {
       s.clear_prompt();
       s.mutable_image()->set_data(Png());
     },
     ""},
    {"FrameWithBlankPrompt", kVeo2,
     [](v1::VideoSpec& s) {
       s.set_prompt("  ");
       s.mutable_image()->set_data(Png());
     },
     "spec.prompt"},
    {"Count2", kVeo2, [](v1::VideoSpec& s) { s.set_number_of_videos(2); }, ""},
    {"Count3", kVeo2, [](v1::VideoSpec& s) { s.set_number_of_videos(3); }, "spec.number_of_videos"},
    {"Count2OfVeo3", kVeo3, [](v1::VideoSpec& s) { s.set_number_of_videos(2); },
     "spec.number_of_videos"},
    {"CountMinus1", kVeo2, [](v1::VideoSpec& s) { s.set_number_of_videos(-1); },
     "spec.number_of_videos"},
    {"Seconds5", kVeo2, [](v1::VideoSpec& s) { s.set_duration_seconds(5); }, ""},
    {"Seconds4", kVeo2, [](v1::VideoSpec& s) { s.set_duration_seconds(4); },
     "spec.duration_seconds"},
    {"Seconds5OfVeo3", kVeo3, [](v1::VideoSpec& s) { s.set_duration_seconds(5); },
     "spec.duration_seconds"},
    {"SecondsMinus1", kVeo2, [](v1::VideoSpec& s) { s.set_duration_seconds(-1); },
     "spec.duration_seconds"},
    {"HugeSecondsOfUnknownModel", "veo-9",
     [](v1::VideoSpec& s) { s.set_duration_seconds(100'000); }, "spec.duration_seconds"},
    {"Ratio", kVeo2, [](v1::VideoSpec& s) { s.set_aspect_ratio("9:16"); }, ""},
    {"SquareRatio", kVeo2, [](v1::VideoSpec& s) { s.set_aspect_ratio("1:1"); },
     "spec.aspect_ratio"},
    {"PortraitOfVeo3", kVeo3, [](v1::VideoSpec& s) { s.set_aspect_ratio("9:16"); },
     "spec.aspect_ratio"},
    {"UnknownPersons", kVeo2, [](v1::VideoSpec& s) { s.set_person_generation("x"); },
     "spec.person_generation"},
    {"FrameOfVeo3", kVeo3, [](v1::VideoSpec& s) { s.mutable_image()->set_data(Png()); },
     "spec.image"},
    {"FrameOfNothing", kVeo2, [](v1::VideoSpec& s) { s.mutable_image(); }, "spec.image"},
    {"FrameThatIsNoPicture", kVeo2,
     [](v1::VideoSpec& s) { s.mutable_image()->set_data("not a picture"); }, "spec.image.data"},
    {"FrameThatIsAVideo", kVeo2,
     [](v1::VideoSpec& s) { s.mutable_image()->set_data("....ftypisom"); }, "spec.image.data"},
    {"EmptyFrame", kVeo2, [](v1::VideoSpec& s) { s.mutable_image()->set_data(""); },
     "spec.image.data"},
    {"FrameOfAnotherType", kVeo2,
     [](v1::VideoSpec& s) {
       s.mutable_image()->set_data(Png());
       s.mutable_image()->set_mime_type("image/jpeg");
     },
     "spec.image.mime_type"},
    {"FrameWithShortType", kVeo2,
     [](v1::VideoSpec& s) {
       s.mutable_image()->set_data(Png());
       s.mutable_image()->set_mime_type("PNG");
     },
     ""},
    {"FrameInABucket", kVeo2, [](v1::VideoSpec& s) { s.mutable_image()->set_gcs_uri("gs://b/o"); },
     "spec.image.gcs_uri"},
    {"FrameByPlainLink", kVeo2, [](v1::VideoSpec& s) { s.mutable_image()->set_uri("http://x/y"); },
     "spec.image.uri"},
};

TEST(RequestCheckVideoTest, Fields) {
  for (const Row& row : kRows) {
    v1::VideoSpec spec = GoodSpec();
    row.change(spec);
    const absl::Status status = CheckAndComplete(RowAt("aihubmix", row.model), spec);
    EXPECT_EQ(ViolatedField(status), row.field) << row.name << ": " << status;
    EXPECT_EQ(status.ok(), *row.field == '\0') << row.name;
  }
}

TEST(RequestCheckVideoTest, TheLargestFrame) {
  v1::VideoSpec spec = GoodSpec();
  std::string frame = Png();
  frame.resize(kMaxInputMediaBytes);
  spec.mutable_image()->set_data(frame);
  EXPECT_TRUE(CheckAndComplete(RowAt("aihubmix", kVeo2), spec).ok());
  frame.push_back('x');
  spec.mutable_image()->set_data(frame);
  const absl::Status status = CheckAndComplete(RowAt("aihubmix", kVeo2), spec);
  EXPECT_EQ(ViolatedField(status), "spec.image.data");
  EXPECT_EQ(ReasonOf(status), "MEDIA_TOO_LARGE");
}

TEST(RequestCheckVideoTest, TheCountIsAlwaysSet) {
  v1::VideoSpec spec = GoodSpec();
  EXPECT_TRUE(CheckAndComplete(RowAt("aihubmix", kVeo2), spec).ok());
  EXPECT_EQ(spec.number_of_videos(), 1);
  EXPECT_EQ(spec.duration_seconds(), 0);  // Left to the upstream.
}

}  // namespace
}  // namespace mediagen
