// How the command line shows who it is.
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "client/cli/exit_code.h"
#include "tests/client/chat_script.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

constexpr int kUsage = static_cast<int>(ExitCode::kUsage);

class ConnectionCliTest : public testing::Test {
 protected:
  ConnectionCliTest() {
    unsetenv("MEDIAGEN_TOKEN");
    unsetenv("MEDIAGEN_TOKEN_FILE");
    folder_.Write("token", "token-of-the-file\nand what follows\n");
    server_.stream_chat = [this](FakeServer::Context& context, const auto&, auto& writer) {
      for (const auto& [name, value] : context.client_metadata()) {
        if (name == "authorization") shown_ += std::string(value.data(), value.size()) + ";";
      }
      WriteText<v1::StreamChatResponse>(writer, 0, "hello");
      WriteChatCompleted<v1::StreamChatResponse>(writer);
      return grpc::Status::OK;
    };
  }
  ~ConnectionCliTest() override {
    unsetenv("MEDIAGEN_TOKEN");
    unsetenv("MEDIAGEN_TOKEN_FILE");
  }

  // What the server is shown by a chat.
  std::string Shown(const std::vector<std::string>& flags) {
    shown_.clear();
    std::vector<std::string> words = {"chat", "hello", "--server", server_.address()};
    words.insert(words.end(), flags.begin(), flags.end());
    const CliResult result = RunCli(folder_.path(), words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return shown_;
  }

  ScratchFolder folder_;
  std::string shown_;
  FakeServer server_;
};

TEST_F(ConnectionCliTest, ATokenComesFromAFileOrTheEnvironment) {
  EXPECT_EQ(Shown({}), "");
  EXPECT_EQ(Shown({"--token-file", folder_.File("token")}), "Bearer token-of-the-file;");
  setenv("MEDIAGEN_TOKEN_FILE", folder_.File("token").c_str(), 1);
  EXPECT_EQ(Shown({}), "Bearer token-of-the-file;");
  setenv("MEDIAGEN_TOKEN", "token-of-the-environment", 1);
  EXPECT_EQ(Shown({}), "Bearer token-of-the-environment;");
  EXPECT_EQ(Shown({"--token-file", folder_.File("token")}), "Bearer token-of-the-file;");
}

TEST_F(ConnectionCliTest, WrongFlagsAreToldBeforeAnythingIsSent) {
  folder_.Write("empty", "");
  folder_.Write("blank", "two words\n");
  const std::string token = folder_.File("token");
  const std::vector<std::vector<std::string>> wrong = {
      {"--token-file", folder_.File("nowhere")},
      {"--token-file", folder_.File("empty")},
      {"--token-file", folder_.File("blank")},
      {"--ca", folder_.File("nowhere")},
      {"--cert", token},
      {"--key", token},
  };
  for (const std::vector<std::string>& flags : wrong) {
    std::vector<std::string> words = {"chat", "hello", "--server", server_.address()};
    words.insert(words.end(), flags.begin(), flags.end());
    const CliResult result = RunCli(folder_.path(), words);
    EXPECT_EQ(result.exit_code, kUsage) << flags[0] << result.err;
    EXPECT_FALSE(absl::StrContains(result.err, "two words")) << result.err;
  }
  EXPECT_EQ(server_.paid_calls, 0);
}

TEST_F(ConnectionCliTest, NoTokenTravelsReadableUnlessThatIsMeant) {
  const std::vector<std::string> words = {"health", "--server", "media.example:50051",
                                          "--token-file", folder_.File("token")};
  const CliResult refused = RunCli(folder_.path(), words);
  EXPECT_EQ(refused.exit_code, kUsage);
  EXPECT_TRUE(absl::StrContains(refused.err, "--plaintext-token")) << refused.err;
  EXPECT_FALSE(absl::StrContains(refused.err, "token-of-the-file")) << refused.err;
}

TEST_F(ConnectionCliTest, MakesTokens) {
  const CliResult first = RunCli(folder_.path(), {"token"});
  const CliResult second = RunCli(folder_.path(), {"token"});
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(first.out, second.out);
  const std::string token(absl::StripSuffix(first.out, "\n"));
  EXPECT_GE(token.size(), 43u);
  EXPECT_EQ(token.find_first_of(" \n"), std::string::npos);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest);
  const std::string hash = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
  EXPECT_TRUE(absl::StrContains(first.err, hash)) << first.err;
  EXPECT_FALSE(absl::StrContains(first.err, token)) << first.err;
}

}  // namespace
}  // namespace mediagen::client
