// What may be spent in a day.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <limits>

#include "server/rpc/spend_hold.h"
#include "tests/rpc/door_fixture.h"

namespace mediagen::testing {
namespace {

// Of the picture that GenerateImages makes unless told otherwise, by the built-in catalogue.
constexpr int64_t kPicture = 40'000'000;

class SpendTest : public DoorTest {
 protected:
  void LimitShop(int64_t nano_usd) {
    SetTenants(
        {TenantJson("shop", kShopToken,
                    absl::StrCat(R"("limits": {"max_spend_nano_usd_per_day": ")", nano_usd, "\"}")),
         TenantJson("studio", kStudioToken)});
  }

  grpc::Status Picture(const char* token, const PaidParameters& parameters = {}) {
    return Call(PaidRpcNamed("GenerateImages"), Bearer(token), parameters);
  }

  void ExpectSpendLimit(const grpc::Status& status, const std::string& subject) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(ReasonOf(status), "SPEND_LIMIT") << status.error_message();
    ASSERT_TRUE(ErrorOf(status).retry_delay.has_value());
    EXPECT_LE(*ErrorOf(status).retry_delay, absl::Hours(24));
    ASSERT_EQ(QuotaFailureOf(status).violations_size(), 1);
    EXPECT_EQ(QuotaFailureOf(status).violations(0).subject(), subject);
  }
};

TEST_F(SpendTest, EndsAtTheLimit) {
  LimitShop(2 * kPicture);
  upstream_.SetDefault(Answer::Json(GoodBody(Surface::kImage)));
  EXPECT_TRUE(Picture(kShopToken).ok());
  EXPECT_TRUE(Picture(kShopToken).ok());
  ExpectSpendLimit(Picture(kShopToken), "tenant:shop");
  PaidParameters streamed;
  ExpectSpendLimit(Call(PaidRpcNamed("StreamImages"), Bearer(kShopToken), streamed), "tenant:shop");
  EXPECT_EQ(upstream_.request_count(), 2u);
  EXPECT_TRUE(Picture(kStudioToken).ok());
}

TEST_F(SpendTest, OfAllTogether) {
  config_.set_max_spend_nano_usd_per_day(2 * kPicture);
  upstream_.SetDefault(Answer::Json(GoodBody(Surface::kImage)));
  EXPECT_TRUE(Picture(kShopToken).ok());
  EXPECT_TRUE(Picture(kStudioToken).ok());
  ExpectSpendLimit(Picture(kStudioToken), "server");
}

// Each is within the limit, all together are not.
TEST_F(SpendTest, ParallelCallsDoNotGetMoreThanTheLimit) {
  LimitShop(3 * kPicture);
  upstream_.SetDefault(Answer::Json(GoodBody(Surface::kImage)).HoldUntilReleased());
  std::vector<std::future<grpc::Status>> calls;
  for (int i = 0; i < 12; ++i)
    calls.push_back(std::async(std::launch::async, [this] { return Picture(kShopToken); }));
  EXPECT_TRUE(upstream_.WaitForRequests(3));
  const auto ready = [&] {
    return std::count_if(calls.begin(), calls.end(), [](const auto& call) {
      return call.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
  };
  EXPECT_TRUE(Eventually(kTestLimit, [&] { return ready() == 9; }));
  upstream_.Release();
  int good = 0;
  for (std::future<grpc::Status>& call : calls) good += call.get().ok() ? 1 : 0;
  EXPECT_EQ(good, 3);
  EXPECT_EQ(upstream_.request_count(), 3u);
}

// How a paid request ends, and whether what it would have cost is then free again.
struct Ending {
  const char* name;
  const char* rpc;
  Answer answer;
  bool given_back;
};

class SpendEndingTest : public SpendTest, public ::testing::WithParamInterface<Ending> {};

TEST_P(SpendEndingTest, GivesBackWhatWasCertainlyNotSpent) {
  LimitShop(GetParam().rpc == std::string("StartVideo") ? 6'000'000'000 : kPicture);
  upstream_.Enqueue(GetParam().answer);
  const PaidRpc& rpc = PaidRpcNamed(GetParam().rpc);
  EXPECT_FALSE(Call(rpc, Bearer(kShopToken)).ok());
  upstream_.SetDefault(Answer::Json(GoodBody(rpc.surface)));
  const grpc::Status again = Call(rpc, Bearer(kShopToken));
  EXPECT_EQ(ReasonOf(again), GetParam().given_back ? "OK" : "SPEND_LIMIT");
}

std::vector<Ending> Endings() {
  std::vector<Ending> endings;
  for (const char* rpc : {"GenerateImages", "StreamImages", "StartVideo"}) {
    endings.push_back({"Rejected", rpc, Answer(400, R"({"error":{"code":400}})"), true});
    endings.push_back({"RateLimited", rpc, Answer(429, R"({"error":{"code":429}})"), true});
    endings.push_back({"Unknown", rpc, Answer(500, "{}"), false});
    endings.push_back({"Cut", rpc, Answer().CloseBeforeAnswer(), false});
  }
  return endings;
}

INSTANTIATE_TEST_SUITE_P(, SpendEndingTest, ::testing::ValuesIn(Endings()), [](const auto& info) {
  return absl::StrCat(info.param.rpc, info.param.name);
});

TEST_F(SpendTest, WithALimitAModelWithoutAPriceIsRefused) {
  LimitShop(kPicture);
  for (const bool validate_only : {false, true}) {
    for (const PaidRpc& rpc : PaidRpcs()) {
      PaidParameters unknown;
      unknown.model = "made-up-9";
      unknown.validate_only = validate_only;
      const grpc::Status status = Call(rpc, Bearer(kShopToken), unknown);
      EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION) << rpc.name;
      EXPECT_EQ(ReasonOf(status), "PRICE_UNKNOWN") << rpc.name;
    }
  }
  EXPECT_EQ(upstream_.request_count(), 0u);
  upstream_.Enqueue(Answer::Json(GoodBody(Surface::kImage)));
  PaidParameters unknown;
  unknown.model = "made-up-9";
  EXPECT_TRUE(Picture(kStudioToken, unknown).ok());
}

TEST_F(SpendTest, WhatIsMoreThanADaysLimitIsNotToBeRepeated) {
  LimitShop(kPicture - 1);
  const grpc::Status status = Picture(kShopToken);
  EXPECT_EQ(ReasonOf(status), "SPEND_LIMIT");
  EXPECT_FALSE(ErrorOf(status).retry_delay.has_value());
}

TEST_F(SpendTest, ARequestIdThatWasRefusedIsFree) {
  LimitShop(0);
  PaidParameters parameters;
  parameters.request_id = "r-1";
  for (const PaidRpc& rpc : PaidRpcs()) {
    EXPECT_EQ(ReasonOf(Call(rpc, Bearer(kShopToken), parameters)), "SPEND_LIMIT") << rpc.name;
  }
}

TEST_F(SpendTest, TheCallersOwnKeySpendsNothingOfTheOperators) {
  LimitShop(0);
  config_.set_allow_caller_keys(true);
  upstream_.Enqueue(Answer::Json(GoodBody(Surface::kImage)));
  Metadata metadata = Bearer(kShopToken);
  metadata.emplace_back("x-mediagen-upstream-key", "sk-callers-own-key-0001");
  const grpc::Status status = Call(PaidRpcNamed("GenerateImages"), metadata);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(SpendTest, WhatWasDeliveredIsWhatCounts) {
  LimitShop(4 * kPicture);
  v1::GenerateImagesRequest request;
  request.mutable_spec()->set_prompt("a lighthouse");
  request.mutable_spec()->set_number_of_images(4);
  // One of the four comes.
  upstream_.SetDefault(Answer::Json(ImagesAnswer({Png(1000)})));
  grpc::ClientContext context;
  Add(Bearer(kShopToken), context);
  v1::GenerateImagesResponse response;
  ASSERT_TRUE(server().images().GenerateImages(&context, request, &response).ok());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Picture(kShopToken).ok());
  ExpectSpendLimit(Picture(kShopToken), "tenant:shop");
}

TEST(DailySpendTest, BeginsAnewAtMidnight) {
  const absl::Time evening = absl::FromUnixSeconds(20'000 * 86'400 + 86'399);
  const absl::Time morning = evening + absl::Seconds(1);
  DailySpend spend;
  spend.SetLimit(100);
  const auto day = spend.TryReserve(100, evening);
  ASSERT_TRUE(day.has_value());
  EXPECT_FALSE(spend.TryReserve(1, evening).has_value());
  EXPECT_TRUE(spend.TryReserve(0, evening).has_value());
  EXPECT_EQ(DailySpend::UntilTomorrow(evening), absl::Seconds(1));
  EXPECT_TRUE(spend.TryReserve(60, morning).has_value());
  // What was counted yesterday is not given back today; a clock put back begins no other day.
  spend.Correct(*day, -100);
  EXPECT_EQ(spend.Spent(morning), 60);
  EXPECT_FALSE(spend.TryReserve(41, evening).has_value());
  EXPECT_TRUE(spend.TryReserve(40, morning).has_value());
}

TEST(DailySpendTest, LargeSumsDoNotTurnOver) {
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  DailySpend spend;
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_TRUE(spend.TryReserve(kMost, now).has_value());
  const auto day = spend.TryReserve(kMost, now);
  EXPECT_EQ(spend.Spent(now), kMost);
  spend.SetLimit(kMost - 1);
  EXPECT_FALSE(spend.TryReserve(1, now).has_value());
  spend.Correct(*day, -kMost);
  spend.Correct(*day, -kMost);
  EXPECT_EQ(spend.Spent(now), 0);
}

}  // namespace
}  // namespace mediagen::testing
