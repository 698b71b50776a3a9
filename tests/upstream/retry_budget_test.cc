#include "server/upstream/retry_budget.h"

#include <gtest/gtest.h>

namespace mediagen {
namespace {

const MonotonicTime kStart = MonotonicTime() + std::chrono::hours(1);

int SpendAll(RetryBudget& budget, MonotonicTime now) {
  int spent = 0;
  while (budget.Spend(now)) ++spent;
  return spent;
}

TEST(RetryBudgetTest, TenAMinuteAreAlwaysThere) {
  RetryBudget budget(kStart);
  EXPECT_EQ(SpendAll(budget, kStart), 10);
  EXPECT_EQ(SpendAll(budget, kStart + std::chrono::seconds(30)), 5);
  EXPECT_EQ(SpendAll(budget, kStart + std::chrono::seconds(90)), 10);
}

TEST(RetryBudgetTest, TheFloorDoesNotPileUp) {
  RetryBudget budget(kStart);
  EXPECT_EQ(SpendAll(budget, kStart + std::chrono::hours(5)), 10);
}

TEST(RetryBudgetTest, ATenthOfTheCallsIsAdded) {
  RetryBudget budget(kStart);
  EXPECT_EQ(SpendAll(budget, kStart), 10);
  for (int i = 0; i < 51; ++i) budget.CountCall();
  EXPECT_EQ(SpendAll(budget, kStart), 5);
}

TEST(RetryBudgetTest, WhatCallsEarnIsBounded) {
  RetryBudget budget(kStart);
  for (int i = 0; i < 100'000; ++i) budget.CountCall();
  EXPECT_EQ(SpendAll(budget, kStart), 100);
}

TEST(BackoffTest, DoublesToItsLimit) {
  const int attempts[] = {0, 1, 2, 3, 10, 1000};
  const double seconds[] = {1, 2, 4, 8, 60, 60};
  for (size_t i = 0; i < std::size(attempts); ++i) {
    for (int repeat = 0; repeat < 50; ++repeat) {
      const double backoff = absl::ToDoubleSeconds(Backoff(attempts[i], absl::Minutes(1)));
      EXPECT_GE(backoff, seconds[i] * 0.8) << attempts[i];
      EXPECT_LE(backoff, seconds[i] * 1.2) << attempts[i];
    }
  }
}

TEST(JitterTest, Varies) {
  const absl::Duration first = Jittered(absl::Seconds(10));
  bool varies = false;
  for (int i = 0; i < 20; ++i) varies |= Jittered(absl::Seconds(10)) != first;
  EXPECT_TRUE(varies);
  EXPECT_EQ(Jittered(absl::ZeroDuration()), absl::ZeroDuration());
}

}  // namespace
}  // namespace mediagen
