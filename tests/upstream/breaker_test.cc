#include "server/upstream/breaker.h"

#include <gtest/gtest.h>

namespace mediagen {
namespace {

using State = Breaker::State;

const MonotonicTime kStart = MonotonicTime() + std::chrono::hours(1);

MonotonicTime At(int seconds) { return kStart + std::chrono::seconds(seconds); }

BreakerOptions Quick() {
  BreakerOptions options;
  options.min_calls = 4;
  options.failure_share = 0.5;
  options.window = absl::Seconds(60);
  options.open_time = absl::Seconds(30);
  return options;
}

void Call(Breaker& breaker, CallHealth health, MonotonicTime now) {
  const Breaker::Admission admission = breaker.Admit(now);
  ASSERT_TRUE(admission.admitted);
  breaker.End(admission, health, now);
}

void Open(Breaker& breaker, MonotonicTime now) {
  for (int i = 0; i < 4; ++i) Call(breaker, CallHealth::kFailure, now);
  ASSERT_EQ(breaker.state(now), State::kOpen);
}

TEST(BreakerTest, OpensAtTheShareOfFailuresAndNotBefore) {
  Breaker breaker(Quick());
  Call(breaker, CallHealth::kFailure, At(0));
  Call(breaker, CallHealth::kGood, At(0));
  Call(breaker, CallHealth::kGood, At(0));
  Call(breaker, CallHealth::kGood, At(0));
  Call(breaker, CallHealth::kFailure, At(0));
  EXPECT_EQ(breaker.state(At(0)), State::kClosed);
  Call(breaker, CallHealth::kFailure, At(0));
  EXPECT_EQ(breaker.state(At(0)), State::kOpen);
}

TEST(BreakerTest, AFewCallsProveNothing) {
  Breaker breaker(Quick());
  for (int i = 0; i < 3; ++i) Call(breaker, CallHealth::kFailure, At(0));
  EXPECT_EQ(breaker.state(At(0)), State::kClosed);
}

TEST(BreakerTest, CallsThatToldNothingAreNotCounted) {
  Breaker breaker(Quick());
  for (int i = 0; i < 3; ++i) Call(breaker, CallHealth::kFailure, At(0));
  for (int i = 0; i < 100; ++i) Call(breaker, CallHealth::kNothing, At(0));
  EXPECT_EQ(breaker.state(At(0)), State::kClosed);
}

TEST(BreakerTest, TheWindowForgets) {
  Breaker breaker(Quick());
  for (int i = 0; i < 3; ++i) Call(breaker, CallHealth::kFailure, At(0));
  Call(breaker, CallHealth::kFailure, At(66));
  EXPECT_EQ(breaker.state(At(66)), State::kClosed);
  for (int i = 0; i < 3; ++i) Call(breaker, CallHealth::kFailure, At(100));
  EXPECT_EQ(breaker.state(At(100)), State::kOpen);
}

TEST(BreakerTest, WhileOpenItSaysForHowLong) {
  Breaker breaker(Quick());
  Open(breaker, At(0));
  const Breaker::Admission refused = breaker.Admit(At(10));
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_after, absl::Seconds(20));
  EXPECT_EQ(breaker.Admit(At(29)).retry_after, absl::Seconds(1));
}

TEST(BreakerTest, ThenOneProbeGoesAtATime) {
  Breaker breaker(Quick());
  Open(breaker, At(0));
  EXPECT_EQ(breaker.state(At(30)), State::kHalfOpen);
  EXPECT_TRUE(breaker.Peek(At(30)).admitted);
  EXPECT_TRUE(breaker.Peek(At(30)).admitted);  // Looking is not going.
  const Breaker::Admission probe = breaker.Admit(At(30));
  EXPECT_TRUE(probe.admitted);
  EXPECT_FALSE(breaker.Admit(At(31)).admitted);
  EXPECT_FALSE(breaker.Peek(At(1000)).admitted);
  breaker.End(probe, CallHealth::kGood, At(1000));
  EXPECT_EQ(breaker.state(At(1000)), State::kClosed);
  EXPECT_TRUE(breaker.Admit(At(1000)).admitted);
  EXPECT_TRUE(breaker.Admit(At(1000)).admitted);
}

TEST(BreakerTest, AProbeThatFailsOpensItAgain) {
  Breaker breaker(Quick());
  Open(breaker, At(0));
  breaker.End(breaker.Admit(At(30)), CallHealth::kFailure, At(40));
  EXPECT_EQ(breaker.state(At(69)), State::kOpen);
  EXPECT_FALSE(breaker.Admit(At(69)).admitted);
  EXPECT_TRUE(breaker.Admit(At(70)).admitted);
}

TEST(BreakerTest, AProbeThatToldNothingLetsTheNextOneGo) {
  Breaker breaker(Quick());
  Open(breaker, At(0));
  breaker.End(breaker.Admit(At(30)), CallHealth::kNothing, At(31));
  EXPECT_EQ(breaker.state(At(31)), State::kHalfOpen);
  EXPECT_TRUE(breaker.Admit(At(31)).admitted);
}

TEST(BreakerTest, WhatBeganBeforeDecidesNothingAfter) {
  Breaker breaker(Quick());
  const Breaker::Admission early = breaker.Admit(At(0));
  const Breaker::Admission other = breaker.Admit(At(0));
  Open(breaker, At(0));
  breaker.End(early, CallHealth::kGood, At(1));
  EXPECT_EQ(breaker.state(At(1)), State::kOpen);
  const Breaker::Admission probe = breaker.Admit(At(30));
  breaker.End(other, CallHealth::kFailure, At(31));
  breaker.End(probe, CallHealth::kGood, At(32));
  EXPECT_EQ(breaker.state(At(32)), State::kClosed);
}

TEST(BreakerTest, ClosedAgainItBeginsToCountAnew) {
  Breaker breaker(Quick());
  Open(breaker, At(0));
  breaker.End(breaker.Admit(At(30)), CallHealth::kGood, At(30));
  for (int i = 0; i < 3; ++i) Call(breaker, CallHealth::kFailure, At(31));
  EXPECT_EQ(breaker.state(At(31)), State::kClosed);
}

TEST(BreakerTest, ZeroCallsTurnItOff) {
  BreakerOptions options = Quick();
  options.min_calls = 0;
  Breaker breaker(options);
  for (int i = 0; i < 1000; ++i) Call(breaker, CallHealth::kFailure, At(0));
  EXPECT_EQ(breaker.state(At(0)), State::kClosed);
}

}  // namespace
}  // namespace mediagen
