// Who comes in, and who tries to.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/rpc/door_fixture.h"

namespace mediagen::testing {
namespace {

TEST_F(DoorTest, ATokenOpens) {
  for (const char* token : {kShopToken, kStudioToken}) {
    const grpc::Status status = Ask(Bearer(token));
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
}

// One way to show a credential.
struct Attempt {
  const char* name;
  Metadata metadata;
  const char* reason;  // OK: it opens.
};

class AttemptTest : public DoorTest, public ::testing::WithParamInterface<Attempt> {};

TEST_P(AttemptTest, EndsAsItShould) {
  const grpc::Status status = Ask(GetParam().metadata);
  EXPECT_EQ(ReasonOf(status), GetParam().reason) << status.error_message();
  if (status.ok()) return;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_FALSE(ErrorOf(status).retry_delay.has_value());
  // Whatever was shown goes nowhere.
  for (const auto& [name, value] : GetParam().metadata) {
    if (value.size() < 8) continue;
    EXPECT_FALSE(absl::StrContains(status.error_message(), value));
    EXPECT_FALSE(absl::StrContains(log_.text(), value));
  }
  EXPECT_FALSE(absl::StrContains(log_.text(), "canaryToken"));
}

std::vector<Attempt> Attempts() {
  const std::string shop = kShopToken;
  const std::string hash = TokenHash(shop);
  return {
      {"Nothing", {}, "TOKEN_REQUIRED"},
      {"LowerCaseScheme", {{"authorization", "bearer " + shop}}, "OK"},
      {"UpperCaseScheme", {{"authorization", "BEARER " + shop}}, "OK"},
      {"BlanksAround", {{"authorization", "Bearer   " + shop}}, "OK"},
      {"Twice",
       {{"authorization", "Bearer " + shop}, {"authorization", "Bearer " + shop}},
       "TOKEN_INVALID"},
      {"TwiceOneWrong",
       {{"authorization", "Bearer x"}, {"authorization", "Bearer " + shop}},
       "TOKEN_INVALID"},
      {"Joined", {{"authorization", "Bearer " + shop + ",Bearer " + shop}}, "TOKEN_INVALID"},
      {"Empty", {{"authorization", ""}}, "TOKEN_INVALID"},
      {"EmptyToken", {{"authorization", "Bearer "}}, "TOKEN_INVALID"},
      {"NoBlank", {{"authorization", "Bearer" + shop}}, "TOKEN_INVALID"},
      {"NoScheme", {{"authorization", shop}}, "TOKEN_INVALID"},
      {"OtherScheme", {{"authorization", "Basic " + shop}}, "TOKEN_INVALID"},
      {"Unknown", {{"authorization", "Bearer mediagen_canaryTokenOfNobody"}}, "TOKEN_INVALID"},
      {"ItsBeginning",
       {{"authorization", "Bearer " + shop.substr(0, shop.size() - 1)}},
       "TOKEN_INVALID"},
      {"WithATail", {{"authorization", "Bearer " + shop + "x"}}, "TOKEN_INVALID"},
      {"OtherCase", {{"authorization", "Bearer MEDIAGEN_CANARYTOKENOFTHESHOP"}}, "TOKEN_INVALID"},
      {"TheHash", {{"authorization", "Bearer " + hash}}, "TOKEN_INVALID"},
      {"TheName", {{"authorization", "Bearer shop"}}, "TOKEN_INVALID"},
      {"TwoWords", {{"authorization", "Bearer " + shop + " more"}}, "TOKEN_INVALID"},
      {"Long", {{"authorization", "Bearer " + std::string(5000, 'x')}}, "TOKEN_INVALID"},
      {"ByName", {{"x-mediagen-tenant", "shop"}}, "TOKEN_REQUIRED"},
      {"OtherMetadata", {{"x-authorization", "Bearer " + shop}}, "TOKEN_REQUIRED"},
      {"ProxyMetadata", {{"proxy-authorization", "Bearer " + shop}}, "TOKEN_REQUIRED"},
  };
}

INSTANTIATE_TEST_SUITE_P(, AttemptTest, ::testing::ValuesIn(Attempts()),
                         [](const auto& info) { return info.param.name; });

TEST_F(DoorTest, TheTenantComesFromTheTokenAlone) {
  Metadata metadata = Bearer(kShopToken);
  metadata.emplace_back("x-mediagen-tenant", "studio");
  metadata.emplace_back("tenant", "studio");
  ASSERT_TRUE(Ask(metadata).ok());
  const auto line = log_.WaitFor("call");
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->tenant(), "shop");
}

TEST_F(DoorTest, APaidCallWithoutTokenBuysNothing) {
  for (const PaidRpc& rpc : PaidRpcs()) {
    EXPECT_EQ(ReasonOf(Call(rpc, {})), "TOKEN_REQUIRED") << rpc.name;
    EXPECT_EQ(ReasonOf(Call(rpc, Bearer("wrong"))), "TOKEN_INVALID") << rpc.name;
  }
  EXPECT_EQ(upstream_.accepted_connections(), 0);
}

TEST_F(DoorTest, ARequestIsNotReadBeforeItsCallerIsKnown) {
  // 20 MB that would be refused as no picture, if anybody looked.
  PaidParameters parameters;
  parameters.image = std::string(20'000'000, 'x');
  EXPECT_EQ(ReasonOf(Call(PaidRpcNamed("Chat"), {}, parameters)), "TOKEN_REQUIRED");
  EXPECT_EQ(server()->inflight_bytes(), 0);
  EXPECT_EQ(server()->active_calls(), 0);
}

TEST_F(DoorTest, PermissionsAreKept) {
  SetTenants({TenantJson("shop", kShopToken,
                         R"("allowed_methods": ["mediagen.v1.ImageService/*",
                            "mediagen.v1.ModelService/GetModel"], "allowed_models":
                            ["imagen-4.0-generate-001"])"),
              TenantJson("studio", kStudioToken, R"("allowed_providers": ["another"])")});
  const auto expect_not_allowed = [&](const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
    EXPECT_EQ(ReasonOf(status), "NOT_ALLOWED");
  };
  EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
  expect_not_allowed(Call(PaidRpcNamed("Chat"), Bearer(kShopToken)));
  expect_not_allowed(Call(PaidRpcNamed("StartVideo"), Bearer(kShopToken)));
  PaidParameters other_model;
  other_model.model = "imagen-4.0-fast-generate-001";
  expect_not_allowed(Call(PaidRpcNamed("GenerateImages"), Bearer(kShopToken), other_model));
  PaidParameters made_up;
  made_up.model = "imagen-4.0-generate-001 ";
  EXPECT_FALSE(Call(PaidRpcNamed("GenerateImages"), Bearer(kShopToken), made_up).ok());
  for (const PaidRpc& rpc : PaidRpcs()) expect_not_allowed(Call(rpc, Bearer(kStudioToken)));
  EXPECT_EQ(upstream_.request_count(), 0u);
  PaidParameters allowed;
  allowed.model = "imagen-4.0-generate-001";
  upstream_.Enqueue(Answer::Json(GoodBody(Surface::kImage)));
  EXPECT_TRUE(Call(PaidRpcNamed("GenerateImages"), Bearer(kShopToken), allowed).ok());
}

TEST_F(DoorTest, TheFileIsReadAgainWhenItChanges) {
  constexpr char kNewToken[] = "mediagen_canaryTokenOfTheShop2";
  ASSERT_TRUE(Ask(Bearer(kShopToken)).ok());
  // Written beside and renamed, as careful people do.
  folder_.Write("next.json", TenantsJson({TenantJson("shop", kNewToken)}));
  std::filesystem::rename(folder_.File("next.json"), folder_.File("tenants.json"));
  EXPECT_TRUE(Eventually(kTestLimit, [&] { return Ask(Bearer(kNewToken)).ok(); }));
  EXPECT_EQ(ReasonOf(Ask(Bearer(kShopToken))), "TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(Ask(Bearer(kStudioToken))), "TOKEN_INVALID");
}

TEST_F(DoorTest, ABrokenFileLeavesEverythingAsItIs) {
  ASSERT_TRUE(Ask(Bearer(kShopToken)).ok());
  folder_.Write("tenants.json",
                R"({"tenants": [{"name": "x", "token_sha256": ["mediagen_oops"]}]})");
  EXPECT_TRUE(Eventually(kTestLimit, [&] {
    EXPECT_EQ(ReasonOf(Ask(Bearer("mediagen_oops"))), "TOKEN_INVALID");
    return log_.Count("tenants_file_wrong") > 0;
  }));
  EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
  EXPECT_TRUE(Ask(Bearer(kStudioToken)).ok());
  EXPECT_FALSE(absl::StrContains(log_.text(), "mediagen_oops"));
  std::filesystem::remove(folder_.File("tenants.json"));
  EXPECT_TRUE(Eventually(kTestLimit, [&] {
    EXPECT_FALSE(Ask(Bearer("mediagen_wrong")).ok());
    return log_.Count("tenants_file_wrong") > 1;
  }));
  EXPECT_TRUE(Ask(Bearer(kShopToken)).ok());
}

TEST_F(DoorTest, WithoutTenantsEverybodyMayCall) {
  config_.clear_tenants_file();
  EXPECT_TRUE(Ask({}).ok());
  EXPECT_TRUE(Ask(Bearer("whatever")).ok());
}

TEST_F(DoorTest, AFloodOfRefusalsIsNoFloodOfLines) {
  for (int i = 0; i < 200; ++i) EXPECT_EQ(ReasonOf(Ask({})), "TOKEN_REQUIRED");
  EXPECT_GE(log_.Count("refused"), 1);
  EXPECT_LT(log_.Count("refused"), 100);
}

}  // namespace
}  // namespace mediagen::testing
