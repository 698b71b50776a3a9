#include <gtest/gtest.h>

#include <csignal>

#include "client/cli/record_file.h"
#include "tests/client/chat_script.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

using Event = v1::StreamChatResponse;

class ChatCliTest : public testing::Test {
 protected:
  ChatCliTest() {
    server_.stream_chat = [this](auto&, const auto& request, auto& writer) {
      request_ = request;
      if (request.validate_only()) {
        Event event;
        event.mutable_completed()->mutable_cost()->set_nano_usd(39'000'000);
        event.mutable_completed()->add_warnings("the model is retired soon");
        writer.Write(event);
        return grpc::Status::OK;
      }
      WriteText<Event>(writer, 0, "Here ");
      WriteText<Event>(writer, 0, "it is.");
      WriteChatPicture<Event>(writer, 1, "jpeg bytes", "image/jpeg");
      WriteSignature<Event>(writer, 1, "sig");
      WriteChatCompleted<Event>(writer, 39'000'000);
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
  v1::StreamChatRequest request_;
};

TEST_F(ChatCliTest, PrintsTextsAndSavesPictures) {
  folder_.Write("in.png", "\x89PNG");
  const CliResult result =
      Run({"make it green", "--image", "in.png", "--image", "https://example.com/b.png", "--system",
           "be brief", "-o", "green.jpg", "--temperature", "0.7"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "Here it is.\n");
  EXPECT_NE(result.err.find("cost: 0.039 USD\n"), std::string::npos) << result.err;
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
  server_.stream_chat = [](auto&, const auto&, auto& writer) {
    WriteText<Event>(writer, 0, "I would rather talk.");
    WriteChatCompleted<Event>(writer);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"a fox", "-o", "fox.png"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "I would rather talk.\n");
  EXPECT_NE(result.err.find("no picture"), std::string::npos);
  EXPECT_EQ(folder_.FileCount(), 0u);
  EXPECT_EQ(Run({"a fox", "--modality", "TEXT"}).err.find("no picture"), std::string::npos);
}

TEST_F(ChatCliTest, TextIsPrintedAsItComes) {
  server_.stream_chat = [](auto& context, const auto&, auto& writer) {
    WriteText<Event>(writer, 0, "Thinking");
    return WaitForCancel(context);
  };
  // Without a picture the text is all there is, and goes where the test can wait for it.
  CliProcess process(folder_.path(), {"chat", "a fox", "-o", "-", "--server", server_.address()});
  ASSERT_TRUE(process.WaitForError("Thinking"));
  process.Signal(SIGINT);
  EXPECT_EQ(process.Wait().exit_code, 130);
}

TEST_F(ChatCliTest, SeveralPartsAreLinesAndFiles) {
  server_.stream_chat = [](auto&, const auto&, auto& writer) {
    WriteText<Event>(writer, 0, "First:");
    WriteChatPicture<Event>(writer, 1, "one", "image/png");
    WriteText<Event>(writer, 2, "Second:\n");
    Event event;
    event.mutable_failed()->set_index(3);
    event.mutable_failed()->mutable_failed()->set_reason("MEDIA_CORRUPT");
    writer.Write(event);
    WriteChatPicture<Event>(writer, 4, "two", "image/png");
    event.mutable_link()->set_index(5);
    event.mutable_link()->mutable_media()->set_uri("https://example.com/three.png");
    event.mutable_link()->mutable_media()->set_mime_type("image/png");
    writer.Write(event);
    WriteText<Event>(writer, 6, "Done.");
    WriteChatCompleted<Event>(writer);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"foxes", "--conversation", "fox.json", "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(folder_.Read("picture.png"), "one");
  EXPECT_EQ(folder_.Read("picture-2.png"), "two");
  EXPECT_NE(result.err.find("MEDIA_CORRUPT"), std::string::npos);
  EXPECT_EQ(ReadRecord(folder_.File("picture.png")).texts_size(), 3);
  EXPECT_EQ(ReadRecord(folder_.File("picture-2.png")).finish_reason(), v1::FINISH_REASON_STOP);
  EXPECT_EQ(ReadRecord(folder_.File("picture-3.png")).uri(), "https://example.com/three.png");
  EXPECT_EQ(Run({"foxes"}).out, "First:\nSecond:\nDone.\n");

  // What cannot be used is not sent back.
  EXPECT_EQ(Run({"more", "--conversation", "fox.json"}).exit_code, 0);
  EXPECT_EQ(folder_.Read("fox.json").find("failed"), std::string::npos);
}

TEST_F(ChatCliTest, ADiskThatIsFullDoesNotTakeTheTextAlong) {
  const CliResult result = Run({"a fox", "-o", "/dev/full", "--conversation", "fox.json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("Here it is.\n"), std::string::npos);
  EXPECT_NE(result.err.find("LOCAL_WRITE_FAILED"), std::string::npos);
  // The picture is in the conversation all the same.
  EXPECT_NE(folder_.Read("fox.json").find("\"data\""), std::string::npos);
}

TEST_F(ChatCliTest, PicturesOfABrokenAnswerAreKept) {
  server_.stream_chat = [](auto&, const auto&, auto& writer) {
    WriteChatPicture<Event>(writer, 0, "whole", "image/png");
    return MakeError({.code = grpc::StatusCode::UNKNOWN, .reason = "UPSTREAM_STREAM_CUT"});
  };
  const CliResult result = Run({"a fox", "-o", "fox.png", "--conversation", "fox.json"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_EQ(folder_.Read("fox.png"), "whole");
  EXPECT_FALSE(folder_.Has("fox.json"));
}

TEST_F(ChatCliTest, ValidateOnlyPricesAndSavesNothing) {
  const CliResult result =
      Run({"a fox", "-o", "fox.png", "--conversation", "fox.json", "--validate-only"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "estimated cost: 0.039 USD\n");
  EXPECT_NE(result.err.find("warning: the model is retired soon\n"), std::string::npos);
  EXPECT_EQ(result.err.find("no picture"), std::string::npos);
  EXPECT_TRUE(request_.validate_only());
  EXPECT_EQ(folder_.FileCount(), 0u);
}

TEST_F(ChatCliTest, PicturesGoIntoAFolder) {
  EXPECT_EQ(Run({"a fox", "--out-dir", "new/foxes"}).exit_code, 0);
  EXPECT_EQ(Run({"a fox", "--out-dir", "new/foxes"}).exit_code, 0);
  EXPECT_EQ(folder_.Read("new/foxes/picture.jpg"), "jpeg bytes");
  EXPECT_EQ(folder_.Read("new/foxes/picture-2.jpg"), "jpeg bytes");
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
  folder_.Write("file", "");
  EXPECT_EQ(Run({"x", "--out-dir", "file/folder"}).exit_code, 2);
  EXPECT_EQ(Run({"x", "--out-dir", "folder", "-o", "fox.png"}).exit_code, 2);
  EXPECT_EQ(Run({}).exit_code, 2);
  EXPECT_EQ(server_.paid_calls, 0);
}

TEST_F(ChatCliTest, APictureThatChangedOnTheWayIsKeptAside) {
  server_.stream_chat = [](auto&, const auto&, auto& writer) {
    WriteText<Event>(writer, 0, "Look:");
    WriteChatPicture<Event>(writer, 1, "bytes", "image/png", 1);
    WriteChatCompleted<Event>(writer);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"a fox", "-o", "fox.png", "--conversation", "fox.json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(folder_.Read("fox.json").find("Look:"), std::string::npos);
  EXPECT_EQ(folder_.Read("fox.json").find("image"), std::string::npos);
  EXPECT_EQ(folder_.Read("fox.png.corrupt"), "bytes");
}

TEST_F(ChatCliTest, FilteredHasItsOwnCode) {
  server_.stream_chat = [](auto&, const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::FAILED_PRECONDITION, .reason = "RESULT_FILTERED"});
  };
  EXPECT_EQ(Run({"a fox"}).exit_code, 4);
}

}  // namespace
}  // namespace mediagen::client
