#ifndef MEDIAGEN_TESTS_RPC_VIDEO_FIXTURE_H_
#define MEDIAGEN_TESTS_RPC_VIDEO_FIXTURE_H_

#include <string>

#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {

// Calls of VideoService with what they need.
class VideoTest : public ServerTest {
 protected:
  using ServerTest::ServerTest;

  static v1::GenerateVideoRequest Waves() {
    v1::GenerateVideoRequest request;
    request.set_request_id("r-1");
    request.mutable_spec()->set_prompt("waves");
    return request;
  }

  Streamed<v1::GenerateVideoResponse> Generate(const v1::GenerateVideoRequest& request = Waves()) {
    grpc::ClientContext context;
    return Streamed<v1::GenerateVideoResponse>(server().videos().GenerateVideo(&context, request));
  }

  Streamed<v1::WatchVideoResponse> Watch(const std::string& operation, int index = 0,
                                         int64_t offset = 0) {
    return WatchAt(server(), operation, index, offset);
  }

  static Streamed<v1::WatchVideoResponse> WatchAt(RunningServer& server,
                                                  const std::string& operation, int index = 0,
                                                  int64_t offset = 0) {
    v1::WatchVideoRequest request;
    request.set_operation(operation);
    request.set_video_index(index);
    request.set_byte_offset(offset);
    grpc::ClientContext context;
    return Streamed<v1::WatchVideoResponse>(server.videos().WatchVideo(&context, request));
  }

  grpc::Status GetOperation(const std::string& operation, v1::GetVideoOperationResponse& response) {
    v1::GetVideoOperationRequest request;
    request.set_operation(operation);
    grpc::ClientContext context;
    return server().videos().GetVideoOperation(&context, request, &response);
  }

  // Starts an operation; its handle.
  std::string Start(const std::string& request_id = "") {
    upstream_.Enqueue(Answer::Json(OperationAnswer()));
    v1::StartVideoRequest request;
    request.set_request_id(request_id);
    request.mutable_spec()->set_prompt("waves");
    v1::StartVideoResponse response;
    grpc::ClientContext context;
    const grpc::Status status = server().videos().StartVideo(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.started().operation();
  }
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_VIDEO_FIXTURE_H_
