#include <gtest/gtest.h>

#include "client/cli/record_file.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"
#include "tests/client/video_script.h"

namespace mediagen::client {
namespace {

class WatchCliTest : public testing::Test {
 protected:
  WatchCliTest() {
    server_.watch_video = [this](auto&, const auto& request, auto& writer) {
      request_ = request;
      if (request.byte_offset() > static_cast<int64_t>(video_.size())) {
        return MakeError({.code = grpc::StatusCode::OUT_OF_RANGE, .reason = "OFFSET_BEYOND_END"});
      }
      WriteProgress(writer, v1::VIDEO_PHASE_TRANSFERRING);
      for (int index = request.video_index(); index < video_count_; ++index) {
        WriteVideo(writer, index, video_,
                   index == request.video_index() ? request.byte_offset() : 0);
      }
      WriteCompleted(writer, video_count_);
      return grpc::Status::OK;
    };
  }

  CliResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), {"watch", "op"});
    words.insert(words.end(), {"--server", server_.address()});
    return RunCli(folder_.path(), words);
  }

  const std::string video_ = VideoBytes(10'500);
  int video_count_ = 1;
  ScratchFolder folder_;
  FakeServer server_;
  v1::WatchVideoRequest request_;
};

TEST_F(WatchCliTest, GoesOnBehindThePartFile) {
  folder_.Write("waves.mp4.part", video_.substr(0, 4321));
  folder_.Write("waves.mp4.json", R"({"operation": "op", "prompt": "waves", "request_id": "r"})");
  const CliResult result = Run({"-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(request_.byte_offset(), 4321);
  EXPECT_EQ(folder_.Read("waves.mp4"), video_);
  EXPECT_FALSE(folder_.Has("waves.mp4.part"));
  const Record record = ReadRecord(folder_.File("waves.mp4"));
  EXPECT_EQ(record.prompt(), "waves");
  EXPECT_EQ(record.request_id(), "r");
  EXPECT_EQ(record.model(), "fake-video");
  EXPECT_TRUE(record.has_finish_time());
}

TEST_F(WatchCliTest, APartOfAllBytesIsFinished) {
  folder_.Write("waves.mp4.part", video_);
  EXPECT_EQ(Run({"-o", "waves.mp4"}).exit_code, 0);
  EXPECT_EQ(request_.byte_offset(), 10'500);
  EXPECT_EQ(folder_.Read("waves.mp4"), video_);
}

TEST_F(WatchCliTest, APartOfOtherBytesIsFoundOut) {
  folder_.Write("waves.mp4.part", std::string(4000, 'x'));
  const CliResult result = Run({"-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("CHECKSUM_MISMATCH"), std::string::npos);
  EXPECT_TRUE(folder_.Has("waves.mp4.corrupt"));
  EXPECT_EQ(Run({"-o", "waves.mp4"}).exit_code, 0);
  EXPECT_EQ(folder_.Read("waves.mp4"), video_);
}

TEST_F(WatchCliTest, AWholeVideoIsNotFetchedAgain) {
  EXPECT_EQ(Run({"-o", "waves.mp4"}).exit_code, 0);
  const CliResult again = Run({"-o", "waves.mp4"});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_NE(again.err.find("already whole"), std::string::npos);
  EXPECT_EQ(server_.watch_calls, 1);
}

TEST_F(WatchCliTest, SeveralVideosGoOnWithTheFirstThatIsMissing) {
  video_count_ = 2;
  EXPECT_EQ(Run({"-o", "w.mp4", "--count", "2"}).exit_code, 0);
  EXPECT_EQ(folder_.Read("w-2.mp4"), video_);
  std::filesystem::remove(folder_.File("w-2.mp4"));
  folder_.Write("w-2.mp4.part", video_.substr(0, 100));
  EXPECT_EQ(Run({"-o", "w.mp4", "--count", "2"}).exit_code, 0);
  EXPECT_EQ(request_.video_index(), 1);
  EXPECT_EQ(request_.byte_offset(), 100);
  EXPECT_EQ(folder_.Read("w-2.mp4"), video_);
}

TEST_F(WatchCliTest, StdoutTakesTheRest) {
  const CliResult result = Run({"-o", "-", "--offset", "10000"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, video_.substr(10'000));
}

TEST_F(WatchCliTest, BeyondTheEndIsRefused) {
  EXPECT_EQ(Run({"-o", "-", "--offset", "10501"}).exit_code, 3);
  EXPECT_EQ(Run({"-o", "waves.mp4", "--offset", "5"}).exit_code, 2);  // The part holds nothing.
}

TEST_F(WatchCliTest, ABreakIsTemporary) {
  server_.watch_video = [](auto&, const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::UNAVAILABLE,
                      .reason = "UPSTREAM_UNAVAILABLE",
                      .retry_seconds = 1});
  };
  const CliResult result = Run({"-o", "waves.mp4", "--reconnects", "0"});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_NE(result.err.find("Repeating is safe after 1s."), std::string::npos);
}

}  // namespace
}  // namespace mediagen::client
