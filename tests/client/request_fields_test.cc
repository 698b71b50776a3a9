#include "client/cli/request_fields.h"

#include <gtest/gtest.h>

#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

template <typename Request>
absl::StatusOr<Request> Fill(const char* name, const std::vector<std::string>& words) {
  const Command& command = *FindCommand(name);
  Request request;
  const absl::Status status = FillRequest(command, *Arguments::Parse(command, words), request);
  if (!status.ok()) return status;
  return request;
}

TEST(RequestFieldsTest, ImageFlagsReachTheirFields) {
  const auto request = Fill<v1::StreamImagesRequest>(
      "image",
      {"a cat", "--count", "3", "--aspect-ratio=16:9", "--person-generation", "allow_adult",
       "--provider", "p", "--model", "m", "--request-id", "r", "--validate-only"});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->spec().prompt(), "a cat");
  EXPECT_EQ(request->spec().number_of_images(), 3);
  EXPECT_EQ(request->spec().aspect_ratio(), "16:9");
  EXPECT_EQ(request->spec().person_generation(), "allow_adult");
  EXPECT_EQ(request->provider(), "p");
  EXPECT_EQ(request->model(), "m");
  EXPECT_EQ(request->request_id(), "r");
  EXPECT_TRUE(request->validate_only());
}

TEST(RequestFieldsTest, ChatAndVideoAndWatchFlagsReachTheirFields) {
  const auto chat = Fill<v1::ChatRequest>(
      "chat", {"x", "--temperature", "0", "--modality", "text", "--modality", "image"});
  EXPECT_TRUE(chat->spec().has_temperature());
  EXPECT_EQ(chat->spec().modalities_size(), 2);
  const auto video = Fill<v1::GenerateVideoRequest>("video", {"x", "--duration", "8"});
  EXPECT_EQ(video->spec().duration_seconds(), 8);
  const auto watch = Fill<v1::WatchVideoRequest>("watch", {"op", "--offset", "5000000000"});
  EXPECT_EQ(watch->operation(), "op");
  EXPECT_EQ(watch->byte_offset(), 5'000'000'000);
}

TEST(RequestFieldsTest, WhatWasNotWrittenStaysUnset) {
  const auto request = Fill<v1::ChatRequest>("chat", {"x"});
  EXPECT_FALSE(request->spec().has_temperature());
  EXPECT_EQ(request->model(), "");
}

TEST(RequestFieldsTest, OddNumbersArePassedOn) {
  // Whether -1 pictures make sense is the server's to say.
  const auto request = Fill<v1::StreamImagesRequest>("image", {"x", "--count", "-1"});
  EXPECT_EQ(request->spec().number_of_images(), -1);
}

TEST(RequestFieldsTest, WrongTypesNameTheFlag) {
  const auto message = [](const char* flag, const std::string& value) {
    const auto request = Fill<v1::StreamImagesRequest>("image", {"x", flag, value});
    return std::string(request.status().message());
  };
  EXPECT_EQ(message("--count", "two"), "--count: 'two' is not a whole number");
  EXPECT_EQ(message("--count", ""), "--count: '' is not a whole number");
  EXPECT_EQ(message("--count", "99999999999"), "--count: '99999999999' is not a whole number");
  EXPECT_EQ(message("--model", "a\xff"), "--model is not UTF-8 text (byte 1)");
}

TEST(RequestFieldsTest, UnsetAndFalseAreNotTheSame) {
  const auto plain = Fill<v1::GenerateVideoRequest>("video", {"x"});
  EXPECT_FALSE(plain->has_translate_prompt());
  EXPECT_FALSE(plain->spec().has_generate_audio());
  EXPECT_FALSE(plain->spec().has_seed());
  const auto video = Fill<v1::GenerateVideoRequest>(
      "video", {"x", "--no-audio", "--no-translate-prompt", "--enhance-prompt", "--seed", "0"});
  EXPECT_TRUE(video->has_translate_prompt());
  EXPECT_FALSE(video->translate_prompt());
  EXPECT_TRUE(video->spec().has_generate_audio());
  EXPECT_FALSE(video->spec().generate_audio());
  EXPECT_TRUE(video->spec().enhance_prompt());
  EXPECT_TRUE(video->spec().has_seed());
}

TEST(RequestFieldsTest, ImageFieldsOfEveryType) {
  const auto request = Fill<v1::StreamImagesRequest>(
      "image", {"x", "--seed", "7", "--guidance-scale", "0.5", "--no-watermark", "--quality", "0",
                "--format", "JPG", "--size", "2K", "--label", "team=art", "--label", "a=b=c"});
  ASSERT_TRUE(request.ok()) << request.status();
  const v1::ImageSpec& spec = request->spec();
  EXPECT_EQ(spec.seed(), 7);
  EXPECT_EQ(spec.guidance_scale(), 0.5);
  EXPECT_TRUE(spec.has_add_watermark());
  EXPECT_FALSE(spec.add_watermark());
  EXPECT_TRUE(spec.has_output_compression_quality());
  EXPECT_EQ(spec.output_mime_type(), "image/jpeg");
  EXPECT_EQ(spec.image_size(), "2K");
  EXPECT_EQ(spec.labels().at("team"), "art");
  EXPECT_EQ(spec.labels().at("a"), "b=c");
}

TEST(RequestFieldsTest, ChatFieldsAreNested) {
  const auto request = Fill<v1::StreamChatRequest>(
      "chat", {"x", "--size", "1K", "--aspect-ratio", "21:9", "--format", "image/png", "--safety",
               "HARM_CATEGORY_HARASSMENT=OFF", "--safety", "OTHER=BLOCK_NONE", "--stop", "end",
               "--top-k", "5", "--system-instruction", "be brief"});
  ASSERT_TRUE(request.ok()) << request.status();
  const v1::ChatSpec& spec = request->spec();
  EXPECT_EQ(spec.image_config().image_size(), "1K");
  EXPECT_EQ(spec.image_config().aspect_ratio(), "21:9");
  EXPECT_EQ(spec.image_config().output_mime_type(), "image/png");
  ASSERT_EQ(spec.safety_settings_size(), 2);
  EXPECT_EQ(spec.safety_settings(0).category(), "HARM_CATEGORY_HARASSMENT");
  EXPECT_EQ(spec.safety_settings(0).threshold(), "OFF");
  EXPECT_EQ(spec.safety_settings(1).category(), "OTHER");
  EXPECT_EQ(spec.stop_sequences(0), "end");
  EXPECT_EQ(spec.top_k(), 5);
  EXPECT_EQ(spec.system_instruction(), "be brief");
}

TEST(RequestFieldsTest, MediaAreFilesAndLinks) {
  const ScratchFolder folder;
  folder.Write("fox.png", "fox");
  folder.Write("odd:style", "odd");
  const auto request = Fill<v1::GenerateVideoRequest>(
      "video", {"x", "--image", folder.File("fox.png"), "--last-frame", "gs://b/last.JPG",
                "--extend", "https://example.com/v.mp4?key=a.png#b", "--reference",
                folder.File("fox.png"), "--reference", folder.File("fox.png:STYLE"), "--reference",
                "gs://b/o:asset", "--reference", folder.File("odd:style:style"), "--mask",
                "gs://b/mask;type=image/webp", "--mask-mode", "insert"});
  ASSERT_TRUE(request.ok()) << request.status();
  const v1::VideoSpec& spec = request->spec();
  EXPECT_EQ(spec.image().data(), "fox");
  EXPECT_EQ(spec.image().mime_type(), "");  // The bytes tell.
  EXPECT_EQ(spec.last_frame().gcs_uri(), "gs://b/last.JPG");
  EXPECT_EQ(spec.last_frame().mime_type(), "image/jpeg");
  EXPECT_EQ(spec.video().uri(), "https://example.com/v.mp4?key=a.png#b");
  EXPECT_EQ(spec.video().mime_type(), "video/mp4");
  ASSERT_EQ(spec.reference_images_size(), 4);
  EXPECT_EQ(spec.reference_images(0).image().data(), "fox");
  EXPECT_EQ(spec.reference_images(0).reference_type(), "asset");
  EXPECT_EQ(spec.reference_images(1).image().data(), "fox");
  EXPECT_EQ(spec.reference_images(1).reference_type(), "style");
  EXPECT_EQ(spec.reference_images(2).image().gcs_uri(), "gs://b/o");
  EXPECT_EQ(spec.reference_images(2).image().mime_type(), "");
  EXPECT_EQ(spec.reference_images(3).image().data(), "odd");
  EXPECT_EQ(spec.mask().image().gcs_uri(), "gs://b/mask");
  EXPECT_EQ(spec.mask().image().mime_type(), "image/webp");
  EXPECT_EQ(spec.mask().mask_mode(), "insert");
}

struct NonsenseCase {
  std::string command;
  std::vector<std::string> words;
  std::string message;
};

TEST(RequestFieldsTest, NonsenseNamesTheFlag) {
  const NonsenseCase cases[] = {
      {"image", {"--guidance-scale", "nan"}, "--guidance-scale: 'nan' is not a number"},
      {"image", {"--guidance-scale", "inf"}, "--guidance-scale: 'inf' is not a number"},
      {"image", {"--seed", "1e3"}, "--seed: '1e3' is not a whole number"},
      {"image", {"--label", "team"}, "--label: 'team' is not KEY=VALUE"},
      {"image", {"--label", "=art"}, "--label: '=art' is not KEY=VALUE"},
      {"image", {"--label", "a=1", "--label", "a=2"}, "--label: 'a' is given twice"},
      {"image", {"--label", "a=\xff"}, "--label is not UTF-8 text (byte 2)"},
      {"chat", {"--safety", "OFF"}, "--safety: 'OFF' is not CATEGORY=THRESHOLD"},
      {"chat", {"--top-k", "few"}, "--top-k: 'few' is not a whole number"},
      {"video",
       {"--reference", "no-such-folder/a.png:styl"},
       "--reference: no-such-folder/a.png:styl: No such file or directory"},
      {"video",
       {"--mask", "no-such-folder/a.png"},
       "--mask: no-such-folder/a.png: No such file or directory"},
      {"video", {"--video-in", "/dev/null"}, "--video-in: /dev/null is empty"},
      {"video", {"--last-frame", "/"}, "--last-frame: /: Is a directory"},
      {"video", {"--image", "/dev/zero"}, "--image: /dev/zero: larger than 60 MB"},
  };
  for (const NonsenseCase& c : cases) {
    absl::Status status;
    if (c.command == "image") status = Fill<v1::StreamImagesRequest>("image", c.words).status();
    if (c.command == "chat") status = Fill<v1::StreamChatRequest>("chat", c.words).status();
    if (c.command == "video") status = Fill<v1::GenerateVideoRequest>("video", c.words).status();
    EXPECT_EQ(status.message(), c.message);
  }
}

struct Utf8Case {
  std::string text;
  bool valid;
};

TEST(CheckUtf8Test, KnowsTheEdges) {
  const Utf8Case cases[] = {
      {"", true},
      {"plain", true},
      {std::string("\0", 1), true},
      {"\xC3\xA9", true},
      {"\xE2\x82\xAC", true},
      {"\xF0\x9F\x8E\xA8", true},
      {"\xF4\x8F\xBF\xBF", true},
      {"\xED\x9F\xBF", true},
      {"\x80", false},
      {"\xC3", false},
      {"\xC0\x80", false},          // Overlong.
      {"\xE0\x80\x80", false},      // Overlong.
      {"\xF0\x80\x80\x80", false},  // Overlong.
      {"\xED\xA0\x80", false},      // Surrogate.
      {"\xF4\x90\x80\x80", false},  // Beyond U+10FFFF.
      {"\xF8\x88\x80\x80\x80", false},
      {"\xE2\x82", false},
      {"\xE2\x28\xA1", false},
  };
  for (const Utf8Case& c : cases) EXPECT_EQ(CheckUtf8("x", c.text).ok(), c.valid) << c.text;
}

}  // namespace
}  // namespace mediagen::client
