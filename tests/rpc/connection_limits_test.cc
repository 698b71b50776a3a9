// What one connection may do.
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/rpc/door_fixture.h"
#include "tests/rpc/reflection.h"
#include "tests/rpc/server_process.h"

namespace mediagen::testing {
namespace {

class ConnectionLimitsTest : public DoorTest {};

TEST_F(ConnectionLimitsTest, LargeMetadataIsRefused) {
  Metadata metadata = Bearer(kShopToken);
  metadata.emplace_back("x-more", std::string(12 * 1024, 'x'));
  EXPECT_TRUE(Ask(metadata).ok());
  metadata.emplace_back("x-still-more", std::string(32 * 1024, 'x'));
  // On a connection of its own, which gRPC then closes.
  const grpc::Status status = AskOver(ChannelTo(server()->address()), metadata);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
  EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
}

TEST_F(ConnectionLimitsTest, LargeMetadataMayBeAllowed) {
  config_.set_max_metadata_bytes(256 * 1024);
  Metadata metadata = Bearer(kShopToken);
  metadata.emplace_back("x-more", std::string(100 * 1024, 'x'));
  EXPECT_TRUE(Ask(metadata).ok());
}

TEST_F(ConnectionLimitsTest, LargeRequestsAreRefused) {
  config_.set_max_request_bytes(1'000'000);
  PaidParameters parameters;
  parameters.image = Png(1'100'000);
  const grpc::Status status = Call(PaidRpcNamed("Chat"), Bearer(kShopToken), parameters);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(upstream_.accepted_connections(), 0);
  parameters.image = Png(900'000);
  upstream_.Enqueue(Answer::Json(GoodBody(Surface::kChat)));
  EXPECT_TRUE(Call(PaidRpcNamed("Chat"), Bearer(kShopToken), parameters).ok());
}

// A second call waits until the first has ended; a second connection need not.
TEST_F(ConnectionLimitsTest, StreamsPerConnection) {
  config_.set_max_streams_per_connection(1);
  ASSERT_TRUE(Ask(Bearer(kShopToken)).ok());
  upstream_.SetDefault(Answer::Json(GoodBody(Surface::kImage)).HoldUntilReleased());
  std::thread first(
      [this] { EXPECT_TRUE(Call(PaidRpcNamed("GenerateImages"), Bearer(kShopToken)).ok()); });
  EXPECT_TRUE(upstream_.WaitForRequests(1));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
  Add(Bearer(kShopToken), context);
  v1::ListModelsRequest request;
  v1::ListModelsResponse response;
  EXPECT_EQ(v1::ModelService::NewStub(server().channel())
                ->ListModels(&context, request, &response)
                .error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(AskOver(ChannelTo(server()->address()), Bearer(kShopToken)).ok());
  upstream_.Release();
  first.join();
}

// A connection that is too old takes no more calls, and leaves those that it has alone.
TEST_F(ConnectionLimitsTest, AnOldConnectionLetsItsCallsEnd) {
  SetMillis(*config_.mutable_max_connection_age(), 1'000);
  upstream_.SetDefault(Answer::Json(GoodBody(Surface::kImage)).HoldUntilReleased());
  std::thread call(
      [this] { EXPECT_TRUE(Call(PaidRpcNamed("GenerateImages"), Bearer(kShopToken)).ok()); });
  EXPECT_TRUE(upstream_.WaitForRequests(1));
  // The client was told to go: it has no connection of that age any more.
  EXPECT_TRUE(Eventually(
      kTestLimit, [this] { return server().channel()->GetState(false) != GRPC_CHANNEL_READY; }));
  upstream_.Release();
  call.join();
  EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
}

TEST_F(ConnectionLimitsTest, ReflectionCanBeSwitchedOff) {
  for (const bool on : {false, true}) {
    config_.set_reflection(on);
    ServerProcess process(config_);
    const auto channel = ChannelTo(process.WaitForAddress());
    const grpc::Status status =
        CallRaw(channel, "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", {}, "");
    EXPECT_EQ(status.error_code(), on ? grpc::StatusCode::OK : grpc::StatusCode::UNIMPLEMENTED);
    EXPECT_TRUE(AskOver(channel, Bearer(kShopToken)).ok());
  }
}

}  // namespace
}  // namespace mediagen::testing
