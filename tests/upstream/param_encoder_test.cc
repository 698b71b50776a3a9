// Field by field: what of a spec goes where. (Recorded requests: request_cases_test.cc.)
#include "server/upstream/param_encoder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "server/upstream/dialects.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen {
namespace {

using testing::BodyText;
using testing::OptionsFor;
using testing::ViolatedField;

constexpr char kPng[] = "\x89PNG\r\n\x1a\n....";

ProviderOptions Options() { return OptionsFor("https://relay.example"); }

struct ImageRow {
  const char* name;
  void (*fill)(v1::ImageSpec& spec);
  const char* body;
};

const ImageRow kImageRows[] = {
    {"Nothing", [](v1::ImageSpec&) {}, "{}"},
    {"Prompt", [](v1::ImageSpec& spec) { spec.set_prompt("a fox"); },
     R"({"instances":[{"prompt":"a fox"}]})"},
    {"Count", [](v1::ImageSpec& spec) { spec.set_number_of_images(3); },
     R"({"parameters":{"sampleCount":3}})"},
    {"Ratio", [](v1::ImageSpec& spec) { spec.set_aspect_ratio("16:9"); },
     R"({"parameters":{"aspectRatio":"16:9"}})"},
    {"PersonsAsSpelled", [](v1::ImageSpec& spec) { spec.set_person_generation("DONT_allow"); },
     R"({"parameters":{"personGeneration":"DONT_allow"}})"},
    {"NonAsciiAsItIs", [](v1::ImageSpec& spec) { spec.set_prompt("é 水 🎨 / \u2028"); },
     "{\"instances\":[{\"prompt\":\"é 水 🎨 / \u2028\"}]}"},
    {"Escapes", [](v1::ImageSpec& spec) { spec.set_prompt("\"\\\n\x01"); },
     R"({"instances":[{"prompt":"\"\\\n\u0001"}]})"},
    {"Zero", [](v1::ImageSpec& spec) { spec.set_prompt(std::string("a\0b", 3)); },
     R"({"instances":[{"prompt":"a\u0000b"}]})"},
};

TEST(ParamEncoderTest, ImageFields) {
  for (const ImageRow& row : kImageRows) {
    v1::ImageSpec spec;
    row.fill(spec);
    const auto request = EncodeGenerateImages(Options(), "m", spec);
    ASSERT_TRUE(request.ok()) << row.name << ": " << request.status();
    EXPECT_EQ(BodyText(*request), row.body) << row.name;
  }
}

struct VideoRow {
  const char* name;
  void (*fill)(v1::VideoSpec& spec);
  const char* body;
};

const VideoRow kVideoRows[] = {
    {"Prompt", [](v1::VideoSpec& spec) { spec.set_prompt("waves"); },
     R"({"instances":[{"prompt":"waves"}]})"},
    {"Count", [](v1::VideoSpec& spec) { spec.set_number_of_videos(2); },
     R"({"parameters":{"sampleCount":2}})"},
    {"Seconds", [](v1::VideoSpec& spec) { spec.set_duration_seconds(8); },
     R"({"parameters":{"durationSeconds":8}})"},
    {"Ratio", [](v1::VideoSpec& spec) { spec.set_aspect_ratio("9:16"); },
     R"({"parameters":{"aspectRatio":"9:16"}})"},
    {"Persons", [](v1::VideoSpec& spec) { spec.set_person_generation("allow_adult"); },
     R"({"parameters":{"personGeneration":"allow_adult"}})"},
    {"FirstFrame",
     [](v1::VideoSpec& spec) {
       spec.mutable_image()->set_data("\xfb\xff\xfe!");
       spec.mutable_image()->set_mime_type("image/jpeg");
     },
     R"({"instances":[{"image":{"bytesBase64Encoded":"+//+IQ==","mimeType":"image/jpeg"}}]})"},
    {"FirstFrameWithoutType", [](v1::VideoSpec& spec) { spec.mutable_image()->set_data(kPng); },
     R"({"instances":[{"image":{"bytesBase64Encoded":"iVBORw0KGgouLi4u","mimeType":"image/png"}}]})"},
    {"FirstFrameWithShortType",
     [](v1::VideoSpec& spec) {
       spec.mutable_image()->set_data(kPng);
       spec.mutable_image()->set_mime_type("png");
     },
     R"({"instances":[{"image":{"bytesBase64Encoded":"iVBORw0KGgouLi4u","mimeType":"image/png"}}]})"},
    {"FrameBesidePrompt",
     [](v1::VideoSpec& spec) {
       spec.set_prompt("p");
       spec.mutable_image()->set_data(kPng);
     },
     R"({"instances":[{"prompt":"p","image":{"bytesBase64Encoded":"iVBORw0KGgouLi4u","mimeType":"image/png"}}]})"},
};

TEST(ParamEncoderTest, VideoFields) {
  for (const VideoRow& row : kVideoRows) {
    v1::VideoSpec spec;
    row.fill(spec);
    const auto request = EncodeStartVideo(Options(), "m", spec);
    ASSERT_TRUE(request.ok()) << row.name << ": " << request.status();
    EXPECT_EQ(BodyText(*request), row.body) << row.name;
  }
}

TEST(ParamEncoderTest, AFrameWithoutBytesIsRefusedWithItsPath) {
  v1::VideoSpec bucket;
  bucket.mutable_image()->set_gcs_uri("gs://bucket/x.png");
  EXPECT_EQ(ViolatedField(EncodeStartVideo(Options(), "m", bucket).status()), "spec.image.gcs_uri");
  v1::VideoSpec link;
  link.mutable_image()->set_uri("https://x/y.png");
  EXPECT_EQ(ViolatedField(EncodeStartVideo(Options(), "m", link).status()), "spec.image.uri");
  v1::VideoSpec nothing;
  nothing.mutable_image();
  EXPECT_EQ(ViolatedField(EncodeStartVideo(Options(), "m", nothing).status()), "spec.image");
}

TEST(ParamEncoderTest, AFieldWithoutALineIsRefusedWithItsPath) {
  constexpr ParameterLine kPromptAlone[] = {{"prompt", "instances[0].prompt"}};
  Dialect dialect = kAihubmix;
  dialect.image_lines = kPromptAlone;
  dialect.video_lines = kPromptAlone;
  dialect.chat_completions_lines = {};
  ProviderOptions options = Options();
  options.dialect = &dialect;
  v1::ImageSpec image;
  image.set_prompt("p");
  EXPECT_TRUE(EncodeGenerateImages(options, "m", image).ok());
  image.set_aspect_ratio("1:1");
  EXPECT_EQ(ViolatedField(EncodeGenerateImages(options, "m", image).status()), "spec.aspect_ratio");
  v1::VideoSpec video;
  video.mutable_image()->set_data(kPng);
  EXPECT_EQ(ViolatedField(EncodeStartVideo(options, "m", video).status()), "spec.image");
  v1::ChatSpec chat;
  chat.set_temperature(0);
  EXPECT_EQ(ViolatedField(EncodeChat(options, "m", ChatCallOptions(), chat).status()),
            "spec.temperature");
}

TEST(ParamEncoderTest, TheKeyStandsInItsHeaderAlone) {
  v1::ImageSpec image;
  auto picture = EncodeGenerateImages(Options(), "m", image);
  ASSERT_TRUE(picture.ok());
  const AccessKey key(AccessKey::Kind::kApiKey, "secret");
  Authorize(*picture, key);
  EXPECT_EQ(testing::HeaderOf(*picture, "x-goog-api-key"), "secret");
  EXPECT_EQ(testing::HeaderOf(*picture, "authorization"), "");
  v1::ChatSpec spec;
  auto chat = EncodeChat(Options(), "m", ChatCallOptions(), spec);
  ASSERT_TRUE(chat.ok());
  Authorize(*chat, key);
  EXPECT_EQ(testing::HeaderOf(*chat, "authorization"), "Bearer secret");
  EXPECT_EQ(testing::HeaderOf(*chat, "x-goog-api-key"), "");
  UpstreamRequest poll = EncodePollVideo(Options(), "models/m/operations/o");
  Authorize(poll, key);
  EXPECT_EQ(testing::HeaderOf(poll, "x-goog-api-key"), "secret");
  for (const std::string& url : {picture->http.url, chat->http.url, poll.http.url})
    EXPECT_EQ(url.find("secret"), std::string::npos) << url;
}

TEST(ParamEncoderTest, WhatCostsMoneyLeavesAtMostOnce) {
  v1::ImageSpec image;
  v1::VideoSpec video;
  v1::ChatSpec chat;
  const absl::StatusOr<UpstreamRequest> paid[] = {
      EncodeGenerateImages(Options(), "m", image), EncodeStartVideo(Options(), "m", video),
      EncodeChat(Options(), "m", ChatCallOptions(), chat)};
  for (const auto& request : paid) {
    ASSERT_TRUE(request.ok());
    EXPECT_TRUE(request->http.at_most_once);
    EXPECT_EQ(request->http.method, "POST");
    EXPECT_EQ(testing::HeaderOf(*request, "content-type"), "application/json");
  }
  UpstreamRequest poll = EncodePollVideo(Options(), "models/m/operations/o");
  EXPECT_FALSE(poll.http.at_most_once);
  EXPECT_TRUE(poll.http.body.empty());
}

TEST(ParamEncoderTest, EachCallHasItsLimits) {
  ProviderOptions options = Options();
  options.generate_timeout = absl::Seconds(3);
  options.short_call_timeout = absl::Seconds(4);
  options.connect_timeout = absl::Seconds(5);
  options.stall_timeout = absl::Seconds(6);
  v1::ImageSpec image;
  v1::VideoSpec video;
  v1::ChatSpec chat;
  EXPECT_EQ(EncodeGenerateImages(options, "m", image)->http.response_timeout, absl::Seconds(3));
  EXPECT_EQ(EncodeChat(options, "m", ChatCallOptions(), chat)->http.response_timeout,
            absl::Seconds(3));
  EXPECT_EQ(EncodeStartVideo(options, "m", video)->http.response_timeout, absl::Seconds(4));
  UpstreamRequest poll = EncodePollVideo(options, "n");
  EXPECT_EQ(poll.http.response_timeout, absl::Seconds(4));
  EXPECT_EQ(poll.http.connect_timeout, absl::Seconds(5));
  EXPECT_EQ(poll.http.stall_timeout, absl::Seconds(6));
}

}  // namespace
}  // namespace mediagen
