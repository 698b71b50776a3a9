#include "server/upstream/secrets.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace mediagen {
namespace {

TEST(SecretsTest, AKeyIsForgottenWithItsKeeper) {
  auto kept = std::make_unique<KeptSecret>("quince-jam");
  EXPECT_EQ(WithoutSecrets("a quince-jam b"), "a [key] b");
  kept = nullptr;
  EXPECT_EQ(WithoutSecrets("a quince-jam b"), "a quince-jam b");
}

TEST(SecretsTest, AKeyOfSeveralKeepersIsForgottenWithTheLast) {
  auto one = std::make_unique<KeptSecret>("medlar-jam");
  const auto other = std::make_unique<KeptSecret>("medlar-jam");
  one = nullptr;
  EXPECT_EQ(WithoutSecrets("medlar-jam"), "[key]");
}

TEST(SecretsTest, AKeyThatIsKeptForGoodOutlivesOthers) {
  KeepSecret("damson-jam");
  { const KeptSecret kept("damson-jam"); }
  EXPECT_EQ(WithoutSecrets("damson-jam"), "[key]");
}

TEST(SecretsTest, TheLongerOfTwoKeysGoes) {
  const KeptSecret shorter("sloe-jam");
  const KeptSecret longer("sloe-jam-jar");
  EXPECT_EQ(WithoutSecrets("sloe-jam-jar sloe-jam"), "[key] [key]");
}

TEST(SecretsTest, ShortOnesAreNotWorthIt) {
  { const KeptSecret kept("jam"); }
  const KeptSecret kept("jam");
  EXPECT_EQ(WithoutSecrets("jam"), "jam");
}

TEST(SecretsTest, AnyThread) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int repeat = 0; repeat < 200; ++repeat) {
        const std::string key = "apple-jam-" + std::to_string((i + repeat) % 3);
        const KeptSecret kept(key);
        EXPECT_EQ(WithoutSecrets(key), "[key]");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(WithoutSecrets("apple-jam-0 apple-jam-1 apple-jam-2"),
            "apple-jam-0 apple-jam-1 apple-jam-2");
}

}  // namespace
}  // namespace mediagen
