#include "server/async/byte_budget.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "tests/async/byte_caller.h"
#include "tests/async/flow_fixture.h"

namespace mediagen {
namespace {

using testing::Caller;
using testing::LoopThread;

constexpr int64_t kChunk = ByteBudget::kSmallestChunk;

TEST(ByteLeaseTest, GivesBackWhatItHoldsHoweverItEnds) {
  ByteBudget budget(1000);
  {
    ByteLease lease = budget.TryTake(600);
    EXPECT_EQ(lease.bytes(), 600);
    EXPECT_EQ(budget.used(), 600);
    ByteLease moved = std::move(lease);
    EXPECT_EQ(lease.bytes(), 0);
    EXPECT_EQ(budget.used(), 600);
    moved.ShrinkTo(100);
    moved.ShrinkTo(200);
    EXPECT_EQ(budget.used(), 100);
    moved.Absorb(budget.TryTake(50));
    EXPECT_EQ(moved.bytes(), 150);
    moved = budget.TryTake(10);
    EXPECT_EQ(budget.used(), 10);
  }
  EXPECT_EQ(budget.used(), 0);
}

TEST(ByteLeaseTest, OutlivesItsBudget) {
  ByteLease lease;
  {
    ByteBudget budget(1000);
    lease = budget.TryTake(600);
  }
  EXPECT_EQ(lease.bytes(), 600);
}

TEST(ByteBudgetTest, RefusesWhatDoesNotFitAndCountsWhatIsThere) {
  ByteBudget budget(1000);
  const ByteLease all = budget.TryTake(1000);
  EXPECT_TRUE(budget.TryTake(1).empty());
  {
    const ByteLease more = budget.Take(500);
    EXPECT_EQ(budget.used(), 1500);
  }
  EXPECT_EQ(budget.used(), 1000);
}

TEST(ByteBudgetTest, ChunksShrinkAsItFills) {
  struct Case {
    const char* name;
    int64_t used;
    int64_t chunk;
    size_t ahead;
    bool room;
  };
  constexpr int64_t kCapacity = 100 * kChunk;
  const Case cases[] = {
      {"empty", 0, 450 * 1024, 2, true},
      {"half but one", kCapacity / 2 - 1, 450 * 1024, 2, true},
      {"half", kCapacity / 2, 225 * 1024, 2, true},
      {"three quarters", kCapacity * 3 / 4, kChunk, 1, true},
      {"room for one chunk", kCapacity - kChunk, kChunk, 1, true},
      {"no room for a chunk", kCapacity - kChunk + 1, kChunk, 1, false},
      {"beyond", kCapacity + kChunk, kChunk, 1, false},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    ByteBudget budget(kCapacity);
    const ByteLease used = budget.Take(c.used);
    EXPECT_EQ(budget.ChunkBytes(), c.chunk);
    EXPECT_EQ(budget.ChunksAhead(), c.ahead);
    EXPECT_EQ(budget.HasRoom(), c.room);
  }
}

TEST(ByteBudgetTest, ManyThreadsLeaveNothingBehind) {
  ByteBudget budget(10'000);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&budget, i] {
      for (int round = 0; round < 2'000; ++round) {
        ByteLease lease = budget.TryTake(1'000 * (i + 1));
        lease.Absorb(budget.Take(7));
        lease.ShrinkTo(round % 9);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(budget.used(), 0);
}

class ByteWaiterTest : public ::testing::Test {
 protected:
  LoopThread thread_;
  ByteBudget budget_{2 * kChunk};
  Caller first_{budget_, thread_.loop()};
  Caller second_{budget_, thread_.loop()};
  Caller third_{budget_, thread_.loop()};
};

TEST_F(ByteWaiterTest, IsServedInTurnAndInSmallerPieces) {
  ByteLease all = budget_.TryTake(2 * kChunk);
  thread_.Run([&] {
    EXPECT_TRUE(first_.Get(4 * kChunk).empty());
    EXPECT_TRUE(second_.Get().empty());
    EXPECT_TRUE(first_.Get().empty());
  });
  all.ShrinkTo(kChunk);
  EXPECT_TRUE(thread_.RunFlow([&] { return first_.Wait(); }).ok());
  ByteLease got;
  thread_.Run([&] {
    EXPECT_TRUE(second_.Get().empty());
    got = first_.Get(4 * kChunk);
    EXPECT_EQ(got.bytes(), kChunk);
    // Whoever comes again stands behind those who wait.
    EXPECT_TRUE(first_.Get().empty());
  });
  got = ByteLease();
  EXPECT_TRUE(thread_.RunFlow([&] { return second_.Wait(); }).ok());
  thread_.Run([&] { EXPECT_EQ(second_.Get().bytes(), kChunk); });
  thread_.Run([&] { first_.waiter = nullptr; });
  all = ByteLease();
  EXPECT_EQ(budget_.used(), 0);
}

TEST_F(ByteWaiterTest, NobodyOvertakesThoseWhoWait) {
  const ByteLease most = budget_.TryTake(kChunk + 1);
  thread_.Run([&] { EXPECT_TRUE(first_.Get().empty()); });
  EXPECT_TRUE(budget_.TryTake(1).empty());
  EXPECT_FALSE(budget_.HasRoom());
  thread_.Run([&] { first_.waiter = nullptr; });
  EXPECT_FALSE(budget_.TryTake(1).empty());
}

TEST_F(ByteWaiterTest, WhatWasGrantedAndNotFetchedGoesBack) {
  ByteLease all = budget_.TryTake(2 * kChunk);
  thread_.Run([&] { EXPECT_TRUE(first_.Get().empty()); });
  all = ByteLease();
  EXPECT_EQ(budget_.used(), kChunk);
  thread_.Run([&] { first_.waiter = nullptr; });
  EXPECT_EQ(budget_.used(), 0);
}

TEST_F(ByteWaiterTest, LeavingTheLineLetsTheNextOneIn) {
  ByteLease all = budget_.TryTake(2 * kChunk);
  thread_.Run([&] {
    EXPECT_TRUE(first_.Get().empty());
    EXPECT_TRUE(second_.Get(1).empty());
  });
  all.ShrinkTo(2 * kChunk - 1);
  thread_.Run([&] { first_.waiter = nullptr; });
  EXPECT_TRUE(thread_.RunFlow([&] { return second_.Wait(); }).ok());
  thread_.Run([&] { EXPECT_EQ(second_.Get(1).bytes(), 1); });
}

TEST_F(ByteWaiterTest, AHungryCallIsGivenALittleInAnyCase) {
  const ByteLease all = budget_.TryTake(2 * kChunk);
  thread_.Run([&] {
    EXPECT_TRUE(first_.Get().empty());
    EXPECT_EQ(first_.waiter->GetHungry(4 * kChunk, first_.signal).bytes(),
              ByteBudget::kHungryChunk);
    EXPECT_FALSE(first_.waiter->IsWaiting());
    second_.call.bytes().collects = true;
    third_.call.bytes().collects = true;
    // One of them is let ahead, as ever.
    EXPECT_TRUE(second_.waiter->GetHungry(kChunk, second_.signal).empty());
    EXPECT_TRUE(third_.waiter->GetHungry(kChunk, third_.signal).empty());
    EXPECT_TRUE(third_.waiter->IsWaiting());
    third_.waiter = nullptr;
    second_.waiter = nullptr;
  });
  EXPECT_EQ(budget_.used(), 2 * kChunk);
}

// Each has half of what it collects, and none can give anything back.
TEST_F(ByteWaiterTest, OneCollectorAtATimeMayGoBeyondTheBudget) {
  first_.call.bytes().collects = true;
  second_.call.bytes().collects = true;
  const ByteLease all = budget_.TryTake(2 * kChunk);
  ByteLease ahead;
  thread_.Run([&] {
    EXPECT_TRUE(third_.Get().empty());
    EXPECT_TRUE(first_.Get().empty());
    EXPECT_TRUE(second_.Get().empty());
  });
  EXPECT_TRUE(thread_.RunFlow([&] { return first_.Wait(); }).ok());
  thread_.Run([&] {
    ahead = first_.Get();
    ahead.Absorb(first_.Get(3 * kChunk));
    EXPECT_EQ(ahead.bytes(), 4 * kChunk);
    EXPECT_TRUE(second_.Get().empty());
    EXPECT_TRUE(third_.Get().empty());
    first_.call.bytes().place_ahead = PlaceAhead();
  });
  EXPECT_TRUE(thread_.RunFlow([&] { return second_.Wait(); }).ok());
  thread_.Run([&] {
    EXPECT_EQ(second_.Get().bytes(), kChunk);
    EXPECT_TRUE(third_.Get().empty());
    third_.waiter = nullptr;
  });
}

}  // namespace
}  // namespace mediagen
