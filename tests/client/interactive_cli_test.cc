#include <gtest/gtest.h>

#include <csignal>

#include "tests/client/chat_script.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

using Event = v1::ConverseResponse;

// A server whose turns do what their text says.
class InteractiveCliTest : public testing::Test {
 protected:
  InteractiveCliTest() {
    server_.converse = [this](auto& context, auto& stream) { return Converse(context, stream); };
  }

  grpc::Status Converse(FakeServer::Context& context, FakeServer::Stream& stream) {
    v1::ConverseRequest request;
    stream.Read(&request);
    opens_.push_back(request.open());
    while (stream.Read(&request)) {
      const std::string text = request.turn().parts().rbegin()->text();
      if (text == "idle" && opens_.size() == 1) {
        return MakeError({.code = grpc::StatusCode::ABORTED, .reason = "CONVERSATION_IDLE"});
      }
      turns_.push_back(request.turn());
      if (text == "break") return grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed");
      if (text == "full") {
        return MakeError({.code = grpc::StatusCode::RESOURCE_EXHAUSTED, .reason = "HISTORY_FULL"});
      }
      if (text == "wait") {
        WriteText<Event>(stream, 0, "wait for what?\n");
        return WaitForCancel(context);
      }
      if (text == "block") {
        Event event;
        event.mutable_turn_failed()->set_code(grpc::StatusCode::INVALID_ARGUMENT);
        event.mutable_turn_failed()->set_reason("PROMPT_BLOCKED");
        event.mutable_turn_failed()->set_message("not this");
        stream.Write(event);
        continue;
      }
      WriteText<Event>(stream, 0, "You said: " + text);
      WriteChatPicture<Event>(stream, 1, "picture of " + text, "image/png");
      WriteSignature<Event>(stream, 1, "sig of " + text);
      WriteChatCompleted<Event>(stream, 39'000'000);
    }
    return grpc::Status::OK;
  }

  CliResult Run(const std::string& input, std::vector<std::string> words = {}) {
    return RunCli(folder_.path(), Words(std::move(words)), input);
  }
  std::vector<std::string> Words(std::vector<std::string> words) {
    words.insert(words.begin(), {"chat", "--interactive"});
    words.insert(words.end(), {"--server", server_.address()});
    return words;
  }

  ScratchFolder folder_;
  FakeServer server_;
  std::vector<v1::ConverseOpen> opens_;
  std::vector<v1::ConverseTurn> turns_;
};

TEST_F(InteractiveCliTest, EachLineIsATurn) {
  const CliResult result =
      Run("a red fox\n\nnow make it night\n", {"--out-dir", "out", "--size", "2K", "--model", "m"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "You said: a red fox\nYou said: now make it night\n");
  EXPECT_EQ(folder_.Read("out/picture.png"), "picture of a red fox");
  EXPECT_EQ(folder_.Read("out/picture-2.png"), "picture of now make it night");
  EXPECT_TRUE(folder_.Has("out/picture-2.png.json"));
  EXPECT_NE(result.err.find("out/picture-2.png: "), std::string::npos);
  EXPECT_NE(result.err.find("\ncost: 0.039 USD\n"), std::string::npos);
  EXPECT_NE(result.err.find("\ncost of all turns: 0.078 USD\n"), std::string::npos);
  ASSERT_EQ(opens_.size(), 1u);
  EXPECT_EQ(opens_[0].model(), "m");
  EXPECT_EQ(opens_[0].spec().image_config().image_size(), "2K");
  EXPECT_EQ(opens_[0].spec().messages_size(), 0);
  ASSERT_EQ(turns_.size(), 2u);
  EXPECT_EQ(turns_[0].request_id().size(), 36u);
  EXPECT_NE(turns_[0].request_id(), turns_[1].request_id());
}

TEST_F(InteractiveCliTest, PicturesGoWithTheNextTurn) {
  folder_.Write("a.png", "a");
  folder_.Write("b b.png", "b");
  const CliResult good = Run("  /image b b.png  \nlook\n/image gs://x/c.png\n//slash\n/quit\nno\n",
                             {"first", "--image", "a.png"});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  ASSERT_EQ(turns_.size(), 3u);
  ASSERT_EQ(turns_[0].parts_size(), 2);
  EXPECT_EQ(turns_[0].parts(0).image().data(), "a");
  EXPECT_EQ(turns_[0].parts(1).text(), "first");
  ASSERT_EQ(turns_[1].parts_size(), 2);
  EXPECT_EQ(turns_[1].parts(0).image().data(), "b");
  ASSERT_EQ(turns_[2].parts_size(), 2);
  EXPECT_EQ(turns_[2].parts(0).image().gcs_uri(), "gs://x/c.png");
  EXPECT_EQ(turns_[2].parts(1).text(), "/slash");
}

TEST_F(InteractiveCliTest, AFailedTurnIsToldAndTheConversationGoesOn) {
  const CliResult result = Run("a fox\nblock\nanother fox\n", {"--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.err.find("PROMPT_BLOCKED"), std::string::npos);
  EXPECT_EQ(opens_.size(), 1u);
  EXPECT_EQ(turns_.size(), 3u);
  // One object, in which the second turn has an error and the others have files.
  EXPECT_EQ(result.out.front(), '{');
  const size_t turns = result.out.find("\"turns\"");
  ASSERT_NE(turns, std::string::npos) << result.out;
  const size_t error = result.out.find("\"PROMPT_BLOCKED\"", turns);
  EXPECT_LT(result.out.find("\"picture.png\"", turns), error);
  EXPECT_GT(result.out.find("\"picture-2.png\"", turns), error);
}

TEST_F(InteractiveCliTest, TheLastTurnDecidesTheExitCode) {
  const CliResult result = Run("a fox\nblock\n");
  EXPECT_EQ(result.exit_code, 4);
  // Told once.
  const size_t told = result.err.find("PROMPT_BLOCKED");
  ASSERT_NE(told, std::string::npos);
  EXPECT_EQ(result.err.find("PROMPT_BLOCKED", told + 1), std::string::npos);
}

TEST_F(InteractiveCliTest, ABrokenCallIsOpenedAgainByTheNextTurn) {
  const CliResult result = Run("a fox\nbreak\nin winter\n");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.err.find("do not repeat it blindly"), std::string::npos);
  EXPECT_EQ(turns_.size(), 3u);  // None was repeated.
  ASSERT_EQ(opens_.size(), 2u);
  const v1::ChatSpec& spec = opens_[1].spec();
  ASSERT_EQ(spec.messages_size(), 2);
  EXPECT_EQ(spec.messages(0).role(), v1::CHAT_ROLE_USER);
  EXPECT_EQ(spec.messages(0).parts(0).text(), "a fox");
  EXPECT_EQ(spec.messages(1).role(), v1::CHAT_ROLE_MODEL);
  EXPECT_EQ(spec.messages(1).parts(1).image().data(), "picture of a fox");
  EXPECT_EQ(spec.messages(1).parts(1).thought_signature(), "sig of a fox");
}

TEST_F(InteractiveCliTest, ABreakInTheLastTurnMayHaveBeenPaid) {
  EXPECT_EQ(Run("break\n").exit_code, 6);
  EXPECT_EQ(turns_.size(), 1u);
}

TEST_F(InteractiveCliTest, ACallThatWasClosedBeforeTheTurnIsOpenedAgainForIt) {
  const CliResult result = Run("a fox\nidle\n");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(opens_.size(), 2u);
  EXPECT_EQ(opens_[1].spec().messages_size(), 2);
  EXPECT_EQ(turns_.size(), 2u);
  EXPECT_NE(result.out.find("You said: idle\n"), std::string::npos);
}

TEST_F(InteractiveCliTest, AHistoryThatIsFullEndsIt) {
  const CliResult result = Run("a fox\nfull\nnever said\n");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(turns_.size(), 2u);
}

TEST_F(InteractiveCliTest, AConversationFileServesBothWays) {
  EXPECT_EQ(Run("a fox\nblock\nin winter\n", {"--conversation", "fox.json"}).exit_code, 0);
  v1::StreamChatRequest request;
  server_.stream_chat = [&request](auto&, const auto& given, auto& writer) {
    request = given;
    WriteText<v1::StreamChatResponse>(writer, 0, "Night it is.");
    WriteSignature<v1::StreamChatResponse>(writer, 0, "sig of night");
    WriteChatCompleted<v1::StreamChatResponse>(writer);
    return grpc::Status::OK;
  };
  EXPECT_EQ(RunCli(folder_.path(), {"chat", "at night", "--conversation", "fox.json", "--server",
                                    server_.address()})
                .exit_code,
            0);
  ASSERT_EQ(request.spec().messages_size(), 5);
  EXPECT_EQ(request.spec().messages(2).parts(0).text(), "in winter");
  EXPECT_EQ(request.spec().messages(3).parts(1).thought_signature(), "sig of in winter");

  EXPECT_EQ(Run("and stars\n", {"--conversation", "fox.json"}).exit_code, 0);
  ASSERT_EQ(opens_.size(), 2u);
  ASSERT_EQ(opens_[1].spec().messages_size(), 6);
  EXPECT_EQ(opens_[1].spec().messages(5).parts(0).text(), "Night it is.");
  EXPECT_EQ(opens_[1].spec().messages(5).parts(0).thought_signature(), "sig of night");
}

TEST_F(InteractiveCliTest, InterruptEndsTheTurnUnderWay) {
  CliProcess process(folder_.path(), Words({}), "wait\n");
  ASSERT_TRUE(process.WaitForError("waiting for the answer"));
  process.Signal(SIGINT);
  const CliResult result = process.Wait();
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_NE(result.err.find("may bill it all the same"), std::string::npos);
}

TEST_F(InteractiveCliTest, NothingSaidIsFine) {
  EXPECT_EQ(Run("").exit_code, 0);
  EXPECT_EQ(Run("\n  \n/help\n").exit_code, 0);
  EXPECT_EQ(server_.conversations, 0);
  EXPECT_EQ(folder_.FileCount(), 0u);
}

struct BadLine {
  std::string name;
  std::string input;
  std::string message;
};

// A script cannot correct itself: what follows a bad line is not paid.
TEST_F(InteractiveCliTest, ABadLineEndsAScript) {
  const BadLine cases[] = {
      {"UnknownCommand", "/imgae a.png\na fox\n", "there is no /imgae"},
      {"NoFile", "/image nowhere.png\na fox\n", "/image: nowhere.png: No such file"},
      {"NoName", "/image\na fox\n", "/image needs the name"},
      {"Stdin", "/image -\na fox\n", "/image needs the name"},
      {"NoText", "\xff\na fox\n", "not UTF-8"},
  };
  for (const BadLine& c : cases) {
    const CliResult result = Run(c.input);
    EXPECT_EQ(result.exit_code, 2) << c.name;
    EXPECT_NE(result.err.find(c.message), std::string::npos) << c.name << ": " << result.err;
  }
  EXPECT_TRUE(turns_.empty());
}

TEST_F(InteractiveCliTest, FlagsForOneRequestAreRefused) {
  EXPECT_EQ(Run("a fox\n", {"-o", "fox.png"}).exit_code, 2);
  EXPECT_EQ(Run("a fox\n", {"--request-id", "r"}).exit_code, 2);
  EXPECT_EQ(Run("a fox\n", {"--validate-only"}).exit_code, 2);
  EXPECT_EQ(Run("a fox\n", {"-"}).exit_code, 2);
  EXPECT_EQ(Run("a fox\n", {"--image", "-"}).exit_code, 2);
  EXPECT_EQ(server_.conversations, 0);
}

}  // namespace
}  // namespace mediagen::client
