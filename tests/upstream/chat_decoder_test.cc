// From the bytes of a chat's answer to its parts: order, repetitions, drafts, and what is too large
// to be held.
#include "server/upstream/chat_decoder.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/upstream/chat_run.h"

namespace mediagen {
namespace {

using testing::Decode;
using testing::Decoded;

struct Row {
  const char* name;
  const char* body;
  const char* parts;
};

std::string Message(absl::string_view members) {
  return absl::StrCat(R"j({"choices":[{"message":{)j", members, "}}]}");
}

std::string Delta(absl::string_view members) {
  return absl::StrCat(R"j(data: {"choices":[{"delta":{)j", members, "}}]}\n\n");
}

std::string Native(absl::string_view parts) {
  return absl::StrCat(R"j({"candidates":[{"content":{"parts":[)j", parts, "]}}]}");
}

// AAAA is three bytes, AAAAAAAA six, and so on.
const Row kMessages[] = {
    {"content first, whatever the order of members",
     R"j("images":[{"image_url":{"url":"data:image/png;base64,AAAA"}}],"content":"Here: ")j",
     "'Here: ' #3()"},
    {"a picture in two places is given once",
     R"j("multi_mod_content":[{"inline_data":{"data":"AAAA"}}],"images":[{"image_url":{"url":"data:image/png;base64,AAAA"}}])j",
     "#3()"},
    {"and in three",
     R"j("content":"![a](data:image/png;base64,AAAA)","multi_mod_content":[{"inline_data":{"data":"AAAA"}}],"images":[{"image_url":{"url":"data:image/png;base64,AAAA"}}])j",
     "#3()"},
    {"one list may hold the same picture twice",
     R"j("images":[{"image_url":{"url":"data:image/png;base64,AAAA"}},{"image_url":{"url":"data:image/png;base64,AAAA"}}])j",
     "#3() #3()"},
    {"other pictures elsewhere are others",
     R"j("multi_mod_content":[{"inline_data":{"data":"AAAA"}}],"images":[{"image_url":{"url":"data:image/png;base64,BBBB"}},{"image_url":{"url":"data:image/png;base64,AAAA"}}])j",
     "#3() #3()"},
    {"a link in two places is given once",
     R"j("content":"![a](https://x.y/1.png)","images":[{"image_url":{"url":"https://x.y/1.png"}}])j",
     "<https://x.y/1.png>"},
    {"text of the list wins over content, pictures of content stay",
     R"j("content":"Here ![a](data:image/png;base64,AAAA) it is","multi_mod_content":[{"text":"Here it is"}])j",
     "#3() 'Here it is'"},
    {"the spelling that decodes wins",
     R"j("multi_mod_content":[{"inlineData":{"data":"!!!!"},"inline_data":{"data":"AAAA"}}])j",
     "#3()"},
    {"a corrupt picture beside a good one",
     R"j("multi_mod_content":[{"inline_data":{"data":"AA!A"}},{"inline_data":{"data":"AAAA"}}])j",
     "!2 #3()"},
    {"data that is a data URL",
     R"j("multi_mod_content":[{"inline_data":{"data":"data:image/png;base64,AAAA","mime_type":"png"}}])j",
     "#3(png)"},
    {"type behind the bytes",
     R"j("multi_mod_content":[{"inlineData":{"data":"AAAA","mimeType":"x/y"}}])j", "#3(x/y)"},
    {"image_url that is a text", R"j("images":[{"image_url":"https://x.y/2.png"}])j",
     "<https://x.y/2.png>"},
    {"a list as content",
     R"j("content":[{"type":"text","text":"a"},{"type":"text","text":"b"},{"type":"image_url","image_url":{"url":"https://x.y/3.png"}},{"type":"odd"}])j",
     "'ab' <https://x.y/3.png>"},
    {"escapes and surrogates", R"j("content":"\u00e9 \ud83c\udfa8 \ud83c!")j",
     "'\xc3\xa9 \xf0\x9f\x8e\xa8 \xef\xbf\xbd!'"},
    {"drafts do not stand for content",
     R"j("content":"Here","multi_mod_content":[{"text":"hm","thought":true}])j", "'Here'"},
    {"numbers where text belongs", R"j("content":7,"images":[5,{"image_url":{"url":9}}])j", ""},
};

TEST(ChatDecoderTest, Messages) {
  for (const Row& row : kMessages) {
    const std::string body = Message(row.body);
    for (const std::string& written : {body, absl::StrCat("data:", body, "\r\n\r\n")}) {
      const Decoded whole = Decode(written);
      EXPECT_EQ(whole.text, row.parts) << row.name;
      EXPECT_EQ(whole.state, ChatDecoder::State::kComplete) << row.name;
      EXPECT_EQ(Decode(written, 1).text, row.parts) << row.name;
    }
  }
}

const Row kNative[] = {
    {"drafts",
     R"j({"text":"hm","thought":true},{"inlineData":{"data":"AAAA"},"thought":true},{"text":"ok"})j",
     "'ok'"},
    {"a signed text is a part of its own",
     R"j({"text":"a","thoughtSignature":"s1"},{"text":"b"},{"text":"c","thought_signature":"s2"})j",
     "'a'[s1] 'b' 'c'[s2]"},
    {"signature of a picture", R"j({"thoughtSignature":"s1","inlineData":{"data":"AAAA"}})j",
     "#3()[s1]"},
    {"signature that is alone", R"j({"text":"a"},{"text":"","thoughtSignature":"s1"})j",
     "'a' ''[s1]"},
    {"two signatures that are alone",
     R"j({"text":"a","thoughtSignature":"s1"},{"text":"","thoughtSignature":"s2"})j",
     "'a'[s1] ''[s2]"},
    {"signature of a draft",
     R"j({"text":"a","thought":true,"thoughtSignature":"s1"},{"text":"b"})j", "'b'"},
    {"no markdown here", R"j({"text":"![a](https://x.y/1.png)"})j", "'![a](https://x.y/1.png)'"},
    {"nulls", R"j(null,{"text":null},{"inlineData":null,"inline_data":{"data":"AAAA"}})j", "#3()"},
};

TEST(ChatDecoderTest, NativeParts) {
  for (const Row& row : kNative) {
    EXPECT_EQ(Decode(Native(row.body)).text, row.parts) << row.name;
    EXPECT_EQ(Decode(Native(row.body), 1).text, row.parts) << row.name;
  }
}

const Row kStreams[] = {
    {"markdown cut over events", R"j(a ![x|](da|ta:image/png;ba|se64,AA|AA|) b)j",
     "'a ' #3() ' b'"},
    {"what only looks like markdown", "wow! [|x](y) !|", "'wow! [x](y) !'"},
    {"a link cut over events", "![x](htt|ps://x.y/1.p|ng) end", "<https://x.y/1.png> ' end'"},
    {"markdown that never ends", "a ![x](data:image/png;base64,AAA|A", "'a ' !26"},
};

TEST(ChatDecoderTest, MarkdownOverEvents) {
  for (const Row& row : kStreams) {
    std::string body;
    absl::string_view text = row.body;
    while (!text.empty()) {
      const size_t end = std::min(text.find('|'), text.size());
      absl::StrAppend(&body, Delta(absl::StrCat(R"j("content":")j", text.substr(0, end), "\"")));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    body += "data: [DONE]\n\n";
    EXPECT_EQ(Decode(body).text, row.parts) << row.name;
    EXPECT_EQ(Decode(body, 3).text, row.parts) << row.name;
  }
}

TEST(ChatDecoderTest, TextHeldBackComesBeforeTheNextPicture) {
  const std::string body =
      absl::StrCat(Delta(R"j("content":"look ![")j"),
                   Delta(R"j("images":[{"image_url":{"url":"data:image/png;base64,AAAA"}}])j"),
                   Delta(R"j("content":"there")j"));
  EXPECT_EQ(Decode(body).text, "'look ![' #3() 'there'");
}

TEST(ChatDecoderTest, AnyMixtureOfFraming) {
  const std::string one = Native(R"j({"text":"a"})j");
  const std::string two = Native(R"j({"text":"b"})j");
  for (const std::string& body :
       {absl::StrCat("[", one, ",\r\n", two, "]"), absl::StrCat(one, "\n", two, "\n"),
        absl::StrCat("data: ", one, "\n\n", two, "\n\n"),
        absl::StrCat(": ping\n\ndata:", one, "\r\rid: 1\rdata: ", two, "\r\r"),
        absl::StrCat("data: {}\n\ndata: ", one, "\n\ndata: ", two)}) {
    EXPECT_EQ(Decode(body).text, "'ab'") << body;
    EXPECT_EQ(Decode(body, 1).text, "'ab'") << body;
  }
}

// A picture of base64 that makes `size` bytes, `size` a multiple of 3.
std::string Base64OfSize(size_t size, char seed = 'a') {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<char>((i * 7 + i / 255) ^ static_cast<unsigned char>(seed));
  return absl::Base64Escape(bytes);
}

constexpr size_t kLarge = 3'000'000;

// Larger than what is held: handed on before the event is whole.
TEST(ChatDecoderTest, LargePictures) {
  const std::string large = Base64OfSize(kLarge);
  const std::string other = Base64OfSize(kLarge, 'b');
  struct LargeRow {
    const char* name;
    std::string body;
    const char* parts;
  };
  const LargeRow rows[] = {
      {"text, picture, text, all in one event",
       Native(absl::StrCat(R"j({"text":"a"},{"inlineData":{"data":")j", large,
                           R"j(","mimeType":"image/png"},"thoughtSignature":"s"},{"text":"b"})j")),
       "'a' #3000000(image/png)[s] 'b'"},
      {"two pictures",
       Native(absl::StrCat(R"j({"inlineData":{"data":")j", large,
                           R"j("}},{"inlineData":{"data":")j", other, R"j("}})j")),
       "#3000000() #3000000()"},
      {"a draft that is told too late",
       Native(absl::StrCat(R"j({"inlineData":{"data":")j", large,
                           R"j("},"thought":true},{"text":"b"})j")),
       "draft 'b'"},
      {"a draft that is told in time",
       Native(absl::StrCat(R"j({"thought":true,"inlineData":{"data":")j", large,
                           R"j("}},{"text":"b"})j")),
       "'b'"},
      {"both spellings",
       Message(absl::StrCat(R"j("multi_mod_content":[{"inline_data":{"data":")j", large,
                            R"j("},"inlineData":{"data":")j", large, R"j("}}])j")),
       "#3000000()"},
      {"two places",
       Message(absl::StrCat(R"j("content":"![a](data:image/png;base64,)j", large,
                            R"j() x","images":[{"image_url":{"url":"data:image/png;base64,)j",
                            large, R"j("}}])j")),
       "#3000000() ' x'"},
      {"content beside a list without text",
       Message(absl::StrCat(R"j("content":"hi","images":[{"image_url":{"url":"data:;base64,)j",
                            large, R"j("}}])j")),
       "'hi' #3000000()"},
      {"content that the list repeats later",
       Message(absl::StrCat(R"j("content":"hi","multi_mod_content":[{"inline_data":{"data":")j",
                            large, R"j("}},{"text":"hi"}])j")),
       "#3000000() 'hi'"},
      {"content that is needed after all",
       Message(absl::StrCat(R"j("content":"hi","multi_mod_content":[{"inline_data":{"data":")j",
                            large, R"j("}}])j")),
       "#3000000() 'hi'"},
      {"words of a long content are not said again",
       Message(absl::StrCat(R"j("content":"hi ![a](data:image/png;base64,)j", large,
                            R"j()","multi_mod_content":[{"text":"hi"}])j")),
       "'hi ' #3000000()"},
      {"a signature before the picture",
       Native(absl::StrCat(R"j({"thoughtSignature":"s","inlineData":{"data":")j", large,
                           R"j("}},{"text":"b"})j")),
       "#3000000()[s] 'b'"},
      {"a small picture before a large one that comes first",
       Message(absl::StrCat(
           R"j("images":[{"image_url":{"url":"data:;base64,AAAA"}}],"multi_mod_content":[{"inline_data":{"data":")j",
           large, R"j("}},{"inline_data":{"data":")j", other, R"j("}}])j")),
       "#3000000() #3000000() #3()"},
      {"a picture that is nobody's",
       absl::StrCat(R"j({"x":{"inlineData":{"data":")j", large,
                    R"j("}},"choices":[{"message":{"content":"hi"}}]})j"),
       "'hi'"},
      {"pictures in the wrong order of members",
       Message(absl::StrCat(R"j("images":[{"image_url":{"url":"data:;base64,)j", large,
                            R"j("}}],"multi_mod_content":[{"text":"t","inline_data":{"data":")j",
                            other, R"j("}}])j")),
       "#3000000() #3000000() 't'"},
  };
  for (const LargeRow& row : rows) {
    EXPECT_EQ(Decode(row.body, 100'000).text, row.parts) << row.name;
    const Decoded whole = Decode(row.body);
    EXPECT_EQ(whole.text, row.parts) << row.name;
    EXPECT_EQ(whole.state, ChatDecoder::State::kComplete) << row.name;
  }
}

TEST(ChatDecoderTest, HoldingEverythingKeepsTheOrder) {
  const std::string large = Base64OfSize(kLarge);
  const std::string body = Message(absl::StrCat(
      R"j("content":"hi","multi_mod_content":[{"inline_data":{"data":")j", large, R"j("}}])j"));
  const Decoded decoded = Decode(body, 100'000, 0, std::numeric_limits<size_t>::max());
  EXPECT_EQ(decoded.text, "'hi' #3000000()");
}

TEST(ChatDecoderTest, LongTextIsHandedOnInPieces) {
  const std::string text(2'000'000, 'x');
  EXPECT_EQ(Decode(Message(absl::StrCat(R"j("content":")j", text, "\""))).parts.at(0).text, text);
  EXPECT_EQ(Decode(Native(absl::StrCat(R"j({"text":")j", text, R"j("})j"))).parts.at(0).text, text);
}

TEST(ChatDecoderTest, BrokenBytesOfTextBecomeReplacementCharacters) {
  EXPECT_EQ(Decode(Message("\"content\":\"a\xff"
                           "b\xe6\""))
                .text,
            "'a\xef\xbf\xbd"
            "b\xef\xbf\xbd'");
}

struct EndRow {
  const char* name;
  const char* body;
  ChatDecoder::State state;
};

const EndRow kEnds[] = {
    {"nothing", "", ChatDecoder::State::kUnreadable},
    {"white space", " \r\n\n", ChatDecoder::State::kUnreadable},
    {"empty list", "[]", ChatDecoder::State::kUnreadable},
    {"empty object", "{}", ChatDecoder::State::kComplete},
    {"a word", "\"hello\"", ChatDecoder::State::kUnreadable},
    {"a list as data", "data: [{\"candidates\":[]},{}]\n\n", ChatDecoder::State::kUnreadable},
    {"half an object", "{\"candidates\":[", ChatDecoder::State::kUnreadable},
    {"an error", "{\"error\":{\"message\":\"x\"}}", ChatDecoder::State::kError},
    {"an error in a list", "[{\"error\":{\"message\":\"x\"}}]", ChatDecoder::State::kError},
    {"an error in a list as data", "data: [{\"error\":\"x\"}]\n\n", ChatDecoder::State::kError},
    {"no error", "{\"error\":null,\"choices\":[]}", ChatDecoder::State::kComplete},
    {"a friendly word", "{\"message\":\"ok\",\"candidates\":[{}]}", ChatDecoder::State::kComplete},
    {"an error beside an empty choice",
     "data: {\"choices\":[{\"delta\":{\"content\":\"\"}}],\"error\":{\"code\":502}}\n\n",
     ChatDecoder::State::kError},
};

TEST(ChatDecoderTest, Ends) {
  for (const EndRow& row : kEnds) {
    EXPECT_EQ(Decode(row.body).state, row.state) << row.name;
    EXPECT_EQ(Decode(row.body, 1).state, row.state) << row.name;
  }
}

TEST(ChatDecoderTest, NoEventHasEndlessParts) {
  std::string parts;
  std::string messages;
  for (int i = 0; i < 20'000; ++i) {
    absl::StrAppend(&parts, i == 0 ? "" : ",", R"j({"text":"a"})j");
    absl::StrAppend(&messages, i == 0 ? "" : ",", R"j("message":{"content":"a"})j");
  }
  EXPECT_EQ(Decode(Native(parts)).state, ChatDecoder::State::kUnreadable);
  EXPECT_EQ(Decode(absl::StrCat(R"j({"choices":[{)j", messages, "}]}")).state,
            ChatDecoder::State::kUnreadable);
}

TEST(ChatDecoderTest, LaterCountsReplaceEarlierOnes) {
  const Decoded decoded = Decode(
      "data: {\"usageMetadata\":{\"promptTokenCount\":5,\"totalTokenCount\":6}}\n\n"
      "data: {\"usageMetadata\":{\"candidatesTokenCount\":7,\"totalTokenCount\":12}}\n\n");
  ASSERT_TRUE(decoded.facts.usage.has_value());
  EXPECT_EQ(decoded.facts.usage->input_tokens(), 5);
  EXPECT_EQ(decoded.facts.usage->output_tokens(), 7);
  EXPECT_EQ(decoded.facts.usage->total_tokens(), 12);
}

TEST(ChatDecoderTest, WhatComesBehindTheEndIsNobodys) {
  EXPECT_EQ(Decode("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n"
                   "data: {\"error\":{}}\n\n")
                .text,
            "'a'");
}

}  // namespace
}  // namespace mediagen
