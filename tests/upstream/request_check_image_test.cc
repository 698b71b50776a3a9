// What of a picture request is refused before money moves.
#include <gtest/gtest.h>

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
};

TEST(RequestCheckImageTest, Fields) {
  for (const Row& row : kRows) {
    v1::ImageSpec spec = GoodSpec();
    row.change(spec);
    const absl::Status status = CheckAndComplete(RowAt("aihubmix", row.model), spec);
    EXPECT_EQ(ViolatedField(status), row.field) << row.name << ": " << status;
    EXPECT_EQ(status.ok(), *row.field == '\0') << row.name;
  }
}

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
