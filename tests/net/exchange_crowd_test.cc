// Many exchanges on one loop.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/net/client_thread.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::FakeUpstream;
using testing::Post;
using testing::TestExchange;

constexpr int kCrowd = 200;

// Says back what it was sent, once it is released.
Answer Echo(const http::Request& request) {
  return Answer(200, request.body + std::string(20'000, '.')).HoldUntilReleased();
}

std::vector<std::unique_ptr<TestExchange>> StartCrowd(ClientThread& client, FakeUpstream& fake) {
  std::vector<std::unique_ptr<TestExchange>> crowd;
  for (int i = 0; i < kCrowd; ++i) {
    HttpRequest request = Post(fake.base_url(), std::to_string(i));
    request.at_most_once = i % 2 == 0;
    crowd.push_back(std::make_unique<TestExchange>(client, request));
  }
  EXPECT_TRUE(fake.WaitForRequests(kCrowd));
  return crowd;
}

TEST(ExchangeCrowdTest, EveryoneGetsItsOwnAnswer) {
  FakeUpstream fake;
  fake.SetDefault(&Echo);
  ClientThread client;
  auto crowd = StartCrowd(client, fake);
  fake.Release();
  for (int i = 0; i < kCrowd; ++i) {
    EXPECT_EQ(crowd[static_cast<size_t>(i)]->Finish().body,
              std::to_string(i) + std::string(20'000, '.'));
  }
  EXPECT_EQ(fake.head_count(), static_cast<size_t>(kCrowd));
}

TEST(ExchangeCrowdTest, HalfOfThemMayLeave) {
  FakeUpstream fake;
  fake.SetDefault(&Echo);
  ClientThread client;
  auto crowd = StartCrowd(client, fake);
  for (size_t i = 0; i < kCrowd; i += 2) crowd[i]->Destroy();
  EXPECT_TRUE(fake.WaitForPeerCloses(kCrowd / 2));
  fake.Release();
  for (size_t i = 1; i < kCrowd; i += 2) {
    EXPECT_EQ(crowd[i]->Finish().body, std::to_string(i) + std::string(20'000, '.'));
  }
  EXPECT_EQ(fake.head_count(), static_cast<size_t>(kCrowd));
}

}  // namespace
}  // namespace mediagen
