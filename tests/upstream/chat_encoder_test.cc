// Chat requests, part by part.
#include <gtest/gtest.h>

#include "server/upstream/param_encoder.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen {
namespace {

using testing::BodyText;
using testing::OptionsFor;
using testing::ViolatedField;

constexpr char kPng[] = "\x89PNG\r\n\x1a\n....";

v1::ChatMessage& AddMessage(v1::ChatSpec& spec, v1::ChatRole role) {
  v1::ChatMessage& message = *spec.add_messages();
  message.set_role(role);
  return message;
}

void AddPng(v1::ChatMessage& message, const char* mime_type) {
  v1::Media& image = *message.add_parts()->mutable_image();
  image.set_data(kPng);
  image.set_mime_type(mime_type);
}

struct Row {
  const char* name;
  void (*fill)(v1::ChatSpec& spec);
  const char* rest;  // Of the body, behind the model.
};

const Row kRows[] = {
    {"OneTextIsAString",
     [](v1::ChatSpec& spec) {
       AddMessage(spec, v1::CHAT_ROLE_USER).add_parts()->set_text("hi \"é\"");
     },
     R"("messages":[{"role":"user","content":"hi \"é\""}]})"},
    {"TwoTextsAreAList",
     [](v1::ChatSpec& spec) {
       v1::ChatMessage& message = AddMessage(spec, v1::CHAT_ROLE_USER);
       message.add_parts()->set_text("a");
       message.add_parts()->set_text("b");
     },
     R"("messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]})"},
    {"OnePictureIsAList",
     [](v1::ChatSpec& spec) { AddPng(AddMessage(spec, v1::CHAT_ROLE_USER), "image/png"); },
     R"("messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgouLi4u"}}]}]})"},
    {"TypeFromTheBytes",
     [](v1::ChatSpec& spec) { AddPng(AddMessage(spec, v1::CHAT_ROLE_USER), ""); },
     R"("messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgouLi4u"}}]}]})"},
    {"ShortTypeInFull",
     [](v1::ChatSpec& spec) { AddPng(AddMessage(spec, v1::CHAT_ROLE_USER), "png"); },
     R"("messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgouLi4u"}}]}]})"},
    {"Link",
     [](v1::ChatSpec& spec) {
       AddMessage(spec, v1::CHAT_ROLE_USER)
           .add_parts()
           ->mutable_image()
           ->set_uri("https://x/y?a=1");
     },
     R"("messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y?a=1"}}]}]})"},
    {"Roles",
     [](v1::ChatSpec& spec) {
       AddMessage(spec, v1::CHAT_ROLE_SYSTEM).add_parts()->set_text("s");
       AddMessage(spec, v1::CHAT_ROLE_USER).add_parts()->set_text("u");
       AddMessage(spec, v1::CHAT_ROLE_MODEL).add_parts()->set_text("m");
     },
     R"("messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"m"}]})"},
    {"ModalitiesInLowerCaseAndInOrder",
     [](v1::ChatSpec& spec) {
       spec.add_modalities("IMAGE");
       spec.add_modalities("text");
     },
     R"("messages":[],"modalities":["image","text"]})"},
    {"TemperatureZero", [](v1::ChatSpec& spec) { spec.set_temperature(0); },
     R"("messages":[],"temperature":0})"},
    {"TemperatureWhole", [](v1::ChatSpec& spec) { spec.set_temperature(1.0); },
     R"("messages":[],"temperature":1})"},
    {"TemperatureShort", [](v1::ChatSpec& spec) { spec.set_temperature(0.7); },
     R"("messages":[],"temperature":0.7})"},
};

TEST(ChatEncoderTest, Parts) {
  for (const Row& row : kRows) {
    v1::ChatSpec spec;
    row.fill(spec);
    const auto request =
        EncodeChat(OptionsFor("https://relay.example"), "m", ChatCallOptions(), spec);
    ASSERT_TRUE(request.ok()) << row.name << ": " << request.status();
    EXPECT_EQ(BodyText(*request), std::string(R"({"model":"m",)") + row.rest) << row.name;
    EXPECT_EQ(request->http.url, "https://relay.example/v1/chat/completions");
  }
}

struct BadRow {
  const char* name;
  void (*fill)(v1::ChatPart& part);
  const char* field;
};

const BadRow kBadRows[] = {
    {"Bucket", [](v1::ChatPart& part) { part.mutable_image()->set_gcs_uri("gs://b/o"); },
     "spec.messages[1].parts[1].image.gcs_uri"},
    {"PictureOfNothing", [](v1::ChatPart& part) { part.mutable_image(); },
     "spec.messages[1].parts[1].image"},
    {"Signature",
     [](v1::ChatPart& part) {
       part.set_text("t");
       part.set_thought_signature("s");
     },
     "spec.messages[1].parts[1].thought_signature"},
    {"FailedPartOfAnAnswer", [](v1::ChatPart& part) { part.mutable_failed()->set_reason("x"); },
     "spec.messages[1].parts[1]"},
    {"Nothing", [](v1::ChatPart&) {}, "spec.messages[1].parts[1]"},
};

TEST(ChatEncoderTest, PartsWithoutAPlaceAreRefusedWithTheirPath) {
  for (const BadRow& row : kBadRows) {
    v1::ChatSpec spec;
    AddMessage(spec, v1::CHAT_ROLE_USER).add_parts()->set_text("fine");
    v1::ChatMessage& message = AddMessage(spec, v1::CHAT_ROLE_USER);
    message.add_parts()->set_text("fine");
    row.fill(*message.add_parts());
    EXPECT_EQ(
        ViolatedField(EncodeChat(OptionsFor("https://r"), "m", ChatCallOptions(), spec).status()),
        row.field)
        << row.name;
  }
}

TEST(ChatEncoderTest, ASignatureOnTheOnlyTextIsNotDropped) {
  v1::ChatSpec spec;
  v1::ChatPart& part = *AddMessage(spec, v1::CHAT_ROLE_MODEL).add_parts();
  part.set_text("t");
  part.set_thought_signature("s");
  EXPECT_EQ(
      ViolatedField(EncodeChat(OptionsFor("https://r"), "m", ChatCallOptions(), spec).status()),
      "spec.messages[0].parts[0].thought_signature");
}

}  // namespace
}  // namespace mediagen
