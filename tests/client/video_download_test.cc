#include "client/video_download.h"

#include <gtest/gtest.h>

#include "client/call_error.h"
#include "tests/client/fake_server.h"
#include "tests/client/recording_observer.h"
#include "tests/client/video_script.h"

namespace mediagen::client {
namespace {

using Log = std::vector<std::string>;

const grpc::Status kBroken(grpc::StatusCode::UNAVAILABLE, "Socket closed");

class VideoDownloadTest : public testing::Test {
 protected:
  VideoDownloadTest() : client_(server_.address()), download_(client_, observer_, observer_) {
    server_.watch_video = [this](auto&, const auto& request, auto& writer) {
      watched_ = request;
      for (int index = request.video_index(); index < video_count_; ++index) {
        WriteVideo(writer, index, video_,
                   index == request.video_index() ? request.byte_offset() : 0);
      }
      WriteCompleted(writer, video_count_);
      return grpc::Status::OK;
    };
  }

  const std::string video_ = VideoBytes(10'500);
  int video_count_ = 1;
  FakeServer server_;
  Client client_;
  RecordingObserver observer_;
  VideoDownload download_;
  v1::WatchVideoRequest watched_;
};

TEST_F(VideoDownloadTest, AnUnbrokenStreamPassesThrough) {
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteProgress(writer, v1::VIDEO_PHASE_SUBMITTING);
    WriteStarted(writer, "op", "r");
    WriteVideo(writer, 0, video_);
    WriteCompleted(writer, 1);
    return grpc::Status::OK;
  };
  const auto completed = download_.Generate({});
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->video_count(), 1);
  EXPECT_EQ(observer_.log, (Log{"progress", "started op", "header 0", "end 0"}));
  EXPECT_EQ(observer_.bytes, video_);
}

TEST_F(VideoDownloadTest, NothingToResumeBeforeTheStart) {
  server_.generate_video = [](auto&, const auto&, auto& writer) {
    WriteProgress(writer, v1::VIDEO_PHASE_SUBMITTING);
    return kBroken;
  };
  EXPECT_EQ(download_.Generate({}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(download_.resume_point());
  EXPECT_EQ(ParseCallError(download_.Resume().status()).reason, "NOT_STARTED");
  EXPECT_EQ(server_.watch_calls, 0);
}

// Breaks behind every chunk, also before the first and after the last: no byte is lost or doubled.
TEST_F(VideoDownloadTest, GoesOnWhereverItBroke) {
  const auto size = static_cast<int64_t>(video_.size());
  for (int64_t cut = 0; cut <= size; cut += 1500) {
    RecordingObserver observer;
    VideoDownload download(client_, observer, observer);
    server_.generate_video = [this, cut](auto&, const auto&, auto& writer) {
      WriteStarted(writer, "op", "r");
      WriteHeader(writer, 0, 0);
      WriteChunks(writer, 0, video_, 0, cut);
      return kBroken;
    };
    const auto broken = download.Generate({});
    ASSERT_TRUE(VideoDownload::IsInterruption(broken.status()));
    ASSERT_TRUE(download.resume_point());
    EXPECT_EQ(download.resume_point()->operation, "op");
    EXPECT_EQ(download.resume_point()->video_index, 0);
    EXPECT_EQ(download.resume_point()->byte_offset, cut);
    ASSERT_TRUE(download.Resume().ok());
    EXPECT_EQ(watched_.byte_offset(), cut);
    EXPECT_EQ(observer.bytes, video_);
    EXPECT_EQ(observer.log, (Log{"started op", "header 0", "end 0"})) << cut;
  }
}

TEST_F(VideoDownloadTest, ABreakAfterTheLastVideoAsksForItsEndOnly) {
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteVideo(writer, 0, video_);
    return kBroken;
  };
  EXPECT_FALSE(download_.Generate({}).ok());
  ASSERT_TRUE(download_.Resume().ok());
  EXPECT_EQ(watched_.video_index(), 0);
  EXPECT_EQ(watched_.byte_offset(), static_cast<int64_t>(video_.size()));
  EXPECT_EQ(observer_.log, (Log{"started op", "header 0", "end 0"}));
}

TEST_F(VideoDownloadTest, TheSecondVideoGoesOnToo) {
  video_count_ = 2;
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteVideo(writer, 0, video_);
    WriteHeader(writer, 1, 0);
    WriteChunks(writer, 1, video_, 0, 4000);
    return kBroken;
  };
  EXPECT_FALSE(download_.Generate({}).ok());
  ASSERT_TRUE(download_.Resume().ok());
  EXPECT_EQ(watched_.video_index(), 1);
  EXPECT_EQ(watched_.byte_offset(), 4000);
  EXPECT_EQ(observer_.bytes, video_ + video_);
  EXPECT_EQ(observer_.log, (Log{"started op", "header 0", "end 0", "header 1", "end 1"}));
}

TEST_F(VideoDownloadTest, AHoleIsAnError) {
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteHeader(writer, 0, 0);
    WriteChunks(writer, 0, video_, 0, 1000);
    WriteChunks(writer, 0, video_, 2000, 3000);
    return grpc::Status::OK;
  };
  const auto completed = download_.Generate({});
  EXPECT_EQ(ParseCallError(completed.status()).reason, "STREAM_GAP");
  EXPECT_FALSE(VideoDownload::IsInterruption(completed.status()));
  EXPECT_EQ(download_.resume_point()->byte_offset, 1000);
}

TEST_F(VideoDownloadTest, AnObserverThatFailedGetsTheSameByteAgain) {
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteVideo(writer, 0, video_);
    WriteCompleted(writer, 1);
    return grpc::Status::OK;
  };
  observer_.fail_at_bytes = 3000;
  EXPECT_FALSE(download_.Generate({}).ok());
  EXPECT_EQ(download_.resume_point()->byte_offset, 3000);
  observer_.fail_at_bytes = static_cast<size_t>(-1);
  ASSERT_TRUE(download_.Resume().ok());
  EXPECT_EQ(observer_.bytes, video_);
}

TEST(IsInterruptionTest, KnowsWhatIsWorthAnotherTry) {
  const auto interruption = [](grpc::StatusCode code, const std::string& reason) {
    return VideoDownload::IsInterruption(
        LocalError(static_cast<absl::StatusCode>(code), reason, ""));
  };
  EXPECT_TRUE(interruption(grpc::StatusCode::UNAVAILABLE, ""));
  EXPECT_TRUE(interruption(grpc::StatusCode::INTERNAL, ""));
  EXPECT_TRUE(interruption(grpc::StatusCode::ABORTED, "DRAINING"));
  EXPECT_TRUE(interruption(grpc::StatusCode::ABORTED, "OPERATION_UNREACHABLE"));
  EXPECT_TRUE(interruption(grpc::StatusCode::UNAVAILABLE, "UPSTREAM_UNAVAILABLE"));
  EXPECT_TRUE(interruption(grpc::StatusCode::UNKNOWN, "UPSTREAM_STREAM_CUT"));
  EXPECT_TRUE(interruption(grpc::StatusCode::UNAVAILABLE, "SERVER_UNREACHABLE"));
  EXPECT_FALSE(interruption(grpc::StatusCode::CANCELLED, ""));
  EXPECT_FALSE(interruption(grpc::StatusCode::DEADLINE_EXCEEDED, ""));
  EXPECT_FALSE(interruption(grpc::StatusCode::NOT_FOUND, ""));
  EXPECT_FALSE(interruption(grpc::StatusCode::ABORTED, "OPERATION_WAIT_LIMIT"));
  EXPECT_FALSE(interruption(grpc::StatusCode::FAILED_PRECONDITION, "RESULT_FILTERED"));
  EXPECT_FALSE(interruption(grpc::StatusCode::INTERNAL, "LOCAL_WRITE_FAILED"));
}

}  // namespace
}  // namespace mediagen::client
