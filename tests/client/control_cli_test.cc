// Stopping a video, having it forgotten, and building on it, from the command line.
#include <gtest/gtest.h>

#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

struct CancelCase {
  v1::VideoState state;
  const char* out;
  const char* err;  // A part of it.
};

TEST(ControlCliTest, CancelTellsTheStateAndWhatItMeans) {
  FakeServer server;
  v1::VideoState state = v1::VIDEO_STATE_UNSPECIFIED;
  server.cancel_video_operation = [&](const v1::CancelVideoOperationRequest& request,
                                      v1::CancelVideoOperationResponse& response) {
    EXPECT_EQ(request.operation(), "handle-1");
    response.set_state(state);
    return grpc::Status::OK;
  };
  const CancelCase cases[] = {
      {v1::VIDEO_STATE_CANCELLED, "cancelled\n", "no refund is promised"},
      {v1::VIDEO_STATE_SUCCEEDED, "succeeded\n", "too late"},
      {v1::VIDEO_STATE_RUNNING, "running\n", "not stopped yet"},
      {v1::VIDEO_STATE_UNKNOWN, "unknown\n", "did not say"},
      {v1::VIDEO_STATE_FAILED, "failed\n", ""},
  };
  const ScratchFolder folder;
  for (const CancelCase& row : cases) {
    state = row.state;
    const CliResult result =
        RunCli(folder.path(), {"cancel", "handle-1", "--server", server.address()});
    EXPECT_EQ(result.exit_code, 0) << row.out;
    EXPECT_EQ(result.out, row.out);
    EXPECT_NE(result.err.find(row.err), std::string::npos) << result.err;
  }
  EXPECT_EQ(server.paid_calls, 0);
}

TEST(ControlCliTest, DeleteSaysThatNothingIsRefunded) {
  FakeServer server;
  std::string deleted;
  server.delete_video_operation = [&](const v1::DeleteVideoOperationRequest& request) {
    deleted = request.operation();
    return grpc::Status::OK;
  };
  const ScratchFolder folder;
  const CliResult result =
      RunCli(folder.path(), {"delete", "handle-2", "--server", server.address()});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "deleted\n");
  EXPECT_NE(result.err.find("nothing is refunded"), std::string::npos) << result.err;
  EXPECT_EQ(deleted, "handle-2");
}

TEST(ControlCliTest, AJobThatCannotBeStoppedIsARequestToChange) {
  FakeServer server;
  server.cancel_video_operation = [&](const v1::CancelVideoOperationRequest&,
                                      v1::CancelVideoOperationResponse&) {
    return MakeError({.code = grpc::StatusCode::UNIMPLEMENTED,
                      .message = "operation: cannot be stopped",
                      .reason = "CANCEL_UNSUPPORTED"});
  };
  const ScratchFolder folder;
  const CliResult result =
      RunCli(folder.path(), {"cancel", "handle-3", "--server", server.address()});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.err.find("CANCEL_UNSUPPORTED"), std::string::npos) << result.err;
}

TEST(ControlCliTest, EditNamesTheEarlierVideo) {
  FakeServer server;
  v1::VideoSpec spec;
  server.start_video = [&](const v1::StartVideoRequest& request, v1::StartVideoResponse& response) {
    spec = request.spec();
    response.mutable_started()->set_operation("handle-5");
    return grpc::Status::OK;
  };
  const ScratchFolder folder;
  const CliResult result =
      RunCli(folder.path(), {"video", "--edit", "handle-4", "--task", "extend", "go on",
                             "--start-only", "--server", server.address()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "handle-5\n");
  EXPECT_EQ(spec.previous_operation(), "handle-4");
  EXPECT_EQ(spec.task(), "extend");
  EXPECT_EQ(spec.prompt(), "go on");
}

}  // namespace
}  // namespace mediagen::client
