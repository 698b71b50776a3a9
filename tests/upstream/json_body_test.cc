#include "server/upstream/json_body.h"

#include <gtest/gtest.h>

#include <limits>

#include "absl/strings/str_cat.h"
#include "server/upstream/param_encoder.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen {
namespace {

std::string TextOf(JsonBody& body) {
  HttpRequest request;
  request.body = body.TakeSegments();
  return testing::BodyText(request);
}

TEST(JsonBodyTest, PathsMakeWhatIsMissing) {
  JsonBody body;
  body.Set("a.b.c", body.Text("1"));
  body.Set("a.b.d", JsonBody::Value(2));
  body.Set("list[0].x", JsonBody::Value(true));
  body.Set("list[0].y", JsonBody::Value(false));
  EXPECT_EQ(TextOf(body), R"({"a":{"b":{"c":"1","d":2}},"list":[{"x":true,"y":false}]})");
}

TEST(JsonBodyTest, SettingTwiceReplaces) {
  JsonBody body;
  body.Set("a", JsonBody::Value(1));
  body.Set("a", JsonBody::Value(2));
  EXPECT_EQ(TextOf(body), R"({"a":2})");
}

struct NumberRow {
  double number;
  const char* text;
};

const NumberRow kNumberRows[] = {
    {9.0, "9"},     {0.0, "0"},     {-3.0, "-3"},
    {0.7, "0.7"},   {0.1, "0.1"},   {2.5, "2.5"},
    {1e-7, "1e-7"}, {1e21, "1e21"}, {9007199254740991.0, "9007199254740991"},
};

TEST(JsonBodyTest, NumbersAreAsShortAsTheyAre) {
  for (const NumberRow& row : kNumberRows) {
    JsonBody body;
    body.Set("n", body.Number(row.number));
    EXPECT_EQ(TextOf(body), absl::StrCat(R"({"n":)", row.text, "}"));
  }
}

TEST(JsonBodyTest, MediaIsASegmentOfItsOwn) {
  JsonBody body;
  body.Set("before", body.Text("x"));
  body.Set("media", body.Media("data:a;base64,", "hello"));
  body.Set("after", JsonBody::Value(1));
  const std::vector<BodySegment> segments = body.TakeSegments();
  ASSERT_EQ(segments.size(), 3u);
  EXPECT_EQ(segments[0].bytes(), R"({"before":"x","media":"data:a;base64,)");
  EXPECT_EQ(segments[1].bytes(), "hello");
  EXPECT_EQ(segments[1].encoding(), BodySegment::Encoding::kBase64);
  EXPECT_EQ(segments[2].bytes(), R"(","after":1})");
}

TEST(JsonBodyTest, SeveralMediaKeepTheirPlaces) {
  JsonBody body;
  body.Set("a", body.Media("", "one"));
  body.Set("b", body.Media("", "two"));
  body.Set("c", body.Media("", ""));
  EXPECT_EQ(TextOf(body), R"({"a":"b25l","b":"dHdv","c":""})");
}

// Whatever a caller writes, it is text and nothing else.
TEST(JsonBodyTest, NoTextPassesForMedia) {
  const std::string texts[] = {"", "data:image/png;base64,", "\"", "{media}", std::string(1, '\0')};
  for (const std::string& text : texts) {
    JsonBody body;
    body.Set("media", body.Media("data:image/png;base64,", "abc"));
    body.Set("text", body.Text(text));
    body.Set(R"(data:image/png;base64,)", body.Text(text));
    const std::vector<BodySegment> segments = body.TakeSegments();
    EXPECT_EQ(segments.size(), 3u) << text;
  }
}

TEST(JsonBodyTest, AHostileTypeStaysInsideItsString) {
  JsonBody body;
  body.Set("m", body.Media("data:x\",\"y\":\"\r\n;base64,", "abc"));
  EXPECT_EQ(TextOf(body), R"({"m":"data:x\",\"y\":\"\r\n;base64,YWJj"})");
}

TEST(JsonBodyTest, A20MegabytePictureIsNotCopied) {
  v1::VideoSpec spec;
  spec.set_prompt("p");
  spec.mutable_image()->set_data(std::string(20'000'000, 'x'));
  const char* const bytes = spec.image().data().data();
  const auto request = EncodeStartVideo(testing::OptionsFor("http://h"), "m", spec);
  ASSERT_TRUE(request.ok());
  ASSERT_EQ(request->http.body.size(), 3u);
  EXPECT_EQ(request->http.body[1].bytes().data(), bytes);
  EXPECT_EQ(request->http.body_wire_size(),
            static_cast<int64_t>(testing::BodyText(*request).size()));

  v1::ChatSpec chat;
  v1::ChatMessage& message = *chat.add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  message.add_parts()->set_text("p");
  message.add_parts()->mutable_image()->set_data(std::string(20'000'000, 'x'));
  const char* const chat_bytes = message.parts(1).image().data().data();
  const auto chat_request =
      EncodeChat(testing::OptionsFor("http://h"), "m", ChatCallOptions(), chat);
  ASSERT_TRUE(chat_request.ok());
  ASSERT_EQ(chat_request->http.body.size(), 3u);
  EXPECT_EQ(chat_request->http.body[1].bytes().data(), chat_bytes);
}

}  // namespace
}  // namespace mediagen
