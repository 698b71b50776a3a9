// What of a picture request is refused before money moves.
#include <gtest/gtest.h>

#include <limits>

#include "absl/strings/str_cat.h"
#include "server/upstream/request_check.h"
#include "tests/upstream/built_in_row.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

using testing::RowAt;
using testing::ViolatedField;

v1::ImageSpec GoodSpec() {
  v1::ImageSpec spec;
  spec.set_prompt("a fox");
  return spec;
}

struct Row {
  const char* name;
  const char* model;
  void (*change)(v1::ImageSpec& spec);
  const char* field;  // Empty: fine.
};

void AddLabels(int count, v1::ImageSpec& spec) {
  for (int i = 0; i < count; ++i) (*spec.mutable_labels())[absl::StrCat("k", i)] = "v";
}

void SetJpegQuality(int quality, v1::ImageSpec& spec) {
  spec.set_output_mime_type("image/jpeg");
  spec.set_output_compression_quality(quality);
}

constexpr char kModel[] = "imagen-4.0-generate-001";

const Row kRows[] = {
    {"Good", kModel, [](v1::ImageSpec&) {}, ""},
    {"UnknownModel", "imagen-9", [](v1::ImageSpec&) {}, ""},
    {"ModelOfChat", "gemini-2.5-flash-image", [](v1::ImageSpec&) {}, "model"},
    {"ModelOfVideo", "veo-2.0-generate-001", [](v1::ImageSpec&) {}, "model"},
    {"EmptyPrompt", kModel, [](v1::ImageSpec& s) { s.clear_prompt(); }, "spec.prompt"},
    {"BlankPrompt", kModel, [](v1::ImageSpec& s) { s.set_prompt(" \t\n "); }, "spec.prompt"},
    {"LongestPrompt", kModel, [](v1::ImageSpec& s) { s.set_prompt(std::string(32'000, 'x')); }, ""},
    {"LongPrompt", kModel, [](v1::ImageSpec& s) { s.set_prompt(std::string(32'001, 'x')); },
     "spec.prompt"},
    {"Count4", kModel, [](v1::ImageSpec& s) { s.set_number_of_images(4); }, ""},
    {"Count5", kModel, [](v1::ImageSpec& s) { s.set_number_of_images(5); },
     "spec.number_of_images"},
    {"CountMinus1", kModel, [](v1::ImageSpec& s) { s.set_number_of_images(-1); },
     "spec.number_of_images"},
    {"Count2OfUltra", "imagen-4.0-ultra-generate-001",
     [](v1::ImageSpec& s) { s.set_number_of_images(2); }, "spec.number_of_images"},
    {"Count5OfPrefixedModel", "models/imagen-4.0-generate-001",
     [](v1::ImageSpec& s) { s.set_number_of_images(5); }, "spec.number_of_images"},
    {"Count5OfUnknownModel", "imagen-9", [](v1::ImageSpec& s) { s.set_number_of_images(5); }, ""},
    {"HugeCountOfUnknownModel", "imagen-9",
     [](v1::ImageSpec& s) { s.set_number_of_images(2'000'000'000); }, "spec.number_of_images"},
    {"Ratio", kModel, [](v1::ImageSpec& s) { s.set_aspect_ratio("16:9"); }, ""},
    {"UnknownRatio", kModel, [](v1::ImageSpec& s) { s.set_aspect_ratio("7:3"); },
     "spec.aspect_ratio"},
    {"AnyRatioOfUnknownModel", "imagen-9", [](v1::ImageSpec& s) { s.set_aspect_ratio("7:3"); }, ""},
    {"PersonsInUpperCase", kModel, [](v1::ImageSpec& s) { s.set_person_generation("ALLOW_ADULT"); },
     ""},
    {"UnknownPersons", kModel, [](v1::ImageSpec& s) { s.set_person_generation("everyone"); },
     "spec.person_generation"},
    {"NegativePromptOfANewModel", kModel, [](v1::ImageSpec& s) { s.set_negative_prompt("rain"); },
     "spec.negative_prompt"},
    {"Label", kModel, [](v1::ImageSpec& s) { (*s.mutable_labels())["a_1"] = ""; }, ""},
    {"LabelWithoutKey", kModel, [](v1::ImageSpec& s) { (*s.mutable_labels())[""] = "x"; },
     "spec.labels"},
    {"LongestLabel", kModel,
     [](v1::ImageSpec& s) { (*s.mutable_labels())[std::string(63, 'k')] = std::string(63, 'v'); },
     ""},
    {"LongLabel", kModel,
     [](v1::ImageSpec& s) { (*s.mutable_labels())["k"] = std::string(64, 'v'); }, "spec.labels"},
    {"64Labels", kModel, [](v1::ImageSpec& s) { AddLabels(64, s); }, ""},
    {"65Labels", kModel, [](v1::ImageSpec& s) { AddLabels(65, s); }, "spec.labels"},
    {"Guidance0", kModel, [](v1::ImageSpec& s) { s.set_guidance_scale(0); }, ""},
    {"Guidance15", kModel, [](v1::ImageSpec& s) { s.set_guidance_scale(15); }, ""},
    {"GuidanceNegative", kModel, [](v1::ImageSpec& s) { s.set_guidance_scale(-0.1); },
     "spec.guidance_scale"},
    {"GuidanceInfinite", kModel,
     [](v1::ImageSpec& s) { s.set_guidance_scale(std::numeric_limits<double>::infinity()); },
     "spec.guidance_scale"},
    {"GuidanceNotANumber", kModel,
     [](v1::ImageSpec& s) { s.set_guidance_scale(std::numeric_limits<double>::quiet_NaN()); },
     "spec.guidance_scale"},
    {"SafetyLevel", kModel, [](v1::ImageSpec& s) { s.set_safety_filter_level("Block_Only_High"); },
     ""},
    {"OlderSafetyLevel", kModel, [](v1::ImageSpec& s) { s.set_safety_filter_level("block_few"); },
     ""},
    {"UnknownSafetyLevel", kModel, [](v1::ImageSpec& s) { s.set_safety_filter_level("high"); },
     "spec.safety_filter_level"},
    {"Language", kModel, [](v1::ImageSpec& s) { s.set_language("zh-tw"); }, ""},
    {"UnknownLanguage", kModel, [](v1::ImageSpec& s) { s.set_language("tlh"); }, "spec.language"},
    {"LanguageOfUnknownModel", "imagen-9", [](v1::ImageSpec& s) { s.set_language("tlh"); }, ""},
    {"LongLanguageOfUnknownModel", "imagen-9",
     [](v1::ImageSpec& s) { s.set_language(std::string(201, 'x')); }, "spec.language"},
    {"Jpeg", kModel, [](v1::ImageSpec& s) { s.set_output_mime_type("image/jpeg"); }, ""},
    {"ShortType", kModel, [](v1::ImageSpec& s) { s.set_output_mime_type("jpeg"); },
     "spec.output_mime_type"},
    {"TypeOfAnotherProvider", kModel,
     [](v1::ImageSpec& s) { s.set_output_mime_type("image/webp"); }, "spec.output_mime_type"},
    {"Quality0", kModel, [](v1::ImageSpec& s) { SetJpegQuality(0, s); }, ""},
    {"Quality100", kModel, [](v1::ImageSpec& s) { SetJpegQuality(100, s); }, ""},
    {"Quality101", kModel, [](v1::ImageSpec& s) { SetJpegQuality(101, s); },
     "spec.output_compression_quality"},
    {"QualityMinus1", kModel, [](v1::ImageSpec& s) { SetJpegQuality(-1, s); },
     "spec.output_compression_quality"},
    {"QualityOfPng", kModel,
     [](v1::ImageSpec& s) {
       SetJpegQuality(75, s);
       s.set_output_mime_type("image/png");
     },
     "spec.output_compression_quality"},
    {"QualityOfNoType", kModel, [](v1::ImageSpec& s) { s.set_output_compression_quality(75); },
     "spec.output_compression_quality"},
    {"Size2K", kModel, [](v1::ImageSpec& s) { s.set_image_size("2k"); }, ""},
    {"Size4K", kModel, [](v1::ImageSpec& s) { s.set_image_size("4K"); }, "spec.image_size"},
    {"Size2KOfFast", "imagen-4.0-fast-generate-001",
     [](v1::ImageSpec& s) { s.set_image_size("2K"); }, "spec.image_size"},
    {"SizeOfImagen3", "imagen-3.0-generate-002", [](v1::ImageSpec& s) { s.set_image_size("1K"); },
     "spec.image_size"},
    {"OutputFolder", kModel, [](v1::ImageSpec& s) { s.set_output_gcs_uri("gs://b/o/"); },
     "spec.output_gcs_uri"},
    {"Style", kModel, [](v1::ImageSpec& s) { s.set_sample_image_style("sketch"); },
     "spec.sample_image_style"},
    {"Flags", kModel,
     [](v1::ImageSpec& s) {
       s.set_include_rai_reason(true);
       s.set_include_safety_attributes(false);
       s.set_enhance_prompt(true);
       s.set_add_watermark(false);
     },
     ""},
    {"SeedWithoutWatermark", kModel,
     [](v1::ImageSpec& s) {
       s.set_seed(1);
       s.set_add_watermark(false);
     },
     ""},
    {"SeedWithWatermark", kModel,
     [](v1::ImageSpec& s) {
       s.set_seed(1);
       s.set_add_watermark(true);
     },
     "spec.seed"},
    {"SeedWithWatermarkByDefault", kModel, [](v1::ImageSpec& s) { s.set_seed(1); }, "spec.seed"},
    {"SeedOfUnknownModel", "imagen-9", [](v1::ImageSpec& s) { s.set_seed(1); }, ""},
    {"SeedAndRewriting", kModel,
     [](v1::ImageSpec& s) {
       s.set_seed(1);
       s.set_add_watermark(false);
       s.set_enhance_prompt(true);
     },
     "spec.enhance_prompt"},
    {"Seed0", "imagen-9", [](v1::ImageSpec& s) { s.set_seed(0); }, "spec.seed"},
    {"LargestSeed", "imagen-9", [](v1::ImageSpec& s) { s.set_seed(2'147'483'647); }, ""},
    {"LargeSeed", "imagen-9", [](v1::ImageSpec& s) { s.set_seed(2'147'483'648); }, "spec.seed"},
    {"LongNegativePrompt", "imagen-9",
     [](v1::ImageSpec& s) { s.set_negative_prompt(std::string(32'001, 'x')); },
     "spec.negative_prompt"},
};

// What only one provider serves.
const Row kVertexRows[] = {
    {"NegativePrompt", "imagen-3.0-generate-001",
     [](v1::ImageSpec& s) { s.set_negative_prompt("rain"); }, ""},
    {"RewritingOfAnOldModel", "imagen-3.0-fast-generate-001",
     [](v1::ImageSpec& s) { s.set_enhance_prompt(false); }, "spec.enhance_prompt"},
    {"Style", "imagegeneration@002", [](v1::ImageSpec& s) { s.set_sample_image_style("Sketch"); },
     ""},
    {"UnknownStyle", "imagegeneration@002",
     [](v1::ImageSpec& s) { s.set_sample_image_style("cubism"); }, "spec.sample_image_style"},
    {"Count8", "imagegeneration@002", [](v1::ImageSpec& s) { s.set_number_of_images(8); }, ""},
    {"Count9", "imagegeneration@002", [](v1::ImageSpec& s) { s.set_number_of_images(9); },
     "spec.number_of_images"},
    {"Count4OfUltra", "imagen-4.0-ultra-generate-001",
     [](v1::ImageSpec& s) { s.set_number_of_images(4); }, ""},
    {"RatioOf005", "imagegeneration@005", [](v1::ImageSpec& s) { s.set_aspect_ratio("16:9"); },
     "spec.aspect_ratio"},
    {"Pixels", "imagegeneration@006", [](v1::ImageSpec& s) { s.set_image_size("4096"); }, ""},
    {"TooManyPixels", "imagegeneration@006", [](v1::ImageSpec& s) { s.set_image_size("4097"); },
     "spec.image_size"},
    {"TooFewPixels", "imagegeneration@006", [](v1::ImageSpec& s) { s.set_image_size("63"); },
     "spec.image_size"},
    {"NoPixels", "imagegeneration@006", [](v1::ImageSpec& s) { s.set_image_size("1K"); },
     "spec.image_size"},
    {"SeedOfAModelWithoutWatermark", "imagegeneration@002", [](v1::ImageSpec& s) { s.set_seed(7); },
     ""},
    {"Webp", kModel, [](v1::ImageSpec& s) { s.set_output_mime_type("image/webp"); }, ""},
    {"AllowedOutputFolder", kModel,
     [](v1::ImageSpec& s) { s.set_output_gcs_uri("gs://allowed/o/"); }, ""},
    {"OtherOutputFolder", kModel, [](v1::ImageSpec& s) { s.set_output_gcs_uri("gs://other/o/"); },
     "spec.output_gcs_uri"},
    {"ModelThatOnlyUpscales", "imagen-4.0-upscale-preview", [](v1::ImageSpec&) {}, "model"},
    {"ModelOfNoService", "gemini-omni-1.2-flash", [](v1::ImageSpec&) {}, "model"},
};

template <size_t kSize>
void ExpectChecked(absl::string_view dialect, const Row (&rows)[kSize]) {
  const GcsPrefixes buckets({"gs://allowed/"});
  for (const Row& row : rows) {
    v1::ImageSpec spec = GoodSpec();
    row.change(spec);
    const absl::Status status = CheckAndComplete(RowAt(dialect, row.model), spec, buckets);
    EXPECT_EQ(ViolatedField(status), row.field) << row.name << ": " << status;
    EXPECT_EQ(status.ok(), *row.field == '\0') << row.name;
  }
}

TEST(RequestCheckImageTest, Fields) { ExpectChecked("aihubmix", kRows); }

TEST(RequestCheckImageTest, FieldsOfAnotherProvider) { ExpectChecked("vertex", kVertexRows); }

TEST(RequestCheckImageTest, TheCountIsAlwaysSet) {
  v1::ImageSpec spec = GoodSpec();
  EXPECT_TRUE(CheckAndComplete(nullptr, spec).ok());
  EXPECT_EQ(spec.number_of_images(), 1);
}

struct IdRow {
  const char* name;
  std::string id;
  bool good;
};

const IdRow kIdRows[] = {
    {"Empty", "", true},
    {"Uuid", "11111111-2222-4333-8444-555555555555", true},
    {"Longest", std::string(128, 'x'), true},
    {"TooLong", std::string(129, 'x'), false},
    {"Blank", "a b", false},
    {"LineEnd", "a\r\nb", false},
    {"Nul", std::string("a\0b", 3), false},
    {"NonAscii", "é", false},
};

TEST(RequestCheckIdTest, Ids) {
  for (const IdRow& row : kIdRows) {
    const absl::Status status = CheckRequestId(row.id);
    EXPECT_EQ(status.ok(), row.good) << row.name;
    if (!row.good) {
      EXPECT_EQ(ViolatedField(status), "request_id") << row.name;
    }
  }
}

}  // namespace
}  // namespace mediagen
