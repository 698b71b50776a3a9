// Which objects are open, and of which type, wherever a JSON text stops.
#include "server/codec/open_types.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// `name:type` of each, `!` behind odd ones.
std::string Shown(const OpenTypes& types) {
  std::string shown;
  for (const OpenObject& object : types.objects()) {
    absl::StrAppend(&shown, shown.empty() ? "" : " ", object.name, ":", object.type,
                    object.is_odd ? "!" : "");
  }
  return shown;
}

struct Row {
  const char* name;
  const char* text;
  const char* open;
};

const Row kRows[] = {
    {"Nothing", "", ""},
    {"Top", R"({"id":"x")", ":"},
    {"TypeOfTop", R"({"type":"answer",)", ":answer"},
    {"Part", R"({"steps":[{"type":"model_output","content":[{"type":"video","data":0)",
     ": steps:model_output content:video"},
    {"TypeIsLate", R"({"steps":[{"content":[{"data":0)", ": steps: content:"},
    {"BehindAClosedPart", R"({"steps":[{"type":"a","content":[{"type":"text"},{"data":1)",
     ": steps:a content:"},
    {"BehindAClosedStep", R"({"steps":[{"type":"a","content":[]},{"type":"b","content":[{)",
     ": steps:b content:"},
    {"InsideAnObject", R"({"steps":{"content":{"type":"video","data":0)", ": steps: content:video"},
    {"ListsInLists", R"({"steps":[[[{"data":0)", ": steps:"},
    {"AnotherList", R"({"a":[1,2],"b":[{"c":[{}],"d":{)", ": b: d:"},
    {"TypeIsNoText", R"({"type":7,"a":{)", ": a:"},
    {"TypeIsAValue", R"({"name":"type","a":{"x":"type","y":"z")", ": a:"},
    {"WordsThatLookLikeBrackets", R"({"text":"}]{[\"","type":"t","a":[{)", ":t a:"},
    {"BackslashAtTheEnd", R"({"text":"\\","type":"t",)", ":t"},
    {"TypeWithAnEscape", R"({"type":"model\u005foutput","content":[{)",
     ":model\\u005foutput! content:"},
    {"NameWithAnEscape", R"({"st\u0065ps":[{"type":"a",)", ":! st\\u0065ps:a"},
    {"Closed", R"({"type":"a","b":{}})", ""},
};

TEST(OpenTypesTest, Table) {
  for (const Row& row : kRows) {
    OpenTypes types;
    types.Feed(row.text);
    EXPECT_EQ(Shown(types), row.open) << row.name;
  }
}

TEST(OpenTypesTest, WhereverTheTextIsCut) {
  for (const Row& row : kRows) {
    const absl::string_view text = row.text;
    for (size_t cut = 0; cut <= text.size(); ++cut) {
      OpenTypes types;
      types.Feed(text.substr(0, cut));
      types.Feed(text.substr(cut));
      EXPECT_EQ(Shown(types), row.open) << row.name << " cut at " << cut;
    }
  }
}

TEST(OpenTypesTest, LongNamesAreNotTakenForShortOnes) {
  const std::string long_name = "type" + std::string(100'000, 'x');
  OpenTypes types;
  types.Feed(absl::StrCat("{\"", long_name, "\":\"a\",\"type\":\"", std::string(100'000, 'y')));
  types.Feed("\",");
  ASSERT_EQ(types.objects().size(), 1u);
  EXPECT_LT(types.objects()[0].type.size(), 100u);
  EXPECT_EQ(types.objects()[0].type.substr(0, 3), "yyy");
}

}  // namespace
}  // namespace mediagen
