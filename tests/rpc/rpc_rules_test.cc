// Every rpc that the server answers has a rule, and the rule holds.
#include "server/rpc/rpc_rules.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "tests/rpc/door_fixture.h"
#include "tests/rpc/reflection.h"

namespace mediagen::testing {
namespace {

// Full names, as the running server tells them.
std::set<std::string> ReflectedMethods(const std::shared_ptr<grpc::Channel>& channel) {
  std::set<std::string> methods;
  for (const std::string& service : ReflectedServices(channel)) {
    const auto* described =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
    EXPECT_NE(described, nullptr) << service;
    if (described == nullptr) continue;
    for (int i = 0; i < described->method_count(); ++i)
      methods.insert(absl::StrCat(service, "/", described->method(i)->name()));
  }
  return methods;
}

TEST_F(DoorTest, EveryMethodThatIsReflectedHasARule) {
  const std::set<std::string> methods = ReflectedMethods(server().channel());
  EXPECT_GT(methods.size(), 14u);
  for (const std::string& method : methods)
    EXPECT_NE(FindRpcRule(method), nullptr) << method << " has no rule in rpc_rules.cc";
  // And no rule is for nothing.
  for (const RpcRule& rule : RpcRules())
    EXPECT_EQ(methods.count(std::string(rule.method)), 1u) << rule.method;
}

TEST_F(DoorTest, WhatHasNoRuleIsRefused) {
  for (const char* method :
       {"", "mediagen.v1.ImageService/", "mediagen.v1.ImageService/generateImages",
        "/mediagen.v1.ImageService/GenerateImages"}) {
    EXPECT_EQ(FindRpcRule(method), nullptr) << method;
  }
}

TEST_F(DoorTest, EveryMethodForTenantsWantsAToken) {
  int asked = 0;
  for (const std::string& method : ReflectedMethods(server().channel())) {
    const RpcRule* rule = FindRpcRule(method);
    ASSERT_NE(rule, nullptr) << method;
    if (rule->access == Access::kOpen) continue;
    ++asked;
    for (const Metadata& metadata : {Metadata(), Bearer("mediagen_wrong")}) {
      const grpc::Status status = CallRaw(server().channel(), method, metadata, "no message");
      EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << method;
    }
    // With one it is looked at, and found to be no request.
    const grpc::Status status =
        CallRaw(server().channel(), method, Bearer(kShopToken), "no message");
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << method;
  }
  EXPECT_EQ(asked, 16);
}

}  // namespace
}  // namespace mediagen::testing
