// What a client finds out by asking: health, reflection, and the limits of the transport.
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

// A message that some library of this process knows by that name.
std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& name) {
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

class DiscoveryTest : public ServerTest {
 protected:
  grpc::health::v1::HealthCheckResponse::ServingStatus HealthOf(const std::string& service) {
    auto health = grpc::health::v1::Health::NewStub(server().channel());
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    if (!health->Check(&context, request, &response).ok())
      return grpc::health::v1::HealthCheckResponse::SERVICE_UNKNOWN;
    return response.status();
  }

  // Asks the reflection service as any client would, in JSON: its generated code lies in a library
  // whose headers nobody ships.
  std::string Reflect(const std::string& request_json) {
    auto request = NewMessage("grpc.reflection.v1alpha.ServerReflectionRequest");
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(request_json, request.get()).ok());
    const grpc::Slice request_bytes(request->SerializeAsString());
    grpc::ByteBuffer request_buffer(&request_bytes, 1);
    grpc::GenericStub stub(server().channel());
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    const auto wait = [&queue] {
      void* tag = nullptr;
      bool ok = false;
      return queue.Next(&tag, &ok) && ok;
    };
    auto call = stub.PrepareCall(
        &context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
    call->StartCall(nullptr);
    EXPECT_TRUE(wait());
    call->WriteLast(request_buffer, grpc::WriteOptions(), nullptr);
    EXPECT_TRUE(wait());
    grpc::ByteBuffer response_buffer;
    call->Read(&response_buffer, nullptr);
    EXPECT_TRUE(wait());
    grpc::Status status;
    call->Finish(&status, nullptr);
    EXPECT_TRUE(wait());
    EXPECT_TRUE(status.ok());
    grpc::Slice response_bytes;
    EXPECT_TRUE(response_buffer.DumpToSingleSlice(&response_bytes).ok());
    auto response = NewMessage("grpc.reflection.v1alpha.ServerReflectionResponse");
    EXPECT_TRUE(
        response->ParseFromArray(response_bytes.begin(), static_cast<int>(response_bytes.size())));
    std::string response_json;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(*response, &response_json).ok());
    return response_json;
  }

  grpc::Status Chat(grpc::ClientContext& context, const std::string& image) {
    v1::ChatRequest request;
    v1::ChatMessage& message = *request.mutable_spec()->add_messages();
    message.set_role(v1::CHAT_ROLE_USER);
    message.add_parts()->mutable_image()->set_data(image);
    message.add_parts()->mutable_image()->set_data(image);
    message.add_parts()->mutable_image()->set_data(image);
    v1::ChatResponse response;
    return server().chats().Chat(&context, request, &response);
  }
};

TEST_F(DiscoveryTest, HealthIsToldByServiceAndForAll) {
  for (const char* service : {"", "mediagen.v1.ImageService", "mediagen.v1.ChatImageService",
                              "mediagen.v1.VideoService", "mediagen.v1.ModelService"}) {
    EXPECT_EQ(HealthOf(service), grpc::health::v1::HealthCheckResponse::SERVING) << service;
  }
  EXPECT_EQ(HealthOf("mediagen.v1.Nothing"),
            grpc::health::v1::HealthCheckResponse::SERVICE_UNKNOWN);
}

TEST_F(DiscoveryTest, ReflectionListsTheServicesAndDescribesEach) {
  const std::string list = Reflect(R"({"listServices": ""})");
  for (const char* service :
       {"grpc.health.v1.Health", "mediagen.v1.ChatImageService", "mediagen.v1.ImageService",
        "mediagen.v1.ModelService", "mediagen.v1.VideoService"}) {
    EXPECT_TRUE(absl::StrContains(list, absl::StrCat("\"", service, "\""))) << list;
    const std::string described =
        Reflect(absl::StrCat(R"({"fileContainingSymbol": ")", service, "\"}"));
    EXPECT_TRUE(absl::StrContains(described, "fileDescriptorProto")) << described;
  }
}

TEST_F(DiscoveryTest, ACompressedRequestIsRefused) {
  for (const grpc_compression_algorithm algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    grpc::ClientContext context;
    context.set_compression_algorithm(algorithm);
    const grpc::Status status = Chat(context, std::string(10'000, 'x'));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  }
  EXPECT_EQ(upstream_.accepted_connections(), 0);
}

TEST_F(DiscoveryTest, ThreePicturesOf20MegabytesAreTakenAnd64MiBAreNot) {
  upstream_.Enqueue(Answer::Json(ChatAnswer("three lighthouses", {})));
  grpc::ClientContext fits;
  const grpc::Status taken = Chat(fits, Png(20'000'000));
  EXPECT_TRUE(taken.ok()) << taken.error_message();
  grpc::ClientContext too_large;
  EXPECT_EQ(Chat(too_large, std::string(64 * 1024 * 1024 / 3, 'x')).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(upstream_.request_count(), 1u);
}

}  // namespace
}  // namespace mediagen::testing
