#include <gtest/gtest.h>

#include <string>

#include "sandbox/base64.h"
#include "sandbox/picture_codec.h"
#include "sandbox/pictures.h"
#include "tests/sandbox/sandbox_client.h"

namespace mediagen::testing {
namespace {

using sandbox::ChatParts;

std::string Request(const std::string& content, const std::string& more = "") {
  return R"({"model":"gemini-2.5-flash-image","modalities":["text","image"],"messages":[)"
         R"({"role":"user","content":)" +
         content + "}]" + more + "}";
}

constexpr char kMessage[] = "/choices/0/message";

std::string TextIn(const JsonAnswer& answer, const std::string& path) {
  return answer.TextAt((kMessage + path).c_str());
}

std::string SmallPng() {
  sandbox::PictureSpec spec;
  spec.prompt = "red fox";
  spec.size = {300, 200};
  return sandbox::EncodePng(sandbox::PaintPicture(spec));
}

TEST(Chat, PutsAPictureInBothSpellings) {
  SandboxClient client;
  JsonAnswer answer = client.Chat(Request(R"("a cat")"));
  EXPECT_EQ(answer.http.status, 200);
  EXPECT_EQ(answer.TextAt("/object"), "chat.completion");
  EXPECT_EQ(answer.TextAt("/choices/0/finish_reason"), "stop");
  EXPECT_EQ(TextIn(answer, "/multi_mod_content/0/text"), "Here is your picture: a cat");
  EXPECT_FALSE(answer.At("/choices/0/message/multi_mod_content/1").HasMember("text"));
  EXPECT_EQ(TextIn(answer, "/multi_mod_content/1/inline_data/mime_type"), "image/png");
  EXPECT_EQ(TextIn(answer, "/multi_mod_content/1/inlineData/mimeType"), "image/png");
  EXPECT_EQ(TextIn(answer, "/multi_mod_content/1/inlineData/data"),
            TextIn(answer, "/multi_mod_content/1/inline_data/data"));
  // What programs grep for finds one picture only.
  EXPECT_NE(answer.http.body.find(R"({"inline_data":{"data":"iVBOR)"), std::string::npos);
  EXPECT_NE(answer.http.body.find(R"("inlineData":{"data": "iVBOR)"), std::string::npos);
  EXPECT_EQ(answer.http.body.find(R"("data":")"), answer.http.body.rfind(R"("data":")"));
  EXPECT_GE(answer.At("/usage/completion_tokens").GetInt(), 1290);
  EXPECT_EQ(
      answer.At("/usage/total_tokens").GetInt(),
      answer.At("/usage/prompt_tokens").GetInt() + answer.At("/usage/completion_tokens").GetInt());
}

TEST(Chat, SpellsAPictureAsConfigured) {
  for (ChatParts parts : {ChatParts::kSnakeCase, ChatParts::kCamelCase}) {
    sandbox::SandboxOptions options = SandboxClient::FastOptions();
    options.chat_parts = parts;
    SandboxClient client(options);
    JsonAnswer answer = client.Chat(Request(R"("a cat")"));
    const bool camel = parts == ChatParts::kCamelCase;
    const rapidjson::Value& part = answer.At("/choices/0/message/multi_mod_content/1");
    EXPECT_EQ(part.HasMember("inlineData"), camel);
    EXPECT_EQ(part.HasMember("inline_data"), !camel);
    EXPECT_EQ(part.HasMember("text"), camel);
  }
}

TEST(Chat, AnswersTextWhenNoPictureIsAskedFor) {
  SandboxClient client;
  JsonAnswer answer = client.Post(
      "/chat/completions", R"({"model":"gpt","messages":[{"role":"user","content":"hello"}]})");
  EXPECT_EQ(TextIn(answer, "/content"), "You wrote: hello");
  EXPECT_FALSE(answer.At(kMessage).HasMember("multi_mod_content"));
  EXPECT_TRUE(answer.At("/usage").IsObject());
}

TEST(Chat, EditsThePictureItIsGiven) {
  for (bool as_png : {false, true}) {
    sandbox::SandboxOptions options = SandboxClient::FastOptions();
    options.edits_as_png = as_png;
    SandboxClient client(options);
    const std::string url = "data:image/png;base64," + sandbox::EncodeBase64(SmallPng());
    JsonAnswer answer = client.Chat(
        Request(R"([{"type":"text","text":"add snow"},{"type":"image_url","image_url":{"url":")" +
                url + R"("}}])"));
    EXPECT_EQ(answer.http.status, 200);
    EXPECT_EQ(TextIn(answer, "/multi_mod_content/1/inline_data/mime_type"),
              as_png ? "image/png" : "image/jpeg");
    const std::string bytes =
        answer.BytesAt("/choices/0/message/multi_mod_content/1/inline_data/data");
    EXPECT_EQ(bytes.starts_with("\x89PNG"), as_png);
    const auto edited = sandbox::DecodePicture(bytes);
    ASSERT_TRUE(edited.has_value());
    EXPECT_EQ(edited->width(), 300);
    EXPECT_EQ(edited->height(), 200);
  }
}

// It fetches nothing, so something stands in for what it would have found.
TEST(Chat, EditsAStandInForALink) {
  SandboxClient client;
  JsonAnswer answer = client.Chat(Request(
      R"([{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"https://a/b.png"}}])"));
  EXPECT_EQ(answer.http.status, 200);
  EXPECT_EQ(TextIn(answer, "/multi_mod_content/1/inline_data/mime_type"), "image/jpeg");
  EXPECT_TRUE(sandbox::DecodePicture(
                  answer.BytesAt("/choices/0/message/multi_mod_content/1/inline_data/data"))
                  .has_value());
}

TEST(Chat, FollowsTheRatioWhereverItStands) {
  SandboxClient client;
  for (const char* more :
       {R"(,"image_config":{"aspect_ratio":"16:9"})",
        R"(,"extra_body":{"google":{"image_config":{"aspect_ratio":"16:9"}}})"}) {
    JsonAnswer answer = client.Chat(Request(R"("a cat")", more));
    const auto picture = sandbox::DecodePicture(
        answer.BytesAt("/choices/0/message/multi_mod_content/1/inline_data/data"));
    ASSERT_TRUE(picture.has_value());
    EXPECT_EQ(picture->width(), 1408);
  }
}

TEST(Chat, Streams) {
  SandboxClient client;
  Fetched fetched =
      client
          .Chat(Request(R"("a cat")", R"(,"stream":true,"stream_options":{"include_usage":true})"))
          .http;
  EXPECT_EQ(fetched.Header("content-type"), "text/event-stream");
  EXPECT_TRUE(fetched.body.starts_with("data: {"));
  EXPECT_TRUE(fetched.body.ends_with("\n\ndata: [DONE]\n\n"));
  EXPECT_NE(fetched.body.find(R"("delta":{"content":" is"})"), std::string::npos);
  EXPECT_NE(fetched.body.find(R"("multi_mod_content":[{"inline_data")"), std::string::npos);
  EXPECT_NE(fetched.body.find(R"("finish_reason":"stop")"), std::string::npos);
  EXPECT_NE(fetched.body.find(R"("choices":[],"usage")"), std::string::npos);
}

struct BadCase {
  const char* name;
  std::string body;
};

class BadChatRequests : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadChatRequests, AreRefusedAsOpenAiDoes) {
  SandboxClient client;
  JsonAnswer answer = client.Chat(GetParam().body);
  EXPECT_EQ(answer.http.status, 400);
  EXPECT_EQ(answer.TextAt("/error/type"), "invalid_request_error");
  EXPECT_NE(answer.TextAt("/error/message"), "");
  EXPECT_FALSE(answer.At("/error").HasMember("status"));
}

INSTANTIATE_TEST_SUITE_P(
    Chat, BadChatRequests,
    ::testing::Values(
        BadCase{"NoJson", "nonsense"}, BadCase{"NoMessages", R"({"model":"m"})"},
        BadCase{"NoModel", R"({"messages":[{"role":"user","content":"x"}]})"},
        BadCase{"NoText", Request("[]")},
        BadCase{"NoUser", R"({"model":"m","messages":[{"role":"system","content":"x"}]})"},
        BadCase{"Address",
                Request(R"([{"type":"text","text":"x"},{"image_url":{"url":"ftp://a/b"}}])")},
        BadCase{
            "Base64",
            Request(R"([{"type":"text","text":"x"},{"image_url":{"url":"data:a/b;base64,?"}}])")},
        BadCase{"NoPicture",
                Request(R"([{"type":"text","text":"x"},{"image_url":"data:a/b;base64,Zm9v"}])")}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::testing
