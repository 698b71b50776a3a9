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

std::string Mp4() { return "....ftypisom"; }

void AddReferences(int count, v1::VideoSpec& spec) {
  for (int i = 0; i < count; ++i) {
    v1::ReferenceImage& reference = *spec.add_reference_images();
    reference.mutable_image()->set_data(Png());
    reference.set_reference_type("asset");
  }
}

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
    {"FrameByLink", kVeo2, [](v1::VideoSpec& s) { s.mutable_image()->set_uri("https://x/y"); },
     "spec.image.uri"},
    {"FrameOfAnotherFormat", kVeo2,
     [](v1::VideoSpec& s) { s.mutable_image()->set_data("GIF89a.........."); }, "spec.image.data"},
    {"Seconds6OfARelay", kVeo2, [](v1::VideoSpec& s) { s.set_duration_seconds(6); },
     "spec.duration_seconds"},
    {"SoundOfASilentModel", kVeo2, [](v1::VideoSpec& s) { s.set_generate_audio(false); },
     "spec.generate_audio"},
    {"Resolution", kVeo2, [](v1::VideoSpec& s) { s.set_resolution("720P"); }, ""},
    {"ResolutionOfABetterModel", kVeo2, [](v1::VideoSpec& s) { s.set_resolution("1080p"); },
     "spec.resolution"},
    {"AnyResolutionOfUnknownModel", "veo-9", [](v1::VideoSpec& s) { s.set_resolution("8k"); }, ""},
    {"NegativePrompt", kVeo2, [](v1::VideoSpec& s) { s.set_negative_prompt("rain"); }, ""},
    {"LongNegativePrompt", kVeo2,
     [](v1::VideoSpec& s) { s.set_negative_prompt(std::string(32'001, 'x')); },
     "spec.negative_prompt"},
    {"Flags", kVeo2, [](v1::VideoSpec& s) { s.set_enhance_prompt(false); }, ""},
    {"Seed0", kVeo2, [](v1::VideoSpec& s) { s.set_seed(0); }, ""},
    {"LargestSeed", kVeo2, [](v1::VideoSpec& s) { s.set_seed(4'294'967'295); }, ""},
    {"LargeSeed", kVeo2, [](v1::VideoSpec& s) { s.set_seed(4'294'967'296); }, "spec.seed"},
    {"NegativeSeed", kVeo2, [](v1::VideoSpec& s) { s.set_seed(-1); }, "spec.seed"},
    {"Fps120", kVeo2, [](v1::VideoSpec& s) { s.set_fps(120); }, ""},
    {"Fps121", kVeo2, [](v1::VideoSpec& s) { s.set_fps(121); }, "spec.fps"},
    {"NegativeFps", kVeo2, [](v1::VideoSpec& s) { s.set_fps(-24); }, "spec.fps"},
    {"OutputFolder", kVeo2, [](v1::VideoSpec& s) { s.set_output_gcs_uri("gs://b/o/"); },
     "spec.output_gcs_uri"},
    {"AllowedOutputFolder", kVeo2,
     [](v1::VideoSpec& s) { s.set_output_gcs_uri("gs://allowed/o/"); }, ""},
    {"Lossless", kVeo2, [](v1::VideoSpec& s) { s.set_compression_quality("LOSSLESS"); }, ""},
    {"UnknownCompression", kVeo2, [](v1::VideoSpec& s) { s.set_compression_quality("75"); },
     "spec.compression_quality"},
    {"Pad", kVeo2, [](v1::VideoSpec& s) { s.set_resize_mode("PAD"); }, ""},
    {"UnknownResizeMode", kVeo2, [](v1::VideoSpec& s) { s.set_resize_mode("stretch"); },
     "spec.resize_mode"},
    {"Label", kVeo2, [](v1::VideoSpec& s) { (*s.mutable_labels())["k"] = "v w"; }, "spec.labels"},
    {"LastFrameAlone", kVeo2, [](v1::VideoSpec& s) { s.mutable_last_frame()->set_data(Png()); },
     "spec.last_frame"},
    {"MaskAlone", kVeo2,
     [](v1::VideoSpec& s) { s.mutable_mask()->mutable_image()->set_data(Png()); }, "spec.mask"},
    {"MaskOfNothing", kVeo2,
     [](v1::VideoSpec& s) {
       s.mutable_video()->set_data(Mp4());
       s.mutable_mask();
     },
     "spec.mask.image"},
    {"Mask", kVeo2,
     [](v1::VideoSpec& s) {
       s.mutable_video()->set_data(Mp4());
       s.mutable_mask()->mutable_image()->set_data(Png());
       s.mutable_mask()->set_mask_mode("remove");
     },
     ""},
    {"LongMaskMode", kVeo2,
     [](v1::VideoSpec& s) {
       s.mutable_video()->set_data(Mp4());
       s.mutable_mask()->mutable_image()->set_data(Png());
       s.mutable_mask()->set_mask_mode(std::string(201, 'x'));
     },
     "spec.mask.mask_mode"},
    {"VideoWithoutPrompt", kVeo2,
     [](v1::VideoSpec& s) {
       s.clear_prompt();
       s.mutable_video()->set_data(Mp4());
     },
     ""},
    {"VideoByLink", kVeo2,
     [](v1::VideoSpec& s) { s.mutable_video()->set_uri("https://x/files/abc"); }, ""},
    {"VideoByPlainLink", kVeo2, [](v1::VideoSpec& s) { s.mutable_video()->set_uri("http://x/y"); },
     "spec.video.uri"},
    {"VideoThatIsAPicture", kVeo2, [](v1::VideoSpec& s) { s.mutable_video()->set_data(Png()); },
     "spec.video.data"},
    {"VideoAndFrame", kVeo2,
     [](v1::VideoSpec& s) {
       s.mutable_video()->set_data(Mp4());
       s.mutable_image()->set_data(Png());
     },
     "spec.video"},
    {"ReferenceAndFrame", kVeo2,
     [](v1::VideoSpec& s) {
       AddReferences(1, s);
       s.mutable_image()->set_data(Png());
     },
     "spec.reference_images"},
    {"ReferenceWithoutType", kVeo2,
     [](v1::VideoSpec& s) { s.add_reference_images()->mutable_image()->set_data(Png()); },
     "spec.reference_images[0].reference_type"},
    {"ReferenceWithoutPicture", kVeo2,
     [](v1::VideoSpec& s) { s.add_reference_images()->set_reference_type("style"); },
     "spec.reference_images[0].image"},
    {"UnknownReferenceType", kVeo2,
     [](v1::VideoSpec& s) {
       AddReferences(2, s);
       s.mutable_reference_images(1)->set_reference_type("mood");
     },
     "spec.reference_images[1].reference_type"},
    {"Style", kVeo2,
     [](v1::VideoSpec& s) {
       AddReferences(1, s);
       s.mutable_reference_images(0)->set_reference_type("STYLE");
     },
     ""},
    {"Reverse", "veo-3", [](v1::VideoSpec&) {}, ""},
    {"ModelOfNoService", "gemini-omni-1.2-flash", [](v1::VideoSpec&) {}, "model"},
};

constexpr char kVeo31[] = "veo-3.1-generate-001";

// What only one provider serves.
const Row kVertexRows[] = {
    {"Seconds6", kVeo2, [](v1::VideoSpec& s) { s.set_duration_seconds(6); }, ""},
    {"Count4", kVeo2, [](v1::VideoSpec& s) { s.set_number_of_videos(4); }, ""},
    {"Silent", kVeo31, [](v1::VideoSpec& s) { s.set_generate_audio(false); }, ""},
    {"Seconds4", kVeo31, [](v1::VideoSpec& s) { s.set_duration_seconds(4); }, ""},
    {"Seconds4At1080p", kVeo31,
     [](v1::VideoSpec& s) {
       s.set_duration_seconds(4);
       s.set_resolution("1080P");
     },
     "spec.duration_seconds"},
    {"Seconds8At4k", kVeo31,
     [](v1::VideoSpec& s) {
       s.set_duration_seconds(8);
       s.set_resolution("4k");
     },
     ""},
    {"NoSecondsAt4k", kVeo31, [](v1::VideoSpec& s) { s.set_resolution("4k"); }, ""},
    {"4kOfLite", "veo-3.1-lite-generate-001", [](v1::VideoSpec& s) { s.set_resolution("4k"); },
     "spec.resolution"},
    {"FirstAndLastFrame", kVeo31,
     [](v1::VideoSpec& s) {
       s.mutable_image()->set_data(Png());
       s.mutable_last_frame()->set_data(Png());
     },
     ""},
    {"3References", kVeo31, [](v1::VideoSpec& s) { AddReferences(3, s); }, ""},
    {"4References", kVeo31, [](v1::VideoSpec& s) { AddReferences(4, s); }, "spec.reference_images"},
    {"ReferenceAt4Seconds", kVeo31,
     [](v1::VideoSpec& s) {
       AddReferences(1, s);
       s.set_duration_seconds(4);
     },
     "spec.duration_seconds"},
    {"StyleReference", kVeo31,
     [](v1::VideoSpec& s) {
       AddReferences(1, s);
       s.mutable_reference_images(0)->set_reference_type("style");
     },
     "spec.reference_images[0].reference_type"},
    {"ReferenceOfLite", "veo-3.1-lite-generate-001", [](v1::VideoSpec& s) { AddReferences(1, s); },
     "spec.reference_images"},
    {"ExtensionOfLite", "veo-3.1-lite-generate-001",
     [](v1::VideoSpec& s) { s.mutable_video()->set_data(Mp4()); }, "spec.video"},
    {"Extension", kVeo31,
     [](v1::VideoSpec& s) { s.mutable_video()->set_gcs_uri("gs://allowed/v"); }, ""},
    {"ExtensionBy7Seconds", kVeo31,
     [](v1::VideoSpec& s) {
       s.mutable_video()->set_data(Mp4());
       s.set_duration_seconds(7);
     },
     ""},
    {"ExtensionBy8Seconds", kVeo31,
     [](v1::VideoSpec& s) {
       s.mutable_video()->set_data(Mp4());
       s.set_duration_seconds(8);
     },
     "spec.duration_seconds"},
    {"ExtensionAt1080p", kVeo31,
     [](v1::VideoSpec& s) {
       s.mutable_video()->set_data(Mp4());
       s.set_resolution("1080p");
     },
     "spec.resolution"},
    {"FrameInABucket", kVeo31,
     [](v1::VideoSpec& s) { s.mutable_image()->set_gcs_uri("gs://allowed/o"); }, ""},
    {"FrameInAnotherBucket", kVeo31,
     [](v1::VideoSpec& s) { s.mutable_image()->set_gcs_uri("gs://other/o"); },
     "spec.image.gcs_uri"},
};

const Row kGeminiRows[] = {
    {"PortraitAt720p", "veo-3.0-generate-001", [](v1::VideoSpec& s) { s.set_aspect_ratio("9:16"); },
     ""},
    {"PortraitAt1080p", "veo-3.0-generate-001",
     [](v1::VideoSpec& s) {
       s.set_aspect_ratio("9:16");
       s.set_resolution("1080p");
     },
     "spec.aspect_ratio"},
    {"LandscapeAt1080p", "veo-3.0-generate-001",
     [](v1::VideoSpec& s) {
       s.set_aspect_ratio("16:9");
       s.set_resolution("1080p");
     },
     ""},
    {"Seconds6", "veo-3.0-fast-generate-001", [](v1::VideoSpec& s) { s.set_duration_seconds(6); },
     "spec.duration_seconds"},
};

template <size_t kSize>
void ExpectChecked(absl::string_view dialect, const Row (&rows)[kSize]) {
  const GcsPrefixes buckets({"gs://allowed/"});
  for (const Row& row : rows) {
    v1::VideoSpec spec = GoodSpec();
    row.change(spec);
    const absl::Status status = CheckAndComplete(RowAt(dialect, row.model), spec, buckets);
    EXPECT_EQ(ViolatedField(status), row.field) << row.name << ": " << status;
    EXPECT_EQ(status.ok(), *row.field == '\0') << row.name;
  }
}

TEST(RequestCheckVideoTest, Fields) { ExpectChecked("aihubmix", kRows); }

TEST(RequestCheckVideoTest, FieldsOfOtherProviders) {
  ExpectChecked("vertex", kVertexRows);
  ExpectChecked("gemini", kGeminiRows);
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
