// Budgets that are parts of another.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "server/async/byte_budget.h"
#include "tests/async/byte_caller.h"
#include "tests/async/flow_fixture.h"

namespace mediagen {
namespace {

using testing::Caller;
using testing::LoopThread;

constexpr int64_t kChunk = ByteBudget::kSmallestChunk;

TEST(ByteBudgetPartTest, CountsForTheWhole) {
  ByteBudget whole(1000);
  ByteBudget part = whole.Part(400);
  ByteBudget other = whole.Part(5000);
  EXPECT_EQ(part.capacity(), 400);
  EXPECT_EQ(other.capacity(), 1000);
  {
    const ByteLease some = part.TryTake(300);
    EXPECT_EQ(part.used(), 300);
    EXPECT_EQ(whole.used(), 300);
    EXPECT_TRUE(part.TryTake(101).empty());
    EXPECT_TRUE(part.IsFullPart(101));
    EXPECT_EQ(other.TryTake(700).bytes(), 700);
    const ByteLease most = other.TryTake(650);
    EXPECT_TRUE(part.TryTake(100).empty());
    // That is the whole's doing.
    EXPECT_FALSE(part.IsFullPart(100));
    EXPECT_EQ(part.Take(100).bytes(), 100);
  }
  EXPECT_EQ(part.used(), 0);
  EXPECT_EQ(other.used(), 0);
  EXPECT_EQ(whole.used(), 0);
}

TEST(ByteBudgetPartTest, ChunksShrinkAsEitherFills) {
  ByteBudget whole(100 * kChunk);
  ByteBudget part = whole.Part(10 * kChunk);
  EXPECT_EQ(part.ChunkBytes(), ByteBudget::kLargestChunk);
  EXPECT_EQ(part.ChunksAhead(), ByteBudget::kMostChunksAhead);
  {
    const ByteLease own = part.Take(8 * kChunk);
    EXPECT_EQ(part.ChunkBytes(), ByteBudget::kSmallestChunk);
    EXPECT_EQ(part.ChunksAhead(), 1u);
    EXPECT_EQ(whole.ChunkBytes(), ByteBudget::kLargestChunk);
  }
  const ByteLease others = whole.Take(80 * kChunk);
  EXPECT_EQ(part.ChunkBytes(), ByteBudget::kSmallestChunk);
}

TEST(ByteBudgetPartTest, ManyThreadsLeaveNothingBehind) {
  ByteBudget whole(10'000);
  ByteBudget parts[] = {whole.Part(3'000), whole.Part(9'000)};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 1; i < 2000; ++i) {
        ByteLease lease = parts[t % 2].TryTake(i);
        ByteLease more = parts[t % 2].Take(i / 2);
        more.Absorb(std::move(lease));
        more.ShrinkTo(i / 3);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(parts[0].used(), 0);
  EXPECT_EQ(parts[1].used(), 0);
  EXPECT_EQ(whole.used(), 0);
}

// Two parts that want more than the whole has.
class ByteBudgetPartWaiterTest : public ::testing::Test {
 protected:
  LoopThread thread_;
  ByteBudget whole_{4 * kChunk};
  ByteBudget small_ = whole_.Part(kChunk);
  ByteBudget large_ = whole_.Part(4 * kChunk);
  Caller first_{small_, thread_.loop()};
  Caller second_{small_, thread_.loop()};
  Caller other_{large_, thread_.loop()};
};

TEST_F(ByteBudgetPartWaiterTest, AFullPartKeepsItsOwnWaitingAndNobodyElse) {
  ByteLease held = small_.TryTake(kChunk);
  thread_.Run([&] {
    EXPECT_TRUE(first_.Get().empty());
    EXPECT_TRUE(second_.Get().empty());
    EXPECT_EQ(other_.Get(3 * kChunk).bytes(), 3 * kChunk);
  });
  held = ByteLease();
  EXPECT_TRUE(thread_.RunFlow([&] { return first_.Wait(); }).ok());
  thread_.Run([&] {
    const ByteLease got = first_.Get();
    EXPECT_EQ(got.bytes(), kChunk);
    EXPECT_TRUE(second_.Get().empty());
    second_.waiter = nullptr;
  });
  EXPECT_EQ(whole_.used(), 0);
}

TEST_F(ByteBudgetPartWaiterTest, WaitsForTheWholeBehindThePart) {
  ByteLease part = small_.TryTake(kChunk);
  ByteLease rest = large_.TryTake(3 * kChunk);
  thread_.Run([&] { EXPECT_TRUE(first_.Get().empty()); });
  // Its turn in the part has come, but somebody has taken what the whole got back.
  ByteLease more = large_.Take(kChunk);
  part = ByteLease();
  thread_.Run([&] {
    EXPECT_TRUE(first_.waiter->IsWaiting());
    EXPECT_EQ(small_.used(), kChunk);
    EXPECT_EQ(whole_.used(), 4 * kChunk);
  });
  more = ByteLease();
  EXPECT_TRUE(thread_.RunFlow([&] { return first_.Wait(); }).ok());
  thread_.Run([&] { EXPECT_EQ(first_.Get().bytes(), kChunk); });
  rest = ByteLease();
  EXPECT_EQ(small_.used(), 0);
  EXPECT_EQ(whole_.used(), 0);
}

TEST_F(ByteBudgetPartWaiterTest, WhoLeavesTheLineOfTheWholeGivesHisShareOfThePartBack) {
  const ByteLease all = large_.TryTake(4 * kChunk);
  thread_.Run([&] {
    EXPECT_TRUE(first_.Get().empty());
    EXPECT_TRUE(second_.Get().empty());
    EXPECT_EQ(small_.used(), kChunk);
    first_.waiter = nullptr;
    // Now the second has it.
    EXPECT_EQ(small_.used(), kChunk);
    second_.waiter = nullptr;
  });
  EXPECT_EQ(small_.used(), 0);
  EXPECT_EQ(whole_.used(), 4 * kChunk);
}

// Whoever is ahead in his part may still have to wait for the whole; whoever is ahead there waits
// for nobody, so that no two wait for each other.
TEST_F(ByteBudgetPartWaiterTest, CollectorsOfSeveralPartsComeToTheirEnd) {
  for (Caller* caller : {&first_, &second_, &other_}) caller->call.bytes().collects = true;
  const ByteLease all = large_.TryTake(4 * kChunk);
  std::vector<ByteLease> got(3);
  const std::vector<Caller*> callers = {&first_, &second_, &other_};
  thread_.Run([&] {
    for (Caller* caller : callers) EXPECT_TRUE(caller->Get().empty());
  });
  for (size_t i = 0; i < callers.size(); ++i) {
    EXPECT_TRUE(thread_.RunFlow([&] { return callers[i]->Wait(); }).ok());
    thread_.Run([&] {
      got[i] = callers[i]->Get();
      got[i].Absorb(callers[i]->Get(2 * kChunk));
      EXPECT_EQ(got[i].bytes(), 3 * kChunk);
      callers[i]->call.bytes().place_ahead = PlaceAhead();
    });
  }
  got.clear();
  EXPECT_EQ(small_.used(), 0);
  EXPECT_EQ(whole_.used(), 4 * kChunk);
}

}  // namespace
}  // namespace mediagen
