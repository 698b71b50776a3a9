// What of a request to make a picture larger is refused before money moves.
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

v1::UpscaleSpec GoodSpec() {
  v1::UpscaleSpec spec;
  spec.mutable_image()->set_data("\xff\xd8\xff");
  spec.set_upscale_factor("x2");
  return spec;
}

struct Row {
  const char* name;
  const char* model;
  void (*change)(v1::UpscaleSpec& spec);
  const char* field;  // Empty: fine.
};

constexpr char kOld[] = "imagegeneration@002";
constexpr char kNew[] = "imagen-4.0-upscale-preview";

const Row kRows[] = {
    {"Good", kOld, [](v1::UpscaleSpec&) {}, ""},
    {"UnknownModel", "imagen-9", [](v1::UpscaleSpec&) {}, ""},
    {"ModelOfPictures", "imagen-4.0-generate-001", [](v1::UpscaleSpec&) {}, "model"},
    {"NoPicture", kOld, [](v1::UpscaleSpec& s) { s.clear_image(); }, "spec.image"},
    {"EmptyPicture", kOld, [](v1::UpscaleSpec& s) { s.mutable_image()->clear_data(); },
     "spec.image"},
    {"NotAPicture", kOld, [](v1::UpscaleSpec& s) { s.mutable_image()->set_data("....ftypisom"); },
     "spec.image.data"},
    {"Link", kOld, [](v1::UpscaleSpec& s) { s.mutable_image()->set_uri("https://x/y.png"); },
     "spec.image.uri"},
    {"Bucket", kOld, [](v1::UpscaleSpec& s) { s.mutable_image()->set_gcs_uri("gs://b/o"); },
     "spec.image.gcs_uri"},
    {"AllowedBucket", kOld,
     [](v1::UpscaleSpec& s) { s.mutable_image()->set_gcs_uri("gs://allowed/o"); }, ""},
    {"NoFactor", kOld, [](v1::UpscaleSpec& s) { s.clear_upscale_factor(); }, "spec.upscale_factor"},
    {"FactorInUpperCase", kOld, [](v1::UpscaleSpec& s) { s.set_upscale_factor("X4"); }, ""},
    {"Factor3OfAnOldModel", kOld, [](v1::UpscaleSpec& s) { s.set_upscale_factor("x3"); },
     "spec.upscale_factor"},
    {"Factor3OfANewModel", kNew, [](v1::UpscaleSpec& s) { s.set_upscale_factor("x3"); }, ""},
    {"Factor3OfAnUnknownModel", "imagen-9", [](v1::UpscaleSpec& s) { s.set_upscale_factor("x3"); },
     ""},
    {"Factor8OfAnUnknownModel", "imagen-9", [](v1::UpscaleSpec& s) { s.set_upscale_factor("x8"); },
     "spec.upscale_factor"},
    {"Preservation0", kOld, [](v1::UpscaleSpec& s) { s.set_image_preservation_factor(0); }, ""},
    {"Preservation1", kOld, [](v1::UpscaleSpec& s) { s.set_image_preservation_factor(1); }, ""},
    {"PreservationHigh", kOld, [](v1::UpscaleSpec& s) { s.set_image_preservation_factor(1.01); },
     "spec.image_preservation_factor"},
    {"PreservationNotANumber", kOld,
     [](v1::UpscaleSpec& s) {
       s.set_image_preservation_factor(std::numeric_limits<double>::quiet_NaN());
     },
     "spec.image_preservation_factor"},
    {"Jpeg", kOld, [](v1::UpscaleSpec& s) { s.set_output_mime_type("image/JPEG"); }, ""},
    {"UnknownType", kOld, [](v1::UpscaleSpec& s) { s.set_output_mime_type("video/mp4"); },
     "spec.output_mime_type"},
    {"QualityOfPng", kOld, [](v1::UpscaleSpec& s) { s.set_output_compression_quality(75); },
     "spec.output_compression_quality"},
    {"QualityOfJpeg", kOld,
     [](v1::UpscaleSpec& s) {
       s.set_output_mime_type("image/jpeg");
       s.set_output_compression_quality(0);
     },
     ""},
    {"OutputFolder", kOld, [](v1::UpscaleSpec& s) { s.set_output_gcs_uri("gs://b/out/"); },
     "spec.output_gcs_uri"},
    {"AllowedOutputFolder", kOld,
     [](v1::UpscaleSpec& s) { s.set_output_gcs_uri("gs://allowed/out/"); }, ""},
    {"SafetyLevel", kOld, [](v1::UpscaleSpec& s) { s.set_safety_filter_level("BLOCK_NONE"); }, ""},
    {"UnknownSafetyLevel", kOld, [](v1::UpscaleSpec& s) { s.set_safety_filter_level("none"); },
     "spec.safety_filter_level"},
    {"UnknownPersons", kOld, [](v1::UpscaleSpec& s) { s.set_person_generation("everyone"); },
     "spec.person_generation"},
    {"Label", kOld, [](v1::UpscaleSpec& s) { (*s.mutable_labels())["team"] = "media-1"; }, ""},
    {"LabelInUpperCase", kOld, [](v1::UpscaleSpec& s) { (*s.mutable_labels())["Team"] = ""; },
     "spec.labels"},
};

TEST(RequestCheckUpscaleTest, Fields) {
  const GcsPrefixes buckets({"gs://allowed/"});
  for (const Row& row : kRows) {
    v1::UpscaleSpec spec = GoodSpec();
    row.change(spec);
    const absl::Status status = CheckAndComplete(RowAt("vertex", row.model), spec, buckets);
    EXPECT_EQ(ViolatedField(status), row.field) << row.name << ": " << status;
    EXPECT_EQ(status.ok(), *row.field == '\0') << row.name;
  }
}

TEST(RequestCheckUpscaleTest, TheLargestPicture) {
  v1::UpscaleSpec spec = GoodSpec();
  std::string picture = "\xff\xd8\xff";
  picture.resize(kMaxUpscaleInputBytes);
  spec.mutable_image()->set_data(picture);
  EXPECT_TRUE(CheckAndComplete(RowAt("vertex", kOld), spec).ok());
  EXPECT_TRUE(CheckAndComplete(nullptr, spec).ok());
  picture.push_back('x');
  spec.mutable_image()->set_data(picture);
  for (const ModelRow* row : {RowAt("vertex", kOld), static_cast<const ModelRow*>(nullptr)}) {
    const absl::Status status = CheckAndComplete(row, spec);
    EXPECT_EQ(ViolatedField(status), "spec.image.data");
    EXPECT_EQ(ReasonOf(status), "MEDIA_TOO_LARGE");
  }
}

}  // namespace
}  // namespace mediagen
