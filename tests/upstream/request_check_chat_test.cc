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
};

TEST(RequestCheckChatTest, Fields) {
  for (const Row& row : kRows) {
    v1::ChatSpec spec = GoodSpec();
    row.change(spec);
    const absl::Status status = CheckAndComplete(RowAt("aihubmix", row.model), spec);
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
