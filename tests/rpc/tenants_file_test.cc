// The file of tenants, and the parts that keep its limits.
#include "server/rpc/tenants_file.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "server/rpc/allowance.h"
#include "server/rpc/request_rate.h"
#include "server/rpc/tenants.h"
#include "server/upstream/token_digest.h"
#include "tests/rpc/door_fixture.h"

namespace mediagen::testing {
namespace {

TEST(TokenDigestTest, IsTheHashThatEverybodyMakes) {
  EXPECT_EQ(
      TokenDigest::Of("abc"),
      TokenDigest::FromHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  for (const char* wrong :
       {"", "ba78", "zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0"}) {
    EXPECT_FALSE(TokenDigest::FromHex(wrong).has_value()) << wrong;
  }
}

TEST(TokenDigestTest, FindsWhereItStands) {
  std::vector<TokenDigest> known;
  EXPECT_FALSE(FindDigest(known, TokenDigest::Of("t0")).has_value());
  for (int i = 0; i < 5; ++i) known.push_back(TokenDigest::Of(absl::StrCat("t", i)));
  for (size_t i = 0; i < 5; ++i)
    EXPECT_EQ(FindDigest(known, TokenDigest::Of(absl::StrCat("t", i))), i);
  EXPECT_FALSE(FindDigest(known, TokenDigest::Of("t5")).has_value());
  // One bit is enough.
  TokenDigest near = known[2];
  near.bytes[31] ^= 1;
  EXPECT_FALSE(FindDigest(known, near).has_value());
}

TEST(RequestRateTest, LetsABurstThroughAndThenTheRate) {
  RequestRate rate;
  const MonotonicTime begin = std::chrono::steady_clock::now();
  rate.SetLimit(10, 3);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(rate.TryTake(begin), absl::ZeroDuration()) << i;
  EXPECT_EQ(rate.TryTake(begin), absl::Milliseconds(100));
  EXPECT_EQ(rate.TryTake(begin + std::chrono::milliseconds(60)), absl::Milliseconds(40));
  EXPECT_EQ(rate.TryTake(begin + std::chrono::milliseconds(100)), absl::ZeroDuration());
  EXPECT_EQ(rate.TryTake(begin + std::chrono::milliseconds(100)), absl::Milliseconds(100));
  // A long pause saves up no more than a burst.
  const MonotonicTime later = begin + std::chrono::hours(1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(rate.TryTake(later), absl::ZeroDuration()) << i;
  EXPECT_GT(rate.TryTake(later), absl::ZeroDuration());
  rate.SetLimit(std::nullopt, 1);
  EXPECT_EQ(rate.TryTake(later), absl::ZeroDuration());
}

TEST(AllowanceTest, PlacesComeBackHoweverCallsEnd) {
  const auto allowance = std::make_shared<Allowance>("tenant:x");
  Limits limits;
  limits.max_calls = 2;
  allowance->SetLimits(limits);
  const MonotonicTime now = std::chrono::steady_clock::now();
  {
    absl::StatusOr<CallPlace> first = allowance->Enter(now);
    absl::StatusOr<CallPlace> second = allowance->Enter(now);
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_FALSE(allowance->Enter(now).ok());
    EXPECT_EQ(allowance->calls(), 2);
    CallPlace moved = *std::move(first);
    moved = *std::move(second);
    EXPECT_EQ(allowance->calls(), 2);
  }
  EXPECT_EQ(allowance->calls(), 0);
}

TEST(PermissionsTest, AreExactWords) {
  Permissions permissions;
  EXPECT_TRUE(permissions.AllowsMethod("a.B/C"));
  permissions.methods = {"a.B/*", "a.C/D"};
  EXPECT_TRUE(permissions.AllowsMethod("a.B/C"));
  EXPECT_TRUE(permissions.AllowsMethod("a.C/D"));
  for (const char* method : {"a.C/E", "a.BB/C", "a.b/C", "a.C/D/", ""})
    EXPECT_FALSE(permissions.AllowsMethod(method)) << method;
}

struct WrongFile {
  const char* name;
  std::string text;
  const char* says;
};

class WrongFileTest : public ::testing::TestWithParam<WrongFile> {};

TEST_P(WrongFileTest, IsRefusedInWords) {
  const client::ScratchFolder folder;
  folder.Write("tenants.json", GetParam().text);
  const auto file = ReadTenantsFile(folder.File("tenants.json"));
  ASSERT_FALSE(file.ok());
  EXPECT_TRUE(absl::StrContains(file.status().message(), GetParam().says)) << file.status();
  EXPECT_FALSE(absl::StrContains(file.status().message(), "canary")) << file.status();
}

std::vector<WrongFile> WrongFiles() {
  const std::string shop = TenantJson("shop", kShopToken);
  const auto with = [](const char* limits) {
    return TenantsJson(
        {TenantJson("shop", kShopToken, absl::StrCat("\"limits\": {", limits, "}"))});
  };
  return {
      {"Empty", "", "tenants.json"},
      {"NoJson", "mediagen_canary", "tenants.json"},
      {"CutJson", TenantsJson({shop}).substr(0, 60), "tenants.json"},
      {"NoTenant", R"({"tenants": []})", "there is no tenant"},
      {"UnknownKey", R"({"tenants": [{"name": "shop", "tokens": ["mediagen_canary"]}]})", "tokens"},
      {"RawToken", R"({"tenants": [{"name": "shop", "token_sha256": ["mediagen_canary"]}]})",
       "64 hex digits"},
      {"NoName", TenantsJson({TenantJson("", kShopToken)}), "tenants[0]: name"},
      {"CapitalName", TenantsJson({TenantJson("Shop", kShopToken)}), "name"},
      {"SlashInName", TenantsJson({TenantJson("a/b", kShopToken)}), "name"},
      {"LongName", TenantsJson({TenantJson(std::string(64, 'a'), kShopToken)}), "name"},
      {"SameName", TenantsJson({shop, TenantJson("shop", kStudioToken)}), "tenants[1]: name shop"},
      {"SameToken", TenantsJson({shop, TenantJson("studio", kShopToken)}), "twice"},
      {"NoCredential", R"({"tenants": [{"name": "shop"}]})", "neither"},
      {"SameCertificate",
       R"({"tenants": [{"name": "a", "certificate_names": ["x"]}, {"name": "b", "certificate_names": ["x"]}]})",
       "twice"},
      {"NoCalls", with("\"max_calls\": 0"), "max_calls"},
      {"NoRate", with("\"max_requests_per_second\": 0"), "max_requests_per_second"},
      {"NotANumber", with("\"max_requests_per_second\": \"NaN\""), "max_requests_per_second"},
      {"NoBurst", with("\"request_burst\": 0"), "request_burst"},
      {"FewBytes", with("\"max_inflight_bytes\": 10"), "max_inflight_bytes"},
      {"Debts", with("\"max_spend_nano_usd_per_day\": -1"), "max_spend"},
      {"WrongDefaults", absl::StrCat(R"({"defaults": {"max_calls": -1}, "tenants": [)", shop, "]}"),
       "defaults"},
  };
}

INSTANTIATE_TEST_SUITE_P(, WrongFileTest, ::testing::ValuesIn(WrongFiles()),
                         [](const auto& info) { return info.param.name; });

TEST(TenantsFileTest, LimitsComeFromTheTenantTheFileAndTheServer) {
  config::TenantLimits defaults;
  defaults.set_max_calls(7);
  defaults.set_max_spend_nano_usd_per_day(5);
  config::TenantConfig tenant;
  tenant.mutable_limits()->set_max_calls(3);
  Limits limits = LimitsOf(tenant, defaults, 1000);
  EXPECT_EQ(limits.max_calls, 3);
  EXPECT_EQ(limits.max_spend_nano_usd_per_day, 5);
  EXPECT_EQ(limits.max_requests_per_second, 100);
  EXPECT_EQ(limits.request_burst, 200);
  EXPECT_EQ(limits.max_inflight_bytes, 500);
  tenant.mutable_limits()->set_max_requests_per_second(0.1);
  EXPECT_EQ(LimitsOf(tenant, defaults, 1000).request_burst, 1);
}

}  // namespace
}  // namespace mediagen::testing
