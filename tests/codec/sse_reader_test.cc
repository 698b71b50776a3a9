// The rules of event streams and of bare JSON among them, at every split.
#include "server/codec/sse_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/codec/reference_sse.h"
#include "tests/codec/sse_run.h"

namespace mediagen {
namespace {

constexpr SseEvent::End kDone = SseEvent::End::kDone;
constexpr SseEvent::End kBody = SseEvent::End::kBody;

struct Rule {
  const char* name;
  std::string body;
  std::vector<SseEvent> events;
};

const Rule kLines[] = {
    {"LineFeeds", "data: a\n\ndata: b\n\n", {{"a"}, {"b"}}},
    {"CarriageReturns", "data: a\r\rdata: b\r\r", {{"a"}, {"b"}}},
    {"Both", "data: a\r\n\r\ndata: b\r\n\r\n", {{"a"}, {"b"}}},
    {"Mixed", "data: a\r\n\ndata: b\r\r\ndata: c\n\rdata: d\n\r\n", {{"a"}, {"b"}, {"c"}, {"d"}}},
    {"EmptyBody", "", {}},
    {"EmptyLines", "\n\r\r\n\n", {}},
    {"ByteOrderMark",
     "\xef\xbb\xbf"
     "data: a\n\n",
     {{"a"}}},
    {"ByteOrderMarkThenBareJson", "\xef\xbb\xbf{}", {{"{}"}}},
    {"ByteOrderMarkLater",
     "data: \xef\xbb\xbf"
     "a\n\n\xef\xbb\xbf"
     "data: b\n\n",
     {{"\xef\xbb\xbf"
       "a"}}},
    {"HalfByteOrderMark",
     "\xef\xbb"
     "data: a\ndata: b\n\n",
     {{"b"}}},
    {"HalfByteOrderMarkAlone", "\xef\n{}\n", {{"{}"}}},
    {"NoBlank", "data:a\n\n", {{"a"}}},
    {"TwoBlanks", "data:  a \n\n", {{" a "}}},
    {"Tab", "data:\ta\n\n", {{"\ta"}}},
    {"ColonInData", "data: a: b:\n\n", {{"a: b:"}}},
    {"LinesOfData", "data: a\ndata:b\ndata:\ndata: c\n\n", {{"a\nb\n\nc"}}},
    {"EmptyLineOfDataFirst", "data:\ndata: a\n\n", {{"\na"}}},
    {"DataWithoutColon", "data: a\ndata\n\n", {{"a\n"}}},
    {"EmptyData", "data:\n\ndata: \n\ndata\n\ndata: a\n\n", {{"a"}}},
    {"TwoEmptyLinesOfData", "data\ndata\n\n", {{"\n"}}},
    {"Comments", ": PING\n\n:\n: x\ndata: a\n: y\n\n", {{"a"}}},
    {"OtherFields",
     "id: 1\nretry: 5\ndatax: x\ndat: x\nfoo\nData: x\ndata: a\n data: x\n\n",
     {{"a"}}},
    {"EventNames",
     "event: e\ndata: a\n\ndata: b\nevent:f\n\ndata: c\n\n",
     {{"a", "e"}, {"b", "f"}, {"c"}}},
    {"EventNameLastCounts",
     "event: e\nevent: f\ndata: a\n\nevent: g\nevent\ndata: b\n\n",
     {{"a", "f"}, {"b"}}},
    {"EventNameWithoutData", "event: e\n\ndata: a\n\n", {{"a"}}},
    {"BlanksMakeNoEmptyLine", "data: a\n \n\t\ndata: b\n\n", {{"a\nb"}}},
    {"Utf8", "data: \xc3\xa9\xe2\x82\xac\n\n", {{"\xc3\xa9\xe2\x82\xac"}}},
    {"Nul", std::string("data: a\0b\n\0data: c\n\n", 20), {{std::string("a\0b", 3)}}},
    {"Page", "<html>\n<p>data: x</p>\n", {}},
};

const Rule kMarkers[] = {
    {"Done", "data: a\n\ndata: [DONE]\n\n", {{"a"}, {"", "", kDone}}},
    {"DoneWithoutBlank", "data:[DONE]\r\n\r\n", {{"", "", kDone}}},
    {"DoneThenMore", "data: [DONE]\n\ndata: a\n\n", {{"", "", kDone}, {"a"}}},
    {"DoneWithName", "event: e\ndata: [DONE]\n\ndata: a\n\n", {{"", "e", kDone}, {"a"}}},
    {"DoneWithoutEmptyLine", "data: [DONE]\n", {}},
    {"DoneWithoutLineEnd", "data: [DONE]", {}},
    {"LongerThanDone", "data: [DONE] \n\ndata: [DONE]]\n\n", {{"[DONE] "}, {"[DONE]]"}}},
    {"ShorterThanDone", "data: [DONE\n\ndata: [\n\n", {{"[DONE"}, {"["}}},
    {"OtherThanDone", "data: [DOne]\n\ndata:  [DONE]\n\n", {{"[DOne]"}, {" [DONE]"}}},
    {"DoneAndAnotherLine", "data: [DONE]\ndata: a\n\n", {{"[DONE]\na"}}},
    {"StartOfDoneAndAnotherLine", "data: [DO\ndata\n\n", {{"[DO\n"}}},
    {"DoneAsSecondLine",
     "data: a\ndata: [DONE]\n\ndata:\ndata: [DONE]\n\n",
     {{"a\n[DONE]"}, {"\n[DONE]"}}},
    {"CutStartOfDone", "data: a\n\ndata: [DO", {{"a"}, {"", "", kBody}}},
};

const Rule kCuts[] = {
    {"CutBeforeEmptyLine", "event: e\ndata: a\n", {{"a", "e", kBody}}},
    {"CutBeforeLineEnd", "data: a\ndata: b", {{"a\nb", "", kBody}}},
    {"CutInCrLf", "data: a\r\n\r", {{"a"}}},
    {"CutInFieldName", "data: a\n\ndata", {{"a"}}},
    {"CutBehindColon", "data: a\n\ndata:", {{"a"}}},
    {"CutBehindSecondColon", "data: a\ndata:", {{"a\n", "", kBody}}},
    {"CutInEventName", "data: a\nevent: er", {{"a", "er", kBody}}},
    {"CutInByteOrderMark", "\xef\xbb", {}},
    {"CutInBareJson", "{\"a\":", {{"{\"a\":", "", kBody}}},
    {"CutInBareString", "{\"a\\", {{"{\"a\\", "", kBody}}},
    {"CutInBareList", "[{},", {{"{}"}}},
    {"CutInBareWord", "[{},1", {{"{}"}, {"1", "", kBody}}},
};

const Rule kBareJson[] = {
    {"WholeBody", "{\"a\":[1,{\"b\":\"}\"}]}", {{"{\"a\":[1,{\"b\":\"}\"}]}"}}},
    {"WholeBodyPretty", "\r\n{\r\n  \"a\": \"x\"\r\n}\r\n", {{"{\r\n  \"a\": \"x\"\r\n}"}}},
    {"EmptyLinesInside", "{\n\n\"a\":1\n\n}\n", {{"{\n\n\"a\":1\n\n}"}}},
    {"QuotesAndBackslashes", R"({"a":"\"}\\","}":"\\\"{"})", {{R"({"a":"\"}\\","}":"\\\"{"})"}}},
    {"BracketsNeedNotMatch", "{[}}\ndata: a\n\n", {{"{[}}"}, {"a"}}},
    {"Indented", " \t {}\n", {{"{}"}}},
    {"LineAmongEvents",
     "data: a\n\n{\"error\":{}}\n\ndata: b\n\n",
     {{"a"}, {"{\"error\":{}}"}, {"b"}}},
    {"LineWithoutEmptyLine", "{}\ndata: b\n\n", {{"{}"}, {"b"}}},
    {"LineWithEventName", "event: error\r\n{}\r\n\r\ndata: b\n\n", {{"{}", "error"}, {"b"}}},
    {"NotWithinEvent", "data: a\n{}\n[]\n\n{}\n", {{"a"}, {"{}"}}},
    {"TwoLines", "{}\n{\"a\":1}\n", {{"{}"}, {"{\"a\":1}"}}},
    {"TwoOnOneLine", "{} [{}]\t{\"a\":1}", {{"{}"}, {"{}"}, {"{\"a\":1}"}}},
    {"TextBehind", "{} x {}\ndata: a\n\n", {{"{}"}, {"a"}}},
    {"FieldBehind", "{}data: x\ndata: a\n\n", {{"{}"}, {"a"}}},
    {"List", "[{\"a\":1},\r\n{\"b\":[2]}]", {{"{\"a\":1}"}, {"{\"b\":[2]}"}}},
    {"ListOfOne", "[{\"error\":{}}]\n\n", {{"{\"error\":{}}"}}},
    {"ListPretty", "[\n  {\n  }\n,\n  {\n  }\n]\n", {{"{\n  }"}, {"{\n  }"}}},
    {"ListIndented", "  [ {} ] ", {{"{}"}}},
    {"ListEmpty", "[]\n[ ]\n[\n]\n", {}},
    {"ListThenEvent", "[{}]\ndata: a\n\n", {{"{}"}, {"a"}}},
    {"ListInsideEvent", "data: [{}]\n\n", {{"[{}]"}}},
    {"ListOfOthers",
     "[null, 1,\"a]\\\"\",[{},2],tr\"{ue]",
     {{"null"}, {"1"}, {"\"a]\\\"\""}, {"[{},2]"}, {"tr\"{ue"}}},
    {"ListOfBrackets", "[}:]", {{"}:"}}},
};

class SseRuleTest : public testing::TestWithParam<Rule> {};

TEST_P(SseRuleTest, AtEverySplit) {
  const auto& [name, body, events] = GetParam();
  EXPECT_EQ(ReferenceSse(body), events);
  EXPECT_EQ(RunSseReader(body), events);
  EXPECT_EQ(RunSseReader(body, {1}), events);
  for (size_t first = 1; first < body.size(); ++first) {
    EXPECT_EQ(RunSseReader(body, {first, body.size()}), events) << "first " << first;
    for (size_t second = 1; first + second < body.size(); ++second) {
      EXPECT_EQ(RunSseReader(body, {first, second, body.size()}), events) << first << " " << second;
    }
  }
}

const auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Lines, SseRuleTest, testing::ValuesIn(kLines), kName);
INSTANTIATE_TEST_SUITE_P(Markers, SseRuleTest, testing::ValuesIn(kMarkers), kName);
INSTANTIATE_TEST_SUITE_P(Cuts, SseRuleTest, testing::ValuesIn(kCuts), kName);
INSTANTIATE_TEST_SUITE_P(BareJson, SseRuleTest, testing::ValuesIn(kBareJson), kName);

TEST(SseReaderTest, DataIsHandedOnAsItComes) {
  SseReader reader;
  SseReader::Step step = reader.Next("event: e\ndata: ab");
  EXPECT_EQ(step.event, SseReader::Event::kData);
  EXPECT_EQ(step.data, "ab");
  EXPECT_EQ(step.consumed, 17u);
  EXPECT_EQ(reader.event_name(), "e");
  step = reader.Next("cd\n");
  EXPECT_EQ(step.data, "cd");
  EXPECT_EQ(step.consumed, 2u);
}

TEST(SseReaderTest, BareJsonEndsWithItsBracketAlready) {
  SseReader reader;
  EXPECT_EQ(reader.Next("{}").event, SseReader::Event::kData);
  const SseReader::Step step = reader.Next("");
  EXPECT_EQ(step.event, SseReader::Event::kEventEnd);
  EXPECT_EQ(reader.events(), 1);
  EXPECT_EQ(reader.Next("").event, SseReader::Event::kNeedInput);
  EXPECT_FALSE(reader.Finish());
}

TEST(SseReaderTest, NameStaysUntilTheNextCall) {
  SseReader reader;
  const std::string body = "event: e\ndata: a\n\n";
  const size_t at = reader.Next(body).consumed;
  EXPECT_EQ(reader.Next(body.substr(at)).event, SseReader::Event::kEventEnd);
  EXPECT_EQ(reader.event_name(), "e");
  reader.Next("");
  EXPECT_EQ(reader.event_name(), "");
}

}  // namespace
}  // namespace mediagen
