#include <gtest/gtest.h>

#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

struct Case {
  std::string name;
  std::vector<std::string> words;
  int exit_code;
  std::string out;  // A part of it.
  std::string err;  // A part of it.
};

class UsageCliTest : public testing::TestWithParam<Case> {};

TEST_P(UsageCliTest, Answers) {
  const ScratchFolder folder;
  const CliResult result = RunCli(folder.path(), GetParam().words);
  EXPECT_EQ(result.exit_code, GetParam().exit_code);
  EXPECT_NE(result.out.find(GetParam().out), std::string::npos) << result.out;
  EXPECT_NE(result.err.find(GetParam().err), std::string::npos) << result.err;
  EXPECT_EQ(folder.FileCount(), 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Table, UsageCliTest,
    testing::Values(
        Case{"Nothing", {}, 2, "", "Commands:"}, Case{"Help", {"--help"}, 0, "Exit codes:", ""},
        Case{"HelpWord", {"help", "video"}, 0, "--duration SECONDS", ""},
        Case{"HelpOfACommand", {"image", "--help"}, 0, "Examples:", ""},
        Case{"HelpBesideRubbish", {"image", "--rubbish", "-h"}, 0, "Examples:", ""},
        Case{"UnknownCommand", {"vedio", "x"}, 2, "", "did you mean 'video'?"},
        Case{"FlagBeforeTheCommand", {"--json", "image"}, 2, "", "unknown command '--json'"},
        Case{"UnknownFlag", {"image", "x", "--modle", "y"}, 2, "", "did you mean --model?"},
        Case{"NoPrompt", {"image"}, 2, "", "PROMPT is missing"},
        Case{"NoPromptForVideo", {"video"}, 2, "", "only with --image"},
        Case{"NoOperation", {"watch"}, 2, "", "OPERATION is missing"},
        Case{"ServerWithoutPort", {"health", "--server", "localhost"}, 2, "", "not HOST:PORT"},
        Case{"ServerWithBadPort", {"health", "--server", "localhost:0"}, 2, "", "not HOST:PORT"},
        Case{"BadTimeout", {"health", "--timeout", "soon"}, 2, "", "--timeout: 'soon'"},
        Case{"NegativeTimeout", {"health", "--timeout", "-1"}, 2, "", "more than 0"},
        Case{"JsonAndStdout", {"image", "x", "--json", "-o", "-"}, 2, "", "both want stdout"},
        Case{"JsonForUsageErrorsToo", {"image", "--json"}, 2, "\"reason\": \"USAGE\"", "missing"},
        Case{"Unreachable", {"health", "--server", "127.0.0.1:1"}, 8, "", "cannot connect"},
        Case{"UnreachableBeforePaying",
             {"image", "x", "--server", "127.0.0.1:1"},
             8,
             "",
             "nothing was sent"}),
    [](const auto& info) { return info.param.name; });

TEST(HealthCliTest, AsksTheServer) {
  FakeServer server;
  const ScratchFolder folder;
  const CliResult healthy = RunCli(folder.path(), {"health", "--server", server.address()});
  EXPECT_EQ(healthy.exit_code, 0);
  EXPECT_EQ(healthy.out, "serving\n");
  const CliResult json = RunCli(folder.path(), {"health", "--json", "--server", server.address()});
  EXPECT_NE(json.out.find("\"serving\": true"), std::string::npos);
  EXPECT_EQ(
      RunCli(folder.path(), {"health", "--service", "x", "--server", server.address()}).exit_code,
      7);
}

TEST(StatusCliTest, TellsTheState) {
  FakeServer server;
  server.get_video_operation = [](const auto& request, auto& response) {
    if (request.operation() != "op") {
      return MakeError({.code = grpc::StatusCode::NOT_FOUND, .reason = "OPERATION_UNKNOWN"});
    }
    response.mutable_progress()->set_upstream_percent(40);
    response.mutable_progress()->set_task_id("task-7");
    response.set_state(v1::VIDEO_STATE_FAILED);
    response.mutable_error()->set_reason("RESULT_FILTERED");
    return grpc::Status::OK;
  };
  const ScratchFolder folder;
  const auto run = [&](const std::string& operation) {
    return RunCli(folder.path(), {"status", operation, "--server", server.address()});
  };
  const CliResult known = run("op");
  EXPECT_EQ(known.exit_code, 0);
  EXPECT_NE(known.out.find("state      failed\n"), std::string::npos);
  EXPECT_NE(known.out.find("RESULT_FILTERED"), std::string::npos);
  EXPECT_NE(known.out.find("percent    40\n"), std::string::npos);
  EXPECT_NE(known.out.find("task       task-7\n"), std::string::npos);
  EXPECT_EQ(run("unheard of").exit_code, 7);
}

}  // namespace
}  // namespace mediagen::client
