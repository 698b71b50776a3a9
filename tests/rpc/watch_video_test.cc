#include <gtest/gtest.h>

#include "tests/rpc/received_media.h"
#include "tests/rpc/sealed_operation.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class WatchVideoTest : public VideoTest {
 protected:
  WatchVideoTest() { config_.set_operation_key_file(key_.file()); }

  const SealedOperation key_;
};

TEST_F(WatchVideoTest, AnotherServerWithTheSameKeysGoesOnBehindTheBytesHeld) {
  const std::vector<std::string> videos = {Mp4(900'000, 1), Mp4(200'000, 2)};
  const std::string operation = Start();
  upstream_.SetDefault(Answer::Json(VideosAnswer(videos)));
  RunningServer second(config_);
  for (const int64_t offset : {int64_t{0}, int64_t{1}, int64_t{65'536}, int64_t{700'001}}) {
    SCOPED_TRACE(offset);
    const auto streamed = WatchAt(second, operation, 0, offset);
    ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
    const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
    ASSERT_EQ(media.size(), 2u);
    EXPECT_EQ(media[0].header.offset(), offset);
    EXPECT_EQ(media[1].header.offset(), 0);
    ExpectWhole(media[0], videos[0]);
    ExpectWhole(media[1], videos[1]);
  }
}

TEST_F(WatchVideoTest, EarlierVideosAreLeftOut) {
  const std::vector<std::string> videos = {Mp4(900'000, 1), Mp4(200'000, 2)};
  const std::string operation = Start();
  upstream_.Enqueue(Answer::Json(VideosAnswer(videos)));
  const auto streamed = Watch(operation, 1, 150'000);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 1u);
  EXPECT_EQ(media[0].header.index(), 1);
  EXPECT_EQ(media[0].header.offset(), 150'000);
  ExpectWhole(media[0], videos[1]);
  EXPECT_EQ(streamed.events.back().completed().video_count(), 1);
}

TEST_F(WatchVideoTest, TheOffsetOfTheEndGivesTheEndAtOnce) {
  const std::string video = Mp4(1000);
  const std::string operation = Start();
  upstream_.Enqueue(Answer::Json(VideosAnswer({video})));
  const auto streamed = Watch(operation, 0, 1000);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 1u);
  EXPECT_EQ(media[0].chunks, 0);
  ExpectWhole(media[0], video);
}

TEST_F(WatchVideoTest, ANewKeySealsAndTheOldOneStillOpens) {
  const std::string operation = Start();
  key_.SetKeys(KeyLine('b') + KeyLine('a'));
  RunningServer rotated(config_);
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100)})));
  EXPECT_TRUE(WatchAt(rotated, operation).status.ok());
  EXPECT_TRUE(rotated.WaitUntilIdle());
}

TEST_F(WatchVideoTest, AServerWithoutTheProviderSaysSo) {
  const std::string operation = Start();
  config_.mutable_providers(0)->set_name("other");
  config_.mutable_providers(0)->set_dialect("aihubmix");
  RunningServer second(config_);
  const grpc::Status status = WatchAt(second, operation).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ErrorOf(status).reason, "PROVIDER_NOT_CONFIGURED");
}

TEST_F(WatchVideoTest, MayEndUnavailableBecauseItIsFree) {
  config_.set_max_poll_failures(3);
  const std::string operation = Start();
  upstream_.SetDefault(Answer(503));
  const client::CallError error = ErrorOf(Watch(operation).status);
  EXPECT_EQ(error.code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(error.reason, "UPSTREAM_UNAVAILABLE");
  EXPECT_TRUE(error.retry_delay.has_value());
  EXPECT_EQ(error.Metadata("operation"), operation);
  EXPECT_EQ(upstream_.request_count(), 4u);
}

}  // namespace
}  // namespace mediagen::testing
