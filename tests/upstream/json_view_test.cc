#include "server/upstream/json_view.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// A document and the view of its root.
class Json {
 public:
  explicit Json(absl::string_view text) { parsed_ = ParseJson(text, document_); }
  bool parsed() const { return parsed_; }
  JsonView view() const { return JsonView(&document_); }
  JsonView a() const { return view().Get("a"); }

 private:
  rapidjson::Document document_;
  bool parsed_;
};

TEST(JsonViewTest, NullIsAbsent) {
  EXPECT_FALSE(Json(R"({"a":null})").a().exists());
  EXPECT_FALSE(Json("null").view().exists());
  EXPECT_FALSE(Json("[null]").view().at(0).exists());
  EXPECT_EQ(Json("[null]").view().size(), 1u);
}

TEST(JsonViewTest, BelowNothingThereIsNothing) {
  const Json json(R"({"a":"text","list":[1]})");
  EXPECT_FALSE(json.a().Get("b").Get("c").at(7).exists());
  EXPECT_FALSE(json.view().Get("list").at(1).exists());
  EXPECT_FALSE(json.view().at(0).exists());
  EXPECT_EQ(JsonView().Text(), "");
  EXPECT_EQ(JsonView().size(), 0u);
  EXPECT_FALSE(JsonView().IsTrue());
}

struct PreferenceRow {
  const char* name;
  const char* text;
  const char* value;
};

const PreferenceRow kPreferenceRows[] = {
    {"OnlyCamel", R"({"mimeType":"c"})", "c"},
    {"OnlySnake", R"({"mime_type":"s"})", "s"},
    {"BothCamelFirst", R"({"mime_type":"s","mimeType":"c"})", "c"},
    {"CamelNull", R"({"mimeType":null,"mime_type":"s"})", "s"},
    {"CamelEmpty", R"({"mimeType":"","mime_type":"s"})", "s"},
    {"CamelEmptyObject", R"({"mimeType":{},"mime_type":"s"})", "s"},
    {"CamelEmptyList", R"({"mimeType":[],"mime_type":"s"})", "s"},
    {"SnakeNull", R"({"mimeType":"c","mime_type":null})", "c"},
    {"BothNothing", R"({"mimeType":null,"mime_type":""})", ""},
};

TEST(JsonViewTest, OfTwoSpellingsTheFilledOneCounts) {
  for (const PreferenceRow& row : kPreferenceRows) {
    EXPECT_EQ(Json(row.text).view().Get({"mimeType", "mime_type"}).Text(), row.value) << row.name;
  }
}

TEST(JsonViewTest, FalseAndZeroAreNotEmpty) {
  EXPECT_FALSE(Json(R"({"a":false})").a().IsEmpty());
  EXPECT_FALSE(Json(R"({"a":0})").a().IsEmpty());
  EXPECT_TRUE(Json(R"({"a":""})").a().IsEmpty());
}

struct IntegerRow {
  const char* text;
  std::optional<int64_t> value;
};

const IntegerRow kIntegerRows[] = {
    {"2", 2},
    {"2.0", 2},
    {"2e0", 2},
    {"-7", -7},
    {"2.5", std::nullopt},
    {"\"2\"", std::nullopt},
    {"true", std::nullopt},
    {"9223372036854775807", INT64_MAX},
    {"18446744073709551615", std::nullopt},
    {"1e300", std::nullopt},
};

TEST(JsonViewTest, WholeNumbers) {
  for (const IntegerRow& row : kIntegerRows) {
    EXPECT_EQ(Json(absl::StrCat(R"({"a":)", row.text, "}")).a().Integer(), row.value) << row.text;
  }
}

TEST(JsonViewTest, OnlyTrueIsTrue) {
  EXPECT_TRUE(Json(R"({"a":true})").a().IsTrue());
  EXPECT_FALSE(Json(R"({"a":"true"})").a().IsTrue());
  EXPECT_FALSE(Json(R"({"a":1})").a().IsTrue());
}

std::string Nested(int depth) {
  return absl::StrCat(std::string(static_cast<size_t>(depth), '['),
                      std::string(static_cast<size_t>(depth), ']'));
}

TEST(JsonViewTest, DepthIsBounded) {
  EXPECT_TRUE(Json(Nested(100)).parsed());
  EXPECT_FALSE(Json(Nested(101)).parsed());
  EXPECT_FALSE(Json(std::string(1'000'000, '[')).parsed());
  EXPECT_FALSE(Json(std::string(1'000'000, '{')).parsed());
  // Brackets inside strings are text.
  EXPECT_TRUE(Json(absl::StrCat("\"\\\"", std::string(1000, '['), "\"")).parsed());
}

TEST(JsonViewTest, NoJsonDoesNotParse) {
  for (const char* text : {"", " ", "{", "{}x", "<html>", "{\"a\":}", "[1,]", "\"\\ud83c\""}) {
    EXPECT_FALSE(Json(text).parsed()) << text;
  }
}

// Texts go into protobuf strings, which must be UTF-8: a paid answer is not lost over one bad byte.
TEST(JsonViewTest, BadUtf8IsMended) {
  EXPECT_EQ(Json("{\"a\":\"caf\xe9!\"}").a().Text(), "caf\xef\xbf\xbd!");
  EXPECT_EQ(Json("{\"a\":\"caf\xc3\xa9\"}").a().Text(), "caf\xc3\xa9");
  EXPECT_EQ(Json("{\"a\xff\":\"x\"}").view().Get("a\xef\xbf\xbd").Text(), "x");
}

}  // namespace
}  // namespace mediagen
