// The least that serving by gRPC takes: our own services, answered from memory. A model's name is
// the file that is its video or picture.
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <cstdio>
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "bench/yardstick/memory_media.h"
#include "mediagen/v1/image_service.grpc.pb.h"
#include "mediagen/v1/video_service.grpc.pb.h"

ABSL_FLAG(std::string, folder, ".", "where the files are");

namespace mediagen::bench {
namespace {

constexpr int kMaxReceiveBytes = 64 * 1024 * 1024;

// Streams a video as it lies in memory. Ends itself.
class VideoWriter final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit VideoWriter(const MemoryMedia& media) : media_(media) { WriteNext(); }

 private:
  void OnWriteDone(bool ok) override {
    if (ok) return WriteNext();
    Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

  void WriteNext() {
    if (offset_ >= static_cast<int64_t>(media_.bytes().size())) {
      event_ = media_.EndEvent();
      StartWriteAndFinish(&event_, grpc::WriteOptions(), grpc::Status::OK);
      return;
    }
    event_ = media_.ChunkEvent(offset_);
    offset_ += kChunkBytes;
    StartWrite(&event_);
  }

  const MemoryMedia& media_;
  int64_t offset_ = 0;
  grpc::ByteBuffer event_;
};

using VideoBase = v1::VideoService::WithRawCallbackMethod_WatchVideo<
    v1::VideoService::WithCallbackMethod_StartVideo<
        v1::VideoService::WithCallbackMethod_GetVideoOperation<v1::VideoService::Service>>>;

// Videos from memory, and the echo. Any thread.
class Videos final : public VideoBase {
 public:
  explicit Videos(MediaFolder& folder) : folder_(folder) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchVideo(grpc::CallbackServerContext*,
                                                         const grpc::ByteBuffer* raw) override {
    v1::WatchVideoRequest request;
    grpc::ByteBuffer message(*raw);
    grpc::SerializationTraits<v1::WatchVideoRequest>::Deserialize(&message, &request);
    return new VideoWriter(folder_.Get(request.operation()));
  }

  grpc::ServerUnaryReactor* StartVideo(grpc::CallbackServerContext* context,
                                       const v1::StartVideoRequest* request,
                                       v1::StartVideoResponse* response) override {
    response->mutable_started()->set_operation(request->model());
    return Finished(*context);
  }

  grpc::ServerUnaryReactor* GetVideoOperation(grpc::CallbackServerContext* context,
                                              const v1::GetVideoOperationRequest*,
                                              v1::GetVideoOperationResponse* response) override {
    response->set_state(v1::VIDEO_STATE_RUNNING);
    response->set_provider("memory");
    response->set_model("veo-3.0-generate-preview");
    response->mutable_create_time()->set_seconds(1'700'000'000);
    response->mutable_progress()->set_phase(v1::VIDEO_PHASE_GENERATING);
    return Finished(*context);
  }

 private:
  static grpc::ServerUnaryReactor* Finished(grpc::CallbackServerContext& context) {
    grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  MediaFolder& folder_;
};

// Pictures from memory. Any thread.
class Images final
    : public v1::ImageService::WithRawCallbackMethod_GenerateImages<v1::ImageService::Service> {
 public:
  explicit Images(MediaFolder& folder) : folder_(folder) {}

  grpc::ServerUnaryReactor* GenerateImages(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* raw,
                                           grpc::ByteBuffer* response) override {
    v1::GenerateImagesRequest request;
    grpc::ByteBuffer message(*raw);
    grpc::SerializationTraits<v1::GenerateImagesRequest>::Deserialize(&message, &request);
    *response = folder_.Get(request.model()).ImagesResponse();
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  MediaFolder& folder_;
};

int Main() {
  MediaFolder folder(absl::GetFlag(FLAGS_folder));
  Videos videos(folder);
  Images images(folder);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&videos);
  builder.RegisterService(&images);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::printf("listening 127.0.0.1:%d\n", port);
  std::fflush(stdout);
  server->Wait();
  return 0;
}

}  // namespace
}  // namespace mediagen::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return mediagen::bench::Main();
}
