#include "sandbox/json_input.h"

#include <gtest/gtest.h>

#include <string>

namespace mediagen::sandbox {
namespace {

TEST(JsonInput, FindsBothSpellingsAndPassesNullsOver) {
  rapidjson::Document json;
  ASSERT_TRUE(ParseObject(R"({"mimeType":null,"mime_type":"b","sampleCount":1,"sample_count":2,)"
                          R"("aspectRatio":"","aspect_ratio":"1:1","list":[null,{"a":"x"}]})",
                          json));
  EXPECT_EQ(Text(Member(&json, "mimeType")), "b");
  EXPECT_EQ(WholeNumber(Member(&json, "sampleCount")), 1);
  EXPECT_EQ(Text(Member(&json, "aspectRatio")), "1:1");
  EXPECT_EQ(Text(Member(FirstEntry(Member(&json, "list")), "a")), "x");
  EXPECT_EQ(Member(Member(&json, "nothing"), "inside"), nullptr);
}

TEST(JsonInput, TakesWholeNumbersWithAPoint) {
  rapidjson::Document json;
  ASSERT_TRUE(ParseObject(R"({"a":2.0,"b":2.5,"c":"2","d":-3,"e":1e300})", json));
  EXPECT_EQ(WholeNumber(Member(&json, "a")), 2);
  EXPECT_FALSE(WholeNumber(Member(&json, "b")).has_value());
  EXPECT_FALSE(WholeNumber(Member(&json, "c")).has_value());
  EXPECT_EQ(WholeNumber(Member(&json, "d")), -3);
  EXPECT_FALSE(WholeNumber(Member(&json, "e")).has_value());
}

TEST(JsonInput, RefusesWhatIsNoObjectOrTooDeep) {
  rapidjson::Document json;
  for (const char* text : {"", "[]", "{", "null", "{\"a\":\"\xff\"}", "{} x"}) {
    EXPECT_FALSE(ParseObject(text, json)) << text;
  }
  EXPECT_FALSE(ParseObject("{\"a\":" + std::string(100'000, '['), json));
  EXPECT_TRUE(
      ParseObject(R"({"a":"[[[[\"{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{"})", json));
}

}  // namespace
}  // namespace mediagen::sandbox
