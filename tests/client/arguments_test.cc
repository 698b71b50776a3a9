#include "client/cli/arguments.h"

#include <gtest/gtest.h>

#include "client/cli/closest_word.h"

namespace mediagen::client {
namespace {

struct Case {
  std::string name;
  std::string command;
  std::vector<std::string> words;
  std::string error;  // Empty: it parses.
};

class ArgumentsTest : public testing::TestWithParam<Case> {};

TEST_P(ArgumentsTest, Parses) {
  const auto arguments = Arguments::Parse(*FindCommand(GetParam().command), GetParam().words);
  EXPECT_EQ(arguments.status().message(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ArgumentsTest,
    testing::Values(
        Case{"PromptAndFlags", "image", {"a cat", "--count", "2", "-o", "cat.png"}, ""},
        Case{"FlagsFirst", "image", {"--count=2", "a cat"}, ""},
        Case{"LongNameOfOutput", "image", {"a cat", "--output", "cat.png"}, ""},
        Case{"DashIsAnArgument", "image", {"-", "-o", "-"}, ""},
        Case{"FlagsEnd", "image", {"--", "--looks-like-a-flag"}, ""},
        Case{"EmptyPrompt", "image", {""}, ""},
        Case{"NegativeValue", "image", {"a cat", "--count", "-1"}, ""},
        Case{"EmptyValue", "image", {"a cat", "--model="}, ""},
        Case{"RepeatedFlag", "chat", {"x", "--image", "a.png", "--image", "b.png"}, ""},
        Case{"UnknownFlag", "image", {"x", "--zzzz"}, "unknown flag --zzzz"},
        Case{"Misspelt",
             "image",
             {"x", "--cuont", "2"},
             "unknown flag --cuont; did you mean --count?"},
        Case{"Unfinished",
             "image",
             {"x", "--aspect"},
             "unknown flag --aspect; did you mean --aspect-ratio?"},
        Case{"FlagOfAnotherCommand", "image", {"x", "--duration", "8"}, "unknown flag --duration"},
        Case{"UnknownShortFlag", "image", {"x", "-z"}, "unknown flag -z"},
        Case{"ValueMissingAtTheEnd", "image", {"x", "--model"}, "--model needs a value: NAME"},
        Case{"ValueMissingBeforeAFlag",
             "image",
             {"x", "--model", "--json"},
             "--model needs a value: NAME"},
        Case{"SwitchWithValue", "image", {"x", "--json=yes"}, "--json takes no value"},
        Case{"Twice", "image", {"x", "--model", "a", "--model", "b"}, "--model is given twice"},
        Case{"TwoPrompts",
             "image",
             {"a", "cat"},
             "unexpected argument 'cat': one PROMPT is enough, put it in quotes"},
        Case{"Toggle", "video", {"x", "--no-audio", "--enhance-prompt"}, ""},
        Case{"ToggleWithValue",
             "video",
             {"x", "--audio=false"},
             "--audio takes no value: --audio or --no-audio"},
        Case{"BothWays",
             "video",
             {"x", "--audio", "--no-audio"},
             "--audio or --no-audio: one is enough"},
        Case{"NoOfASwitch", "video", {"x", "--no-json"}, "unknown flag --no-json"},
        Case{"MisspeltNo",
             "video",
             {"x", "--no-aduio"},
             "unknown flag --no-aduio; did you mean --no-audio?"},
        Case{"ValueMissingBeforeANo",
             "video",
             {"x", "--model", "--no-audio"},
             "--model needs a value: NAME"},
        Case{"Alias", "video", {"--extend", "a.mp4"}, ""},
        Case{"AliasBesideName",
             "video",
             {"--extend", "a.mp4", "--video-in", "b.mp4"},
             "--video-in is given twice"},
        Case{"ArgumentOfHealth", "health", {"x"}, "unexpected argument 'x'"}),
    [](const auto& info) { return info.param.name; });

TEST(ArgumentsValuesTest, AreWhatWasWritten) {
  const auto arguments = Arguments::Parse(
      *FindCommand("chat"),
      {"--image", "a.png", "hello", "--image=b=c.png", "--json", "--temperature", "0"});
  ASSERT_TRUE(arguments.ok());
  EXPECT_EQ(arguments->positional(), "hello");
  EXPECT_EQ(arguments->Values("--image"), (std::vector<std::string>{"a.png", "b=c.png"}));
  EXPECT_EQ(arguments->Value("--temperature"), "0");
  EXPECT_TRUE(arguments->Has("--json"));
  EXPECT_FALSE(arguments->Has("-o"));
  EXPECT_EQ(arguments->Value("-o"), std::nullopt);
}

TEST(ArgumentsValuesTest, TogglesAndAliasesHaveOneName) {
  const auto arguments =
      Arguments::Parse(*FindCommand("video"), {"--no-audio", "--enhance-prompt", "--extend=a.mp4"});
  ASSERT_TRUE(arguments.ok());
  EXPECT_EQ(arguments->Value("--audio"), "false");
  EXPECT_EQ(arguments->Value("--enhance-prompt"), "true");
  EXPECT_EQ(arguments->Value("--video-in"), "a.mp4");
}

TEST(ArgumentsValuesTest, NumberChecksItsRange) {
  const auto parse = [](const std::string& value) {
    return Arguments::Parse(*FindCommand("video"), {"--reconnects", value})
        ->Number("--reconnects", 5, 0);
  };
  EXPECT_EQ(parse("0").value(), 0);
  EXPECT_EQ(parse("12").value(), 12);
  for (const char* wrong : {"-1", "x", "", "1.5", "99999999999"}) EXPECT_FALSE(parse(wrong).ok());
  EXPECT_EQ(Arguments::Parse(*FindCommand("video"), {})->Number("--reconnects", 5, 0).value(), 5);
}

TEST(ClosestWordTest, ProposesOnlyWhatIsNear) {
  EXPECT_EQ(ClosestWord("imgae", {"image", "video"}), "image");
  EXPECT_EQ(ClosestWord("vedio", {"image", "video"}), "video");
  EXPECT_EQ(ClosestWord("xyz", {"image", "video"}), "");
  EXPECT_EQ(ClosestWord("", {"image", "video"}), "");
}

}  // namespace
}  // namespace mediagen::client
