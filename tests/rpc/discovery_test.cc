// What a client finds out by asking: health, reflection, and the limits of the transport.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/rpc/reflection.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

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
  const std::set<std::string> services = ReflectedServices(server().channel());
  for (const char* service :
       {"grpc.health.v1.Health", "mediagen.v1.ChatImageService", "mediagen.v1.ImageService",
        "mediagen.v1.ModelService", "mediagen.v1.VideoService"}) {
    EXPECT_EQ(services.count(service), 1u) << service;
    const std::string described =
        Reflect(server().channel(), absl::StrCat(R"({"fileContainingSymbol": ")", service, "\"}"));
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
