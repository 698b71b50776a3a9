#include "sandbox/media.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sandbox/base64.h"
#include "sandbox/body.h"
#include "sandbox/json_body.h"
#include "sandbox/media_cache.h"

namespace mediagen::sandbox {
namespace {

std::string Written(const Media& media) {
  std::string bytes;
  EXPECT_TRUE(media.Write([&](std::string_view piece) {
    bytes += piece;
    return true;
  }));
  return bytes;
}

std::string Written(const Body& body, uint64_t limit = Body::kAll) {
  std::string bytes;
  EXPECT_TRUE(body.Write(
      [&](std::string_view piece) {
        bytes += piece;
        return true;
      },
      limit));
  return bytes;
}

TEST(Media, PadsToExactlyThatSize) {
  for (size_t length : {10u, 11u, 12u}) {
    for (uint64_t total : {uint64_t{20}, uint64_t{21}, uint64_t{22}, uint64_t{100'000},
                           uint64_t{786'432 + 20}, uint64_t{3'000'001}}) {
      const std::string mp4(length, 'm');
      const Media media = Media::PaddedMp4(mp4, total);
      const std::string bytes = Written(media);
      EXPECT_EQ(media.size(), total);
      ASSERT_EQ(bytes.size(), total);
      EXPECT_TRUE(bytes.starts_with(mp4));
      EXPECT_EQ(bytes.substr(length + 4, 4), "free");
      const auto size_byte = [&](size_t i) {
        return static_cast<uint64_t>(static_cast<unsigned char>(bytes[length + i]));
      };
      EXPECT_EQ((size_byte(0) << 24) + (size_byte(1) << 16) + (size_byte(2) << 8) + size_byte(3),
                total - length);

      std::string base64;
      EXPECT_TRUE(media.WriteBase64([&](std::string_view piece) {
        base64 += piece;
        return true;
      }));
      EXPECT_EQ(base64.size(), media.base64_size());
      EXPECT_TRUE(base64 == EncodeBase64(bytes));
      EXPECT_LE(media.footprint(), length + 10);
    }
  }
}

TEST(Media, StaysAsItIsWhenItIsTooLongToPad) {
  EXPECT_EQ(Written(Media::PaddedMp4("0123456789", 0)), "0123456789");
  EXPECT_EQ(Written(Media::PaddedMp4("0123456789", 17)), "0123456789");
}

TEST(Media, StopsWhenNoMoreIsWanted) {
  const Media media = Media::PaddedMp4("0123456789", 400'000'000);
  uint64_t taken = 0;
  EXPECT_FALSE(media.WriteBase64([&](std::string_view piece) {
    taken += piece.size();
    return taken < 3'000'000;
  }));
  EXPECT_LT(taken, 5'000'000u);
}

TEST(Body, WritesTextAndMediaUpToALimit) {
  Body body("<");
  body.AddBase64(std::make_shared<const Media>("", "foobar"));
  body.AddText("|");
  body.AddBytes(std::make_shared<const Media>("", "raw"));
  EXPECT_EQ(Written(body), "<Zm9vYmFy|raw");
  EXPECT_EQ(body.size(), 13u);
  EXPECT_EQ(body.middle_of_media(), 5u);
  EXPECT_EQ(Written(body, body.middle_of_media()), "<Zm9v");
  EXPECT_EQ(Written(body, 0), "");
}

TEST(JsonBody, SetsMediaBetweenMembers) {
  JsonBody json;
  json.writer().StartObject();
  json.Text("a", "x\"y");
  json.Media("b", std::make_shared<const Media>("", "foo"));
  json.Media("c", std::make_shared<const Media>("", "bar"), /*blank=*/true);
  json.Text("d", "");
  json.writer().EndObject();
  EXPECT_EQ(Written(json.Finish()), R"({"a":"x\"y","b":"Zm9v","c": "YmFy","d":""})");
}

TEST(MediaCache, ForgetsWhatWasNotAskedForLongest) {
  MediaCache cache(25);
  for (const char* key : {"a", "b"}) {
    cache.Put(key, std::make_shared<const Media>("", std::string(10, 'x')));
  }
  EXPECT_NE(cache.Get("a"), nullptr);
  cache.Put("c", std::make_shared<const Media>("", std::string(10, 'x')));
  EXPECT_EQ(cache.Get("b"), nullptr);
  EXPECT_NE(cache.Get("a"), nullptr);
  // Larger than the whole cache: kept alone.
  cache.Put("d", std::make_shared<const Media>("", std::string(100, 'x')));
  EXPECT_NE(cache.Get("d"), nullptr);
  EXPECT_EQ(cache.Get("a"), nullptr);
}

}  // namespace
}  // namespace mediagen::sandbox
