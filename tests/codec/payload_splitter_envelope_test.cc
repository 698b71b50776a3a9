// What stays in the envelope: which members are media, and that a number there is always an index.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

struct Rule {
  const char* name;
  std::string body;
  std::string envelope;
  std::vector<int> fields = {};  // Of the items, in order.
};

const Rule kRules[] = {
    {"AnyParent", R"({"bytes":"QUJD"})", R"({"bytes":0})", {0}},
    {"Nested", R"({"a":{"b":[{"bytes":"QUJD"}]}})", R"({"a":{"b":[{"bytes":0}]}})", {0}},
    {"NamedParent", R"({"inlineData":{"data":"QUJD"}})", R"({"inlineData":{"data":0}})", {1}},
    {"OtherParent", R"({"text":{"data":"QUJD"}})", R"({"text":{"data":"QUJD"}})"},
    {"NoParent", R"({"data":"QUJD"})", R"({"data":"QUJD"})"},
    {"GrandparentIsNoParent", R"({"inlineData":{"x":{"data":"QUJD"}}})",
     R"({"inlineData":{"x":{"data":"QUJD"}}})"},
    {"ParentOverArrays",
     R"({"inlineData":[[{"data":"QUJD"}],{"data":"QQ"}]})",
     R"({"inlineData":[[{"data":0}],{"data":1}]})",
     {1, 1}},
    {"ParentAfterInnerObject",
     R"({"inlineData":{"x":{"y":1},"data":"QUJD"}})",
     R"({"inlineData":{"x":{"y":1},"data":0}})",
     {1}},
    {"AnyKeyOrder",
     R"({"inlineData":{"data":"QUJD","mimeType":"image/png"},"bytes":"QQ"})",
     R"({"inlineData":{"data":0,"mimeType":"image/png"},"bytes":1})",
     {1, 0}},
    {"SameKeyTwice", R"({"bytes":"QQ","bytes":"QQ"})", R"({"bytes":0,"bytes":1})", {0, 0}},
    {"TopLevelArray", R"([{"bytes":"QQ"}])", R"([{"bytes":0}])", {0}},
    {"KeyWithEscapes", R"({"b\u0079t\u0065s":"QQ"})", R"({"b\u0079t\u0065s":0})", {0}},
    {"ParentWithEscapes",
     R"({"inline\u0044ata":{"data":"QQ"}})",
     R"({"inline\u0044ata":{"data":0}})",
     {1}},
    {"KeyWithBadEscape", R"({"bytes\x":"QQ"})", R"({"bytes\x":"QQ"})"},
    {"KeyWithNonAsciiEscape", R"({"bytes\u00e9":"QQ"})", R"({"bytes\u00e9":"QQ"})"},
    {"KeyWithNul", R"({"bytes\u0000":"QQ"})", R"({"bytes\u0000":"QQ"})"},
    {"LongerKey", R"({"bytess":"QQ"})", R"({"bytess":"QQ"})"},
    {"ShorterKey", R"({"byte":"QQ"})", R"({"byte":"QQ"})"},
    {"OtherCase", R"({"Bytes":"QQ"})", R"({"Bytes":"QQ"})"},
    {"EmptyKey", R"({"":{"":"QQ"}})", R"({"":{"":"QQ"}})"},
    {"VeryLongKey", "{\"" + std::string(5000, 'k') + "\":\"QQ\"}",
     "{\"" + std::string(5000, 'k') + "\":\"QQ\"}"},
    {"KeyAsValue", R"({"a":"bytes","b":"QQ"})", R"({"a":"bytes","b":"QQ"})"},
    {"KeyTextInsideString", R"({"a":"\"bytes\":\"QQ\"","b":"{\"bytes\":"})",
     R"({"a":"\"bytes\":\"QQ\"","b":"{\"bytes\":"})"},
    {"StringInArrayUnderMediaKey", R"({"bytes":["QQ",1]})", R"({"bytes":["QQ",1]})"},
    {"ObjectUnderMediaKey", R"({"bytes":{"a":"QQ"}})", R"({"bytes":{"a":"QQ"}})"},
    {"WordsUnderMediaKey", R"([{"bytes":null},{"bytes":true}])",
     R"([{"bytes":null},{"bytes":true}])"},
    {"NumberUnderMediaKey", R"([{"bytes":0},{"bytes":-1.5e+3},{"bytes":7 }])",
     R"([{"bytes":null},{"bytes":null},{"bytes":null}])"},
    {"NumberUnderOtherKey", R"({"a":0,"b":-1.5e+3})", R"({"a":0,"b":-1.5e+3})"},
    {"EmptyString", R"({"bytes":"","a":1})", R"({"bytes":"","a":1})"},
    {"BlankString",
     R"([{"bytes":" \n\u0020\t"},{"bytes":"QQ"}])",
     R"([{"bytes":""},{"bytes":0}])",
     {0}},
    {"EmptyDataUrl", R"({"bytes":"data:image/png;base64, "})", R"({"bytes":""})"},
    {"BlanksBetweenTokens",
     " \r\n{\t\"a\" : [ 1 , true ,\n{ } , [ ] ] , \"bytes\" : \"QQ\" } \n",
     R"({"a":[1,true,{},[]],"bytes":0})",
     {0}},
    {"ByteOrderMark", "\xef\xbb\xbf {\"bytes\":\"QQ\"}", R"({"bytes":0})", {0}},
    {"TopLevelString", R"("bytes")", R"("bytes")"},
    {"TopLevelNumber", "12.5", "12.5"},
    {"TopLevelWordThenBlank", "null\n", "null"},
    {"Utf8Text", "{\"caf\xc3\xa9\":\"\xf0\x9f\x8e\xa8\"}",
     "{\"caf\xc3\xa9\":\"\xf0\x9f\x8e\xa8\"}"},
    {"LinkUnderDataUrlOnly", R"({"image_url":{"url":"https:\/\/example.test\/a.png"}})",
     R"({"image_url":{"url":"https:\/\/example.test\/a.png"}})"},
    {"DataUrlUnderDataUrlOnly",
     R"({"image_url":{"url":"data:image/png;base64,QQ"}})",
     R"({"image_url":{"url":0}})",
     {2}},
    {"AlmostDataUrl", R"([{"image_url":{"url":"dat"}},{"image_url":{"url":"\u0064at\u0061\n:"}}])",
     R"([{"image_url":{"url":"dat"}},{"image_url":{"url":"\u0064at\u0061\n:"}}])"},
    {"BlankBeforeDataUrlIsText", R"({"image_url":{"url":" data:;base64,QQ"}})",
     R"({"image_url":{"url":" data:;base64,QQ"}})"},
    {"BadEscapeInLink", R"([{"image_url":{"url":"da\x"}},{"image_url":{"url":"da\u00"}}])",
     R"([{"image_url":{"url":"da\x"}},{"image_url":{"url":"da\u00"}}])"},
    {"EmptyUnderDataUrlOnly", R"({"image_url":{"url":""}})", R"({"image_url":{"url":""}})"},
};

class EnvelopeTest : public testing::TestWithParam<Rule> {};

TEST_P(EnvelopeTest, Rule) {
  const Rule& rule = GetParam();
  for (const size_t piece : {size_t{1}, size_t{2}, size_t{3}, rule.body.size()}) {
    const SplitResult result = RunSplitter(rule.body, TestOptions(), {{piece}});
    EXPECT_EQ(result.code, absl::StatusCode::kOk) << result.message;
    EXPECT_EQ(result.envelope, rule.envelope);
    std::vector<int> fields;
    for (const SplitItem& item : result.items) fields.push_back(item.field);
    EXPECT_EQ(fields, rule.fields);
    EXPECT_EQ(result, ReferenceSplit(rule.body, TestOptions()));
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, EnvelopeTest, testing::ValuesIn(kRules),
                         [](const auto& info) { return info.param.name; });

TEST(EnvelopeOrderTest, TheFirstFieldThatMatchesCounts) {
  const MediaField fields[] = {{"a", "x"}, {"", "x"}, {"b", "x"}};
  const SplitResult result = RunSplitter(R"({"b":{"x":"QQ"},"a":{"x":"QQ"}})", {.fields = fields});
  ASSERT_EQ(result.items.size(), 2u);
  EXPECT_EQ(result.items[0].field, 1);
  EXPECT_EQ(result.items[1].field, 0);
}

TEST(EnvelopeOrderTest, WithoutFieldsTheBodyIsTheEnvelope) {
  const std::string body = R"({"bytes":"QQ","data":0})";
  EXPECT_EQ(RunSplitter(body, {}).envelope, body);
}

}  // namespace
}  // namespace mediagen
