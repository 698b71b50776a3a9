// The service config that callers are given repeats free calls, and never a paid one.
#include <google/protobuf/descriptor.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/blocking_counter.h"

namespace mediagen::client {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kWantedCode = "wanted-code";

const std::set<std::string>& FreeMethods() {
  static const std::set<std::string> methods = {"/mediagen.v1.ModelService/ListModels",
                                                "/mediagen.v1.ModelService/GetModel",
                                                "/mediagen.v1.ModelService/EstimateCost",
                                                "/mediagen.v1.VideoService/WatchVideo",
                                                "/mediagen.v1.VideoService/GetVideoOperation",
                                                "/mediagen.v1.VideoService/CancelVideoOperation",
                                                "/mediagen.v1.VideoService/DeleteVideoOperation"};
  return methods;
}

const std::set<std::string>& PaidMethods() {
  static const std::set<std::string> methods = {
      "/mediagen.v1.ImageService/GenerateImages", "/mediagen.v1.ImageService/StreamImages",
      "/mediagen.v1.ImageService/UpscaleImage",   "/mediagen.v1.ImageService/StreamUpscaleImage",
      "/mediagen.v1.ChatImageService/Chat",       "/mediagen.v1.ChatImageService/StreamChat",
      "/mediagen.v1.ChatImageService/Converse",   "/mediagen.v1.VideoService/GenerateVideo",
      "/mediagen.v1.VideoService/StartVideo"};
  return methods;
}

// All methods of the contract, as its files on disk say; one that is not linked in fails.
std::set<std::string> AllMethods() {
  std::set<std::string> methods;
  for (const auto& entry : fs::directory_iterator(MEDIAGEN_SOURCE_DIR "/proto/mediagen/v1")) {
    if (entry.path().extension() != ".proto") continue;
    const std::string name = absl::StrCat("mediagen/v1/", entry.path().filename().string());
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) {
      ADD_FAILURE() << name << " is not linked into this test";
      continue;
    }
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        const auto* method = file->service(i)->method(j);
        methods.insert(absl::StrCat("/", method->service()->full_name(), "/", method->name()));
      }
    }
  }
  return methods;
}

std::string ServiceConfig() {
  std::ifstream file(MEDIAGEN_SOURCE_DIR "/proto/mediagen/v1/service_config.json");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Ends every call with the code that it asks for, and counts how often each came.
class RefusingService : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    const auto& metadata = context->client_metadata();
    const auto wanted = metadata.find(std::string(kWantedCode));
    const int code = std::stoi(std::string(wanted->second.data(), wanted->second.size()));
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++attempts_[{context->method(), code}];
    }
    return new Refusal(static_cast<grpc::StatusCode>(code));
  }

  int attempts(const std::string& method, int code) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return attempts_[{method, code}];
  }

 private:
  struct Refusal : grpc::ServerGenericBidiReactor {
    explicit Refusal(grpc::StatusCode code) { Finish(grpc::Status(code, "refused")); }
    void OnDone() override { delete this; }
  };

  std::mutex mutex_;
  std::map<std::pair<std::string, int>, int> attempts_;
};

struct PendingCall {
  grpc::ClientContext context;
  grpc::Slice empty;
  grpc::ByteBuffer request = grpc::ByteBuffer(&empty, 1);
  grpc::ByteBuffer response;
};

TEST(ServiceConfigTest, EveryMethodIsEitherFreeOrPaid) {
  std::set<std::string> known = FreeMethods();
  known.insert(PaidMethods().begin(), PaidMethods().end());
  EXPECT_EQ(known.size(), FreeMethods().size() + PaidMethods().size());
  EXPECT_EQ(AllMethods(), known);
}

TEST(ServiceConfigTest, RepeatsFreeCallsOnUnavailableAndNothingElse) {
  RefusingService service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  ASSERT_NE(server, nullptr);

  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfig());
  grpc::GenericStub stub(grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port),
                                                   grpc::InsecureChannelCredentials(), arguments));

  constexpr int kLastCode = grpc::StatusCode::UNAUTHENTICATED;
  const std::set<std::string> methods = AllMethods();
  std::deque<PendingCall> calls(methods.size() * kLastCode);
  absl::BlockingCounter left(static_cast<int>(calls.size()));
  auto call = calls.begin();
  for (const std::string& method : methods) {
    for (int code = 1; code <= kLastCode; ++code, ++call) {
      call->context.AddMetadata(std::string(kWantedCode), absl::StrCat(code));
      call->context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
      stub.UnaryCall(&call->context, method, {}, &call->request, &call->response,
                     [&left](const grpc::Status&) { left.DecrementCount(); });
    }
  }
  left.Wait();

  for (const std::string& method : methods) {
    for (int code = 1; code <= kLastCode; ++code) {
      const bool repeated = FreeMethods().count(method) > 0 && code == grpc::UNAVAILABLE;
      EXPECT_EQ(service.attempts(method, code), repeated ? 4 : 1) << method << " code " << code;
    }
  }
  server->Shutdown();
}

}  // namespace
}  // namespace mediagen::client
