// Makes unary calls, a number of them in flight or one at a fixed pace, and tells how long they
// took.
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "bench/yardstick/caller.h"
#include "bench/yardstick/report.h"
#include "mediagen/v1/image_service.grpc.pb.h"
#include "mediagen/v1/video_service.grpc.pb.h"

ABSL_FLAG(std::string, address, "", "HOST:PORT of the server");
ABSL_FLAG(std::string, method, "get_operation", "or generate_images, start_video");
ABSL_FLAG(std::string, provider, "", "as in requests");
ABSL_FLAG(std::string, model, "", "as in requests");
ABSL_FLAG(std::string, frame, "", "file with the first frame of start_video");
ABSL_FLAG(std::string, original, "", "file with the picture that generate_images must bring");
ABSL_FLAG(int, in_flight, 1, "calls at a time");
ABSL_FLAG(int, count, 0, "how many in all; 0: for --seconds");
ABSL_FLAG(double, seconds, 0, "how long");
ABSL_FLAG(double, interval, 0, "seconds from one call to the next; 0: at once");

namespace mediagen::bench {
namespace {

std::shared_ptr<grpc::Channel> NewChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  return grpc::CreateCustomChannel(absl::GetFlag(FLAGS_address), grpc::InsecureChannelCredentials(),
                                   arguments);
}

Pace PaceFromFlags() {
  Pace pace;
  pace.in_flight = absl::GetFlag(FLAGS_in_flight);
  pace.count = absl::GetFlag(FLAGS_count);
  pace.seconds = absl::GetFlag(FLAGS_seconds);
  pace.interval = absl::GetFlag(FLAGS_interval);
  return pace;
}

v1::StartVideoRequest StartRequest() {
  v1::StartVideoRequest request;
  request.set_provider(absl::GetFlag(FLAGS_provider));
  request.set_model(absl::GetFlag(FLAGS_model));
  request.mutable_spec()->set_prompt("waves");
  return request;
}

class StartVideoCaller final : public Caller<v1::StartVideoRequest, v1::StartVideoResponse> {
 public:
  StartVideoCaller() {
    request_ = StartRequest();
    const std::string frame = absl::GetFlag(FLAGS_frame);
    if (frame.empty()) return;
    request_.mutable_spec()->mutable_image()->set_data(ReadFile(frame));
    request_.mutable_spec()->mutable_image()->set_mime_type("image/png");
  }

 private:
  Reader Send(grpc::ClientContext& context, grpc::CompletionQueue& queue) override {
    return stub_->PrepareAsyncStartVideo(&context, request_, &queue);
  }
  void Check(const v1::StartVideoResponse& response) override {
    if (response.started().operation().empty()) Fail("a start without an operation");
  }

  const std::unique_ptr<v1::VideoService::Stub> stub_ = v1::VideoService::NewStub(NewChannel());
};

class GetOperationCaller final
    : public Caller<v1::GetVideoOperationRequest, v1::GetVideoOperationResponse> {
 public:
  GetOperationCaller() {
    grpc::ClientContext context;
    v1::StartVideoResponse response;
    const grpc::Status status = stub_->StartVideo(&context, StartRequest(), &response);
    if (!status.ok()) Fail("starting: " + status.error_message());
    request_.set_operation(response.started().operation());
  }

 private:
  Reader Send(grpc::ClientContext& context, grpc::CompletionQueue& queue) override {
    return stub_->PrepareAsyncGetVideoOperation(&context, request_, &queue);
  }
  void Check(const v1::GetVideoOperationResponse& response) override {
    if (response.state() != v1::VIDEO_STATE_RUNNING) Fail("the operation is not running");
  }

  const std::unique_ptr<v1::VideoService::Stub> stub_ = v1::VideoService::NewStub(NewChannel());
};

class GenerateImagesCaller final
    : public Caller<v1::GenerateImagesRequest, v1::GenerateImagesResponse> {
 public:
  GenerateImagesCaller() : original_(ReadFile(absl::GetFlag(FLAGS_original))) {
    request_.set_provider(absl::GetFlag(FLAGS_provider));
    request_.set_model(absl::GetFlag(FLAGS_model));
    request_.mutable_spec()->set_prompt("waves");
  }

 private:
  Reader Send(grpc::ClientContext& context, grpc::CompletionQueue& queue) override {
    return stub_->PrepareAsyncGenerateImages(&context, request_, &queue);
  }
  void Check(const v1::GenerateImagesResponse& response) override {
    if (response.results_size() != 1 || response.results(0).image().data() != original_)
      Fail("the picture differs from the original");
  }

  const std::string original_;
  const std::unique_ptr<v1::ImageService::Stub> stub_ = v1::ImageService::NewStub(NewChannel());
};

void Main() {
  const std::string method = absl::GetFlag(FLAGS_method);
  if (method == "start_video") {
    StartVideoCaller().Run(PaceFromFlags());
  } else if (method == "generate_images") {
    GenerateImagesCaller().Run(PaceFromFlags());
  } else if (method == "get_operation") {
    GetOperationCaller().Run(PaceFromFlags());
  } else {
    Fail("no such method: " + method);
  }
}

}  // namespace
}  // namespace mediagen::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  mediagen::bench::Main();
  return 0;
}
