// What tenants, and all together, may have; and ways around it.
#include <gtest/gtest.h>

#include <future>

#include "tests/rpc/door_fixture.h"

namespace mediagen::testing {
namespace {

class TenantLimitsTest : public DoorTest {
 protected:
  void LimitShop(const std::string& limits) {
    SetTenants({TenantJson("shop", kShopToken, absl::StrCat("\"limits\": {", limits, "}")),
                TenantJson("studio", kStudioToken)});
  }

  void ExpectQuota(const grpc::Status& status, const std::string& reason,
                   const std::string& subject) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(ReasonOf(status), reason) << status.error_message();
    EXPECT_TRUE(ErrorOf(status).retry_delay.has_value());
    const google::rpc::QuotaFailure failure = QuotaFailureOf(status);
    ASSERT_EQ(failure.violations_size(), 1);
    EXPECT_EQ(failure.violations(0).subject(), subject);
    EXPECT_NE(failure.violations(0).description(), "");
  }

  // `count` calls that the upstream lets wait.
  std::vector<std::future<grpc::Status>> Hold(int count, const char* token) {
    upstream_.SetDefault(Answer::Json(GoodBody(Surface::kImage)).HoldUntilReleased());
    std::vector<std::future<grpc::Status>> calls;
    const size_t before = upstream_.request_count();
    for (int i = 0; i < count; ++i) {
      calls.push_back(std::async(std::launch::async, [this, token] {
        return Call(PaidRpcNamed("GenerateImages"), Bearer(token));
      }));
    }
    EXPECT_TRUE(upstream_.WaitForRequests(before + static_cast<size_t>(count)));
    return calls;
  }
};

TEST_F(TenantLimitsTest, CallsInFlight) {
  LimitShop("\"max_calls\": 2");
  std::vector<std::future<grpc::Status>> calls = Hold(2, kShopToken);
  // Neither by another connection nor by another rpc.
  ExpectQuota(Ask(Bearer(kShopToken)), "TOO_MANY_CALLS", "tenant:shop");
  ExpectQuota(AskOver(ChannelTo(server()->address()), Bearer(kShopToken)), "TOO_MANY_CALLS",
              "tenant:shop");
  for (const PaidRpc& rpc : PaidRpcs())
    ExpectQuota(Call(rpc, Bearer(kShopToken)), "TOO_MANY_CALLS", "tenant:shop");
  EXPECT_TRUE(Ask(Bearer(kStudioToken)).ok());
  EXPECT_EQ(upstream_.request_count(), 2u);
  upstream_.Release();
  for (std::future<grpc::Status>& call : calls) EXPECT_TRUE(call.get().ok());
  EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
}

// A place is free before the caller has his answer.
TEST_F(TenantLimitsTest, OneCallAfterTheOtherIsOneCall) {
  LimitShop("\"max_calls\": 1, \"max_requests_per_second\": 100000");
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(Ask(Bearer(kShopToken)).ok()) << i;
}

TEST_F(TenantLimitsTest, CallsOfAllTogether) {
  config_.set_max_calls(2);
  std::vector<std::future<grpc::Status>> calls = Hold(2, kShopToken);
  ExpectQuota(Ask(Bearer(kStudioToken)), "TOO_MANY_CALLS", "server");
  upstream_.Release();
  for (std::future<grpc::Status>& call : calls) EXPECT_TRUE(call.get().ok());
  EXPECT_TRUE(Ask(Bearer(kStudioToken)).ok());
}

TEST_F(TenantLimitsTest, AllTogetherHoldsWithoutTenants) {
  config_.clear_tenants_file();
  config_.set_max_requests_per_second(0.001);
  config_.set_request_burst(2);
  EXPECT_TRUE(Ask({}).ok());
  EXPECT_TRUE(Ask({}).ok());
  ExpectQuota(Ask({}), "TOO_MANY_REQUESTS", "server");
}

TEST_F(TenantLimitsTest, RequestsPerSecond) {
  LimitShop("\"max_requests_per_second\": 0.001, \"request_burst\": 3");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
  const grpc::Status status = Ask(Bearer(kShopToken));
  ExpectQuota(status, "TOO_MANY_REQUESTS", "tenant:shop");
  EXPECT_GT(*ErrorOf(status).retry_delay, absl::Seconds(900));
  EXPECT_LE(*ErrorOf(status).retry_delay, absl::Seconds(1000));
  EXPECT_TRUE(Ask(Bearer(kStudioToken)).ok());
}

TEST_F(TenantLimitsTest, ANewFileDoesNotFillTheBucket) {
  constexpr char kLimit[] = "\"max_requests_per_second\": 0.001, \"request_burst\": 2";
  LimitShop(kLimit);
  EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
  EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
  EXPECT_EQ(ReasonOf(Ask(Bearer(kShopToken))), "TOO_MANY_REQUESTS");
  const int read = log_.Count("tenants_read");
  LimitShop(absl::StrCat(kLimit, " "));
  EXPECT_TRUE(Eventually(kTestLimit, [&] {
    EXPECT_FALSE(Ask(Bearer(kShopToken)).ok());
    return log_.Count("tenants_read") > read;
  }));
  EXPECT_EQ(ReasonOf(Ask(Bearer(kShopToken))), "TOO_MANY_REQUESTS");
}

// A conversation is one call, but each of its turns is a request.
TEST_F(TenantLimitsTest, TurnsOfAConversationCount) {
  LimitShop("\"max_requests_per_second\": 0.001, \"request_burst\": 2");
  upstream_.SetDefault(Answer(400, "{}"));
  grpc::ClientContext context;
  Add(Bearer(kShopToken), context);
  auto stream = server().chats().Converse(&context);
  v1::ConverseRequest open;
  open.mutable_open();
  ASSERT_TRUE(stream->Write(open));
  v1::ConverseRequest turn;
  turn.mutable_turn()->add_parts()->set_text("a boat");
  v1::ConverseResponse event;
  ASSERT_TRUE(stream->Write(turn));
  ASSERT_TRUE(stream->Read(&event));
  EXPECT_NE(event.turn_failed().reason(), "TOO_MANY_REQUESTS");
  ASSERT_TRUE(stream->Write(turn));
  ASSERT_TRUE(stream->Read(&event));
  EXPECT_EQ(event.turn_failed().reason(), "TOO_MANY_REQUESTS");
  EXPECT_TRUE(event.turn_failed().has_retry_delay());
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&event));
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(TenantLimitsTest, BytesInFlight) {
  LimitShop("\"max_inflight_bytes\": 4000000");
  upstream_.SetDefault(Answer::Json(OperationAnswer()).HoldUntilReleased());
  PaidParameters large;
  large.image = Png(3'950'000);
  auto upload = std::async(std::launch::async, [&] {
    return Call(PaidRpcNamed("StartVideo"), Bearer(kShopToken), large);
  });
  EXPECT_TRUE(upstream_.WaitForRequests(1));
  for (const PaidRpc& rpc : PaidRpcs())
    ExpectQuota(Call(rpc, Bearer(kShopToken)), "TENANT_BYTES", "tenant:shop");
  large.image = Png(100'000);
  ExpectQuota(Call(PaidRpcNamed("Chat"), Bearer(kShopToken), large), "TENANT_BYTES", "tenant:shop");
  EXPECT_EQ(upstream_.request_count(), 1u);
  upstream_.Release();
  upstream_.SetDefault(Answer::Json(GoodBody(Surface::kImage)));
  EXPECT_TRUE(Call(PaidRpcNamed("GenerateImages"), Bearer(kStudioToken)).ok());
  EXPECT_TRUE(upload.get().ok());
  EXPECT_TRUE(Eventually(kTestLimit, [this] { return server()->inflight_bytes() == 0; }));
}

}  // namespace
}  // namespace mediagen::testing
