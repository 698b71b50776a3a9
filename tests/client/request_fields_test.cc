#include "client/cli/request_fields.h"

#include <gtest/gtest.h>

#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"

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
