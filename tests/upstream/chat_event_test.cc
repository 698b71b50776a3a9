// A chat's answer, part by part; media fields hold their item's number.
#include "server/upstream/chat_event.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

ChatEvent Read(absl::string_view text, int open_item = kNoItem) {
  rapidjson::Document document;
  EXPECT_TRUE(ParseJson(text, document)) << text;
  return ReadChatEvent(JsonView(&document), open_item);
}

std::string PartsOf(const ChatEvent& event) {
  std::string text;
  for (const ChatEventPart& part : event.parts) {
    absl::StrAppend(&text, part.thought ? "~" : "", part.undecided ? "?" : "");
    switch (part.kind) {
      case ChatEventPart::Kind::kText:
        absl::StrAppend(&text, "'", part.text, "'");
        break;
      case ChatEventPart::Kind::kMarkup:
        absl::StrAppend(&text, part.pictures_only ? "-" : "", "'", part.text, "'");
        if (part.text_item >= 0) absl::StrAppend(&text, "@", part.text_item);
        break;
      case ChatEventPart::Kind::kPicture:
        for (int item : part.items) absl::StrAppend(&text, "#", item);
        absl::StrAppend(&text, ":", part.said_media_type);
        break;
      case ChatEventPart::Kind::kLink:
        absl::StrAppend(&text, "<", part.text, ">");
        break;
    }
    if (!part.thought_signature.empty()) absl::StrAppend(&text, "[", part.thought_signature, "]");
    absl::StrAppend(&text, " ");
  }
  return text;
}

struct Row {
  const char* name;
  const char* message;
  const char* parts;
};

const Row kRows[] = {
    {"Content", R"({"content":"hello"})", "'hello' "},
    {"Camel", R"({"multi_mod_content":[{"inlineData":{"data":0,"mimeType":"png"}}]})", "#0:png "},
    {"Snake", R"({"multi_mod_content":[{"inline_data":{"data":0,"mime_type":"image/png"}}]})",
     "#0:image/png "},
    {"SnakeInsideCamel", R"({"multi_mod_content":[{"inlineData":{"data":0,"mime_type":"png"}}]})",
     "#0:png "},
    // The trap of the documented shape: an empty text stands beside the picture.
    {"EmptyTextBesidePicture",
     R"({"multi_mod_content":[{"text":"","inlineData":{"data":0,"mimeType":"png"}},{"text":"hi","inlineData":{}}]})",
     "#0:png 'hi' "},
    {"NullSiblings",
     R"({"content":null,"multi_mod_content":[{"text":null,"inline_data":{"data":0}},{"text":"done","inline_data":null}]})",
     "#0: 'done' "},
    {"BothSpellingsOneEmpty",
     R"({"multi_mod_content":[{"inline_data":{"data":0},"inlineData":null},{"inlineData":{},"inline_data":{"data":1}}]})",
     "#0: #1: "},
    {"BothSpellingsOnePicture",
     R"({"multi_mod_content":[{"text":"","inline_data":{"data":0},"inlineData":{"data":1}}]})",
     "#1#0: "},
    {"EmptyBytesInOneSpelling",
     R"({"multi_mod_content":[{"inlineData":{"data":""},"inline_data":{"data":0}}]})", "#0: "},
    {"TextAndPictureInOnePart",
     R"({"multi_mod_content":[{"text":"caption","inlineData":{"data":0}}]})", "#0: 'caption' "},
    {"ContentFirstWithoutTextParts",
     R"({"content":"Here:","multi_mod_content":[{"inlineData":{"data":0}}]})", "'Here:' #0: "},
    {"ContentUnusedBesideTextParts",
     R"({"content":"Here: more","multi_mod_content":[{"text":"Here:"},{"inlineData":{"data":0}}]})",
     "-'Here: more' 'Here:' #0: "},
    {"NullPart", R"({"multi_mod_content":[null,{"text":"x"}]})", "'x' "},
    {"NullParts", R"({"content":"only words","multi_mod_content":null})", "'only words' "},
    {"NothingIsStripped", R"({"content":" a \n"})", "' a \n' "},
    {"OddParts", R"({"multi_mod_content":["x",5,{"video":{}},{"text":7}]})", ""},
    {"NoMessage", "null", ""},
    {"EmptyMessage", "{}", ""},
};

TEST(ChatEventTest, Parts) {
  for (const Row& row : kRows) {
    const ChatEvent answer = Read(absl::StrCat(R"({"choices":[{"message":)", row.message, "}]}"));
    EXPECT_TRUE(answer.has_choice) << row.name;
    EXPECT_EQ(PartsOf(answer), row.parts) << row.name;
  }
}

TEST(ChatEventTest, ChoicesMayBeMissing) {
  for (const char* text : {"{}", "[]", "null", R"({"choices":[]})", R"({"choices":null})",
                           R"({"choices":[null]})", R"({"choices":"x"})"}) {
    const ChatEvent answer = Read(text);
    EXPECT_FALSE(answer.has_choice) << text;
    EXPECT_TRUE(answer.parts.empty()) << text;
  }
}

TEST(ChatEventTest, ANullChoiceIsSkipped) {
  EXPECT_EQ(PartsOf(Read(R"({"choices":[null,{"message":{"content":"x"}}]})")), "'x' ");
}

struct FinishRow {
  const char* raw;
  v1::FinishReason reason;
};

const FinishRow kFinishRows[] = {
    {"stop", v1::FINISH_REASON_STOP},
    {"STOP", v1::FINISH_REASON_STOP},
    {"length", v1::FINISH_REASON_MAX_TOKENS},
    {"MAX_TOKENS", v1::FINISH_REASON_MAX_TOKENS},
    {"content_filter", v1::FINISH_REASON_FILTERED},
    {"something_new", v1::FINISH_REASON_OTHER},
    {"", v1::FINISH_REASON_UNSPECIFIED},
};

TEST(ChatEventTest, FinishReasonsAreKeptAsSpelled) {
  for (const FinishRow& row : kFinishRows) {
    EXPECT_EQ(FinishReasonOf(row.raw), row.reason) << row.raw;
    const ChatEvent answer =
        Read(absl::StrCat(R"({"choices":[{"message":{},"finish_reason":")", row.raw, R"("}]})"));
    EXPECT_EQ(answer.finish_reason, row.raw);
  }
}

TEST(ChatEventTest, Usage) {
  const ChatEvent answer = Read(R"({"choices":[],"usage":{"prompt_tokens":10,
      "completion_tokens":1290.0,"total_tokens":1300,"prompt_tokens_details":{"image_tokens":3},
      "completion_tokens_details":{"image_tokens":1280,"reasoning_tokens":5,"text_tokens":null}}})");
  ASSERT_TRUE(answer.usage.has_value());
  EXPECT_EQ(answer.usage->input_tokens(), 10);
  EXPECT_EQ(answer.usage->output_tokens(), 1290);
  EXPECT_EQ(answer.usage->total_tokens(), 1300);
  EXPECT_EQ(answer.usage->input_image_tokens(), 3);
  EXPECT_EQ(answer.usage->output_image_tokens(), 1280);
  EXPECT_EQ(answer.usage->thinking_tokens(), 5);
  EXPECT_FALSE(Read(R"({"choices":[],"usage":null})").usage.has_value());
  EXPECT_FALSE(Read(R"({"choices":[]})").usage.has_value());
}

}  // namespace
}  // namespace mediagen
