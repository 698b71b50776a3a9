#include <gtest/gtest.h>

#include "client/checksum.h"
#include "client/cli/record_file.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

class ChatCliTest : public testing::Test {
 protected:
  ChatCliTest() {
    server_.chat = [this](auto&, const auto& request, auto& response) {
      request_ = request;
      response.mutable_message()->set_role(v1::CHAT_ROLE_MODEL);
      response.mutable_message()->add_parts()->set_text("Here it is.");
      auto& part = *response.mutable_message()->add_parts();
      part.mutable_image()->set_data("jpeg bytes");
      part.mutable_image()->set_mime_type("image/jpeg");
      part.set_thought_signature("sig");
      response.set_finish_reason(v1::FINISH_REASON_STOP);
      response.set_finish_reason_raw("stop");
      response.mutable_usage()->set_output_tokens(1290);
      response.mutable_record()->set_model("fake-chat");
      return grpc::Status::OK;
    };
  }

  CliResult Run(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.begin(), "chat");
    words.insert(words.end(), {"--server", server_.address()});
    return RunCli(folder_.path(), words, input);
  }

  ScratchFolder folder_;
  FakeServer server_;
  v1::ChatRequest request_;
};

TEST_F(ChatCliTest, PrintsTextsAndSavesPictures) {
  folder_.Write("in.png", "\x89PNG");
  const CliResult result =
      Run({"make it green", "--image", "in.png", "--image", "https://example.com/b.png", "--system",
           "be brief", "-o", "green.jpg", "--temperature", "0.7"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "Here it is.\n");
  EXPECT_EQ(folder_.Read("green.jpg"), "jpeg bytes");

  ASSERT_EQ(request_.spec().messages_size(), 2);
  EXPECT_EQ(request_.spec().messages(0).role(), v1::CHAT_ROLE_SYSTEM);
  const v1::ChatMessage& user = request_.spec().messages(1);
  ASSERT_EQ(user.parts_size(), 3);
  EXPECT_EQ(user.parts(0).image().data(), "\x89PNG");
  EXPECT_EQ(user.parts(1).image().uri(), "https://example.com/b.png");
  EXPECT_EQ(user.parts(2).text(), "make it green");
  EXPECT_EQ(request_.spec().temperature(), 0.7);

  const Record record = ReadRecord(folder_.File("green.jpg"));
  EXPECT_EQ(record.prompt(), "make it green");
  EXPECT_EQ(record.model(), "fake-chat");
  EXPECT_EQ(record.finish_reason(), v1::FINISH_REASON_STOP);
  EXPECT_EQ(record.finish_reason_raw(), "stop");
  EXPECT_EQ(record.usage().output_tokens(), 1290);
  EXPECT_EQ(record.texts(0), "Here it is.");
  EXPECT_EQ(record.size_bytes(), 10);
}

TEST_F(ChatCliTest, DefaultNameFollowsTheType) {
  EXPECT_EQ(Run({"a fox"}).exit_code, 0);
  EXPECT_TRUE(folder_.Has("picture.jpg"));
  EXPECT_TRUE(folder_.Has("picture.jpg.json"));
}

TEST_F(ChatCliTest, WithStdoutTakenTextsGoToStderr) {
  const CliResult result = Run({"a fox", "-o", "-"});
  EXPECT_EQ(result.out, "jpeg bytes");
  EXPECT_NE(result.err.find("Here it is."), std::string::npos);
}

TEST_F(ChatCliTest, TextWithoutPictureIsFine) {
  server_.chat = [](auto&, const auto&, auto& response) {
    response.mutable_message()->add_parts()->set_text("I would rather talk.");
    return grpc::Status::OK;
  };
  const CliResult result = Run({"a fox", "-o", "fox.png"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "I would rather talk.\n");
  EXPECT_NE(result.err.find("no picture"), std::string::npos);
  EXPECT_EQ(folder_.FileCount(), 0u);
}

TEST_F(ChatCliTest, AConversationGoesOnWithSignaturesAndPictures) {
  EXPECT_EQ(Run({"draw a fox", "--conversation", "fox.json", "-o", "a.jpg"}).exit_code, 0);
  EXPECT_EQ(Run({"in winter", "--conversation", "fox.json", "-o", "b.jpg"}).exit_code, 0);
  ASSERT_EQ(request_.spec().messages_size(), 3);
  EXPECT_EQ(request_.spec().messages(0).parts(0).text(), "draw a fox");
  EXPECT_EQ(request_.spec().messages(1).role(), v1::CHAT_ROLE_MODEL);
  EXPECT_EQ(request_.spec().messages(1).parts(1).image().data(), "jpeg bytes");
  EXPECT_EQ(request_.spec().messages(1).parts(1).thought_signature(), "sig");
  EXPECT_EQ(request_.spec().messages(2).parts(0).text(), "in winter");
  EXPECT_EQ(Run({"x", "--conversation", "fox.json", "--system", "y"}).exit_code, 2);
}

TEST_F(ChatCliTest, FilesThatAreNoGoodCostNothing) {
  folder_.Write("empty.png", "");
  folder_.Write("broken.json", "{");
  EXPECT_EQ(Run({"x", "--image", "nowhere.png"}).exit_code, 2);
  EXPECT_EQ(Run({"x", "--image", "empty.png"}).exit_code, 2);
  EXPECT_EQ(Run({"x", "--image", "."}).exit_code, 2);
  EXPECT_EQ(Run({"x", "--image", "/dev/zero"}).exit_code, 2);
  EXPECT_EQ(Run({"x", "--conversation", "broken.json"}).exit_code, 2);
  EXPECT_EQ(Run({"x", "--conversation", "nowhere/fox.json"}).exit_code, 2);
  EXPECT_EQ(Run({"x\xff"}).exit_code, 2);
  EXPECT_EQ(Run({"-"}, "\xff").exit_code, 2);
  EXPECT_EQ(server_.paid_calls, 0);
}

TEST_F(ChatCliTest, APictureThatChangedOnTheWayIsKeptAside) {
  server_.chat = [](auto&, const auto&, auto& response) {
    auto& image = *response.mutable_message()->add_parts()->mutable_image();
    image.set_data("bytes");
    image.set_mime_type("image/png");
    image.set_crc32c(1);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"a fox", "-o", "fox.png"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(folder_.Read("fox.png.corrupt"), "bytes");
}

TEST_F(ChatCliTest, FilteredHasItsOwnCode) {
  server_.chat = [](auto&, const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::FAILED_PRECONDITION, .reason = "RESULT_FILTERED"});
  };
  EXPECT_EQ(Run({"a fox"}).exit_code, 4);
}

}  // namespace
}  // namespace mediagen::client
