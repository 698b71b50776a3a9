// What belongs to a tenant, and what others see of it.
#include <gtest/gtest.h>

#include <functional>

#include "tests/rpc/door_fixture.h"

namespace mediagen::testing {
namespace {

class TenantOperationsTest : public DoorTest {
 protected:
  std::string StartAs(const char* token) {
    upstream_.Enqueue(Answer::Json(OperationAnswer()));
    grpc::ClientContext context;
    Add(Bearer(token), context);
    v1::StartVideoRequest request;
    request.mutable_spec()->set_prompt("waves");
    v1::StartVideoResponse response;
    const grpc::Status status = server().videos().StartVideo(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.started().operation();
  }

  grpc::Status WatchAs(const char* token, const std::string& operation) {
    grpc::ClientContext context;
    Add(Bearer(token), context);
    v1::WatchVideoRequest request;
    request.set_operation(operation);
    return Streamed<v1::WatchVideoResponse>(server().videos().WatchVideo(&context, request)).status;
  }

  grpc::Status GetAs(const char* token, const std::string& operation) {
    grpc::ClientContext context;
    Add(Bearer(token), context);
    v1::GetVideoOperationRequest request;
    request.set_operation(operation);
    v1::GetVideoOperationResponse response;
    return server().videos().GetVideoOperation(&context, request, &response);
  }
};

TEST_F(TenantOperationsTest, AnothersHandleIsAsGoodAsNone) {
  const std::string handle = StartAs(kShopToken);
  using Method = std::function<grpc::Status(const std::string& operation)>;
  const Method methods[] = {
      [this](const std::string& operation) { return WatchAs(kStudioToken, operation); },
      [this](const std::string& operation) { return GetAs(kStudioToken, operation); },
  };
  for (const Method& method : methods) {
    const grpc::Status foreign = method(handle);
    const grpc::Status unknown = method("AQIDBAUGBwgJ");
    EXPECT_EQ(foreign.error_code(), grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(foreign.error_message(), unknown.error_message());
    EXPECT_EQ(ReasonOf(foreign), "OPERATION_UNKNOWN");
    // Not even whose request it was.
    EXPECT_EQ(ErrorOf(foreign).Metadata("request_id"), "");
  }
  EXPECT_EQ(upstream_.request_count(), 1u);
  upstream_.SetDefault(Answer::Json(VideosAnswer({Mp4(1000)})));
  EXPECT_TRUE(GetAs(kShopToken, handle).ok());
  EXPECT_TRUE(WatchAs(kShopToken, handle).ok());
}

TEST_F(TenantOperationsTest, WhatWasStartedBeforeThereWereTenantsIsNobodys) {
  folder_.Write("keys", std::string(64, 'a') + "\n");
  config_.set_operation_key_file(folder_.File("keys"));
  const std::string of_tenant = StartAs(kShopToken);
  config::ServerConfig open = config_;
  open.clear_tenants_file();
  RunningServer without(open);
  v1::GetVideoOperationRequest request;
  request.set_operation(of_tenant);
  v1::GetVideoOperationResponse response;
  grpc::ClientContext context;
  EXPECT_EQ(without.videos().GetVideoOperation(&context, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);

  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  grpc::ClientContext start_context;
  v1::StartVideoRequest start;
  start.mutable_spec()->set_prompt("waves");
  v1::StartVideoResponse started;
  ASSERT_TRUE(without.videos().StartVideo(&start_context, start, &started).ok());
  EXPECT_EQ(GetAs(kShopToken, started.started().operation()).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(TenantOperationsTest, RequestIdsOfOneSayNothingToAnother) {
  for (const PaidRpc& rpc : PaidRpcs()) {
    SCOPED_TRACE(rpc.name);
    PaidParameters parameters;
    parameters.request_id = absl::StrCat("same-", rpc.name);
    for (const char* token : {kShopToken, kStudioToken}) {
      for (Answer& answer : GoodAnswers(rpc)) upstream_.Enqueue(std::move(answer));
      const grpc::Status first = Call(rpc, Bearer(token), parameters);
      EXPECT_TRUE(first.ok()) << first.error_message();
      EXPECT_EQ(ReasonOf(Call(rpc, Bearer(token), parameters)), "REQUEST_ID_REUSED");
    }
  }
}

TEST_F(TenantOperationsTest, AnIdThatSpellsAnothersIsNone) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  PaidParameters parameters;
  parameters.request_id = "r-1";
  const PaidRpc& start = PaidRpcNamed("StartVideo");
  ASSERT_TRUE(Call(start, Bearer(kShopToken), parameters).ok());
  for (const char* id : {"shop/r-1", "/r-1", "../shop/r-1"}) {
    parameters.request_id = id;
    const grpc::Status status = Call(start, Bearer(kStudioToken), parameters);
    EXPECT_NE(ReasonOf(status), "REQUEST_ID_REUSED") << id;
    EXPECT_EQ(ErrorOf(status).Metadata("operation"), "") << id;
  }
}

}  // namespace
}  // namespace mediagen::testing
