#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

class ChatImageServiceTest : public ServerTest {
 protected:
  ChatImageServiceTest() {
    request_.set_request_id("r-1");
    v1::ChatMessage& message = *request_.mutable_spec()->add_messages();
    message.set_role(v1::CHAT_ROLE_USER);
    message.add_parts()->set_text("make it blue");
  }

  grpc::Status Chat() {
    grpc::ClientContext context;
    return server().chats().Chat(&context, request_, &response_);
  }

  v1::ChatRequest request_;
  v1::ChatResponse response_;
};

TEST_F(ChatImageServiceTest, AnswersTextAndPicturesInTheirOrder) {
  const std::string picture = Png(200'000);
  upstream_.Enqueue(Answer::Json(ChatAnswer("Here it is.", {picture})));
  const grpc::Status status = Chat();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response_.request_id(), "r-1");
  EXPECT_EQ(response_.message().role(), v1::CHAT_ROLE_MODEL);
  ASSERT_EQ(response_.message().parts_size(), 2);
  EXPECT_EQ(response_.message().parts(0).text(), "Here it is.");
  const v1::Media& image = response_.message().parts(1).image();
  EXPECT_TRUE(image.data() == picture);
  EXPECT_EQ(image.mime_type(), "image/png");
  EXPECT_EQ(image.crc32c(), SlowCrc32c(picture));
  EXPECT_EQ(response_.finish_reason(), v1::FINISH_REASON_STOP);
  EXPECT_EQ(response_.finish_reason_raw(), "stop");
  EXPECT_EQ(response_.usage().total_tokens(), 8);
  EXPECT_EQ(response_.record().prompt(), "make it blue");
  EXPECT_EQ(response_.record().model(), "gemini-2.5-flash-image");
}

TEST_F(ChatImageServiceTest, SendsPicturesOfTheConversation) {
  upstream_.Enqueue(Answer::Json(ChatAnswer("ok", {})));
  const std::string picture = Jpeg(50);
  request_.mutable_spec()->mutable_messages(0)->add_parts()->mutable_image()->set_data(picture);
  request_.mutable_spec()->set_temperature(0);
  ASSERT_TRUE(Chat().ok());
  const http::Request sent = upstream_.requests().at(0);
  EXPECT_EQ(sent.target, "/chat/completions");
  EXPECT_EQ(sent.headers.Get("Authorization"), absl::StrCat("Bearer ", kUpstreamKey));
  EXPECT_EQ(sent.body,
            absl::StrCat(R"({"model":"gemini-2.5-flash-image","messages":[{"role":"user",)",
                         R"("content":[{"type":"text","text":"make it blue"},)",
                         R"({"type":"image_url","image_url":{"url":"data:image/jpeg;base64,)",
                         Base64(picture), R"("}}]}],"modalities":["text","image"],)",
                         R"("temperature":0})"));
}

TEST_F(ChatImageServiceTest, TextWithoutPictureIsFine) {
  upstream_.Enqueue(Answer::Json(ChatAnswer("I only talk.", {})));
  ASSERT_TRUE(Chat().ok());
  ASSERT_EQ(response_.message().parts_size(), 1);
  EXPECT_EQ(response_.message().parts(0).text(), "I only talk.");
}

TEST_F(ChatImageServiceTest, TheAnswerGoesBackUnchanged) {
  upstream_.Enqueue(Answer::Json(ChatAnswer("Here it is.", {Png(1000)})));
  upstream_.Enqueue(Answer::Json(ChatAnswer("And now red.", {Png(1000, 2)})));
  ASSERT_TRUE(Chat().ok());
  *request_.mutable_spec()->add_messages() = response_.message();
  v1::ChatMessage& next = *request_.mutable_spec()->add_messages();
  next.set_role(v1::CHAT_ROLE_USER);
  next.add_parts()->set_text("red");
  request_.set_request_id("r-2");
  const grpc::Status status = Chat();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response_.record().prompt(), "red");
  EXPECT_NE(upstream_.requests().at(1).body.find(R"("role":"assistant")"), std::string::npos);
}

}  // namespace
}  // namespace mediagen::testing
