#include <gtest/gtest.h>

#include <csignal>

#include "client/cli/record_file.h"
#include "tests/client/cli_process.h"
#include "tests/client/fake_server.h"
#include "tests/client/scratch_folder.h"
#include "tests/client/video_script.h"

namespace mediagen::client {
namespace {

const grpc::Status kBroken(grpc::StatusCode::UNAVAILABLE, "Socket closed");

class VideoCliTest : public testing::Test {
 protected:
  VideoCliTest() {
    server_.generate_video = [this](auto&, const auto& request, auto& writer) {
      request_ = request;
      WriteProgress(writer, v1::VIDEO_PHASE_SUBMITTING);
      WriteStarted(writer, "op", request.request_id());
      WriteProgress(writer, v1::VIDEO_PHASE_GENERATING);
      const int count = std::max(1, request.spec().number_of_videos());
      for (int index = 0; index < count; ++index) WriteVideo(writer, index, video_);
      WriteCompleted(writer, count);
      return grpc::Status::OK;
    };
  }

  std::vector<std::string> Words(std::vector<std::string> words) {
    words.insert(words.begin(), "video");
    words.insert(words.end(), {"--server", server_.address()});
    return words;
  }
  CliResult Run(const std::vector<std::string>& words) {
    return RunCli(folder_.path(), Words(words));
  }

  const std::string video_ = VideoBytes(10'500);
  ScratchFolder folder_;
  FakeServer server_;
  v1::GenerateVideoRequest request_;
};

TEST_F(VideoCliTest, SavesVideoAndRecord) {
  folder_.Write("still.png", "png");
  const CliResult result = Run({"waves", "--image", "still.png", "-o", "waves.mp4", "--duration",
                                "6", "--aspect-ratio", "9:16"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(folder_.Read("waves.mp4"), video_);
  EXPECT_FALSE(folder_.Has("waves.mp4.part"));
  EXPECT_EQ(request_.spec().image().data(), "png");
  EXPECT_EQ(request_.spec().duration_seconds(), 6);
  EXPECT_NE(result.err.find("generating"), std::string::npos);
  const Record record = ReadRecord(folder_.File("waves.mp4"));
  EXPECT_EQ(record.operation(), "op");
  EXPECT_EQ(record.prompt(), "waves");
  EXPECT_EQ(record.model(), "fake-video");
  EXPECT_EQ(record.size_bytes(), 10'500);
  EXPECT_EQ(record.create_time().seconds(), 1'700'000'000);
  EXPECT_TRUE(record.has_finish_time());
}

TEST_F(VideoCliTest, TheImageAloneIsEnough) {
  folder_.Write("still.png", "png");
  EXPECT_EQ(Run({"--image", "still.png"}).exit_code, 0);
  EXPECT_EQ(request_.spec().prompt(), "");
  EXPECT_EQ(folder_.Read("video.mp4"), video_);
}

TEST_F(VideoCliTest, SeveralVideosAndStdout) {
  EXPECT_EQ(Run({"waves", "-o", "w.mp4", "--count", "2"}).exit_code, 0);
  EXPECT_EQ(folder_.Read("w-1.mp4"), video_);
  EXPECT_EQ(folder_.Read("w-2.mp4"), video_);
  EXPECT_EQ(Run({"waves", "-o", "-"}).out, video_);
}

TEST_F(VideoCliTest, AStreamThatBreaksIsJoinedAndPaidOnce) {
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteHeader(writer, 0, 0);
    WriteChunks(writer, 0, video_, 0, 4000);
    return kBroken;
  };
  server_.watch_video = [this](auto&, const auto& request, auto& writer) {
    EXPECT_EQ(request.operation(), "op");
    WriteVideo(writer, 0, video_, request.byte_offset());
    WriteCompleted(writer, 1);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.err.find("joining again"), std::string::npos);
  EXPECT_EQ(folder_.Read("waves.mp4"), video_);
  EXPECT_EQ(server_.paid_calls, 1);
  EXPECT_EQ(server_.watch_calls, 1);
}

TEST_F(VideoCliTest, WithoutReconnectsItTellsHowToGoOn) {
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "o'p", "r");
    WriteHeader(writer, 0, 0);
    WriteChunks(writer, 0, video_, 0, 4000);
    return kBroken;
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4", "--reconnects", "0", "--json"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_NE(result.err.find("mediagen watch 'o'\\''p' -o 'waves.mp4'"), std::string::npos)
      << result.err;
  EXPECT_NE(result.out.find("\"resume_command\""), std::string::npos);
  EXPECT_EQ(folder_.Read("waves.mp4.part"), video_.substr(0, 4000));
  EXPECT_EQ(ReadRecord(folder_.File("waves.mp4")).operation(), "o'p");
  // The same file for another video: the paid one must not be lost.
  EXPECT_EQ(Run({"a boat", "-o", "waves.mp4"}).exit_code, 2);
  EXPECT_EQ(server_.paid_calls, 1);
}

TEST_F(VideoCliTest, ABreakBeforeTheStartIsNotRepeated) {
  server_.generate_video = [](auto&, const auto&, auto&) { return kBroken; };
  const CliResult result = Run({"waves", "--request-id", "my-id"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_NE(result.err.find("--request-id my-id"), std::string::npos);
  EXPECT_EQ(server_.paid_calls, 1);
  EXPECT_EQ(folder_.FileCount(), 0u);
}

TEST_F(VideoCliTest, AReusedIdLeadsToTheVideo) {
  server_.generate_video = [](auto&, const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::ALREADY_EXISTS,
                      .reason = "REQUEST_ID_REUSED",
                      .metadata = {{"operation", "op-of-the-first"}}});
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_NE(result.err.find("mediagen watch 'op-of-the-first' -o 'waves.mp4'"), std::string::npos);
}

TEST_F(VideoCliTest, InterruptDetachesAndTellsHowToGoOn) {
  server_.generate_video = [](auto& context, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteProgress(writer, v1::VIDEO_PHASE_GENERATING);
    return WaitForCancel(context);
  };
  CliProcess process(folder_.path(), Words({"waves", "-o", "waves.mp4"}));
  ASSERT_TRUE(process.WaitForError("generating"));
  process.Signal(SIGINT);
  const CliResult result = process.Wait();
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_NE(result.err.find("already paid"), std::string::npos);
  EXPECT_NE(result.err.find("mediagen watch 'op' -o 'waves.mp4'"), std::string::npos);
  EXPECT_TRUE(folder_.Has("waves.mp4.json"));
}

TEST_F(VideoCliTest, InterruptBeforeTheStartTellsWhereToAsk) {
  server_.generate_video = [](auto& context, const auto&, auto&) { return WaitForCancel(context); };
  CliProcess process(folder_.path(), Words({"waves", "--request-id", "my-id"}));
  ASSERT_TRUE(process.WaitForError("starting"));
  process.Signal(SIGTERM);
  const CliResult result = process.Wait();
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_NE(result.err.find("REQUEST_ID_REUSED"), std::string::npos);
  EXPECT_NE(result.err.find("--request-id my-id"), std::string::npos);
}

TEST_F(VideoCliTest, StartOnlyPrintsTheHandle) {
  server_.start_video = [](const auto&, auto& response) {
    response.mutable_started()->set_operation("op");
    return grpc::Status::OK;
  };
  const CliResult result = Run({"waves", "--start-only"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "op\n");
  EXPECT_NE(result.err.find("mediagen watch 'op'"), std::string::npos);
  EXPECT_EQ(folder_.FileCount(), 0u);
}

TEST_F(VideoCliTest, BytesThatChangedOnTheWayCanBeFetchedAgain) {
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteHeader(writer, 0, 0);
    WriteChunks(writer, 0, std::string(video_.rbegin(), video_.rend()), 0, 10'500);
    WriteEnd(writer, 0, video_);
    WriteCompleted(writer, 1);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_NE(result.err.find("mediagen watch 'op'"), std::string::npos);
  EXPECT_TRUE(folder_.Has("waves.mp4.corrupt"));
  EXPECT_FALSE(folder_.Has("waves.mp4"));
  EXPECT_FALSE(folder_.Has("waves.mp4.part"));
}

TEST_F(VideoCliTest, AJobThatFailedLeavesNothingBehind) {
  server_.generate_video = [](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    return MakeError({.code = grpc::StatusCode::FAILED_PRECONDITION, .reason = "RESULT_FILTERED"});
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_EQ(result.err.find("mediagen watch"), std::string::npos);
  EXPECT_EQ(folder_.FileCount(), 0u);
}

void WriteReverseProgress(FakeServer::Writer<v1::GenerateVideoResponse>& writer, int percent) {
  v1::GenerateVideoResponse event;
  v1::VideoProgress& progress = *event.mutable_progress();
  progress.set_phase(v1::VIDEO_PHASE_GENERATING);
  progress.set_task_id("task-7");
  progress.set_upstream_percent(percent);
  progress.set_upstream_retry(1);
  progress.set_upstream_retry_limit(3);
  progress.set_progress_page("https://example.com/page");
  progress.set_source_page("https://example.com/source");
  progress.set_revised_prompt("waves,\nbut nicer");
  writer.Write(event);
}

TEST_F(VideoCliTest, AReverseJobTellsWhereItIsFollowed) {
  server_.generate_video = [this](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteReverseProgress(writer, 10);
    WriteReverseProgress(writer, 20);
    WriteVideo(writer, 0, video_);
    WriteCompleted(writer, 1);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const char* line : {"\ntask task-7\n", "to be followed on https://example.com/page\n",
                           "its state for programs: https://example.com/source\n",
                           "prompt as the provider uses it: waves, but nicer\n",
                           "  10 %  retry 1 of 3  task task-7"}) {
    const size_t told = result.err.find(line);
    ASSERT_NE(told, std::string::npos) << line << result.err;
    EXPECT_EQ(result.err.find(line, told + 1), std::string::npos) << line << "is told twice";
  }
  const Record record = ReadRecord(folder_.File("waves.mp4"));
  EXPECT_EQ(record.task_id(), "task-7");
  EXPECT_EQ(record.progress_page(), "https://example.com/page");
  EXPECT_EQ(record.source_page(), "https://example.com/source");
  EXPECT_EQ(record.rewritten_prompt(), "waves,\nbut nicer");
  EXPECT_TRUE(record.has_finish_time());
}

TEST_F(VideoCliTest, AnUnknownOutcomeIsNoSuccess) {
  server_.generate_video = [](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    WriteReverseProgress(writer, 10);
    v1::GenerateVideoResponse event;
    event.mutable_completed()->set_outcome(v1::VIDEO_OUTCOME_UNKNOWN);
    writer.Write(event);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_NE(result.err.find("VIDEO_OUTCOME_UNKNOWN"), std::string::npos);
  EXPECT_NE(result.err.find("if it still comes, this fetches it:\n  mediagen watch 'op'"),
            std::string::npos)
      << result.err;
  // The way back to the job is kept.
  const Record record = ReadRecord(folder_.File("waves.mp4"));
  EXPECT_EQ(record.operation(), "op");
  EXPECT_EQ(record.source_page(), "https://example.com/source");
  EXPECT_FALSE(record.has_finish_time());
}

TEST_F(VideoCliTest, AReverseStreamThatBrokeIsJoinedOrToldWithItsPages) {
  server_.generate_video = [](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    return MakeError({.code = grpc::StatusCode::UNKNOWN, .reason = "UPSTREAM_STREAM_CUT"});
  };
  server_.watch_video = [](auto&, const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::FAILED_PRECONDITION,
                      .reason = "NOT_RESUMABLE",
                      .metadata = {{"task_id", "task-7"},
                                   {"progress_page", "https://example.com/page"},
                                   {"source_page", "https://example.com/source"}}});
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 6);
  EXPECT_EQ(server_.watch_calls, 1);
  EXPECT_NE(result.err.find("task         task-7\n"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("page         https://example.com/page\n"), std::string::npos);
  EXPECT_NE(result.err.find("state page   https://example.com/source\n"), std::string::npos);
}

TEST_F(VideoCliTest, ATranslatedPromptIsToldAndRecorded) {
  server_.generate_video = [this](auto&, const auto& request, auto& writer) {
    request_ = request;
    v1::GenerateVideoResponse event;
    event.mutable_started()->set_operation("op");
    event.mutable_started()->set_prompt("waves");
    event.mutable_started()->mutable_estimated_cost()->set_nano_usd(3'200'000'000);
    event.mutable_started()->add_warnings("translated");
    writer.Write(event);
    WriteVideo(writer, 0, video_);
    event.mutable_completed()->mutable_cost()->set_nano_usd(3'200'100'000);
    event.mutable_completed()->add_warnings("translated");
    writer.Write(event);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"волны", "-o", "waves.mp4", "--translate-prompt"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(request_.translate_prompt());
  EXPECT_NE(result.err.find("prompt as sent: waves\n"), std::string::npos);
  EXPECT_NE(result.err.find("estimated cost: 3.20 USD\n"), std::string::npos);
  EXPECT_NE(result.err.find("\ncost: 3.2001 USD\n"), std::string::npos);
  const Record record = ReadRecord(folder_.File("waves.mp4"));
  EXPECT_EQ(record.prompt(), "waves");
  EXPECT_EQ(record.original_prompt(), "волны");
}

TEST_F(VideoCliTest, ValidateOnlyPricesAndStartsNothing) {
  v1::StartVideoRequest request;
  server_.start_video = [&request](const auto& given, auto& response) {
    request = given;
    response.mutable_started()->mutable_estimated_cost()->set_nano_usd(3'200'000'000);
    response.mutable_started()->add_warnings("the model is retired soon");
    return grpc::Status::OK;
  };
  folder_.Write("still.png", "png");
  const CliResult result =
      Run({"waves", "-o", "waves.mp4", "--validate-only", "--resolution", "4k", "--reference",
           "still.png:style", "--no-translate-prompt", "--request-id", "my-id"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "estimated cost: 3.20 USD\n");
  EXPECT_NE(result.err.find("warning: the model is retired soon\n"), std::string::npos);
  EXPECT_EQ(result.err.find("mediagen watch"), std::string::npos);
  EXPECT_TRUE(request.validate_only());
  EXPECT_EQ(request.request_id(), "my-id");
  EXPECT_TRUE(request.has_translate_prompt());
  EXPECT_EQ(request.spec().resolution(), "4k");
  EXPECT_EQ(request.spec().reference_images(0).reference_type(), "style");
  EXPECT_EQ(folder_.FileCount(), 1u);
}

TEST_F(VideoCliTest, AVideoToGoOnFromIsEnough) {
  folder_.Write("clip.mp4", "clip");
  EXPECT_EQ(Run({"--extend", "clip.mp4", "-o", "longer.mp4"}).exit_code, 0);
  EXPECT_EQ(request_.spec().video().data(), "clip");
  EXPECT_EQ(folder_.Read("longer.mp4"), video_);
}

TEST_F(VideoCliTest, ALinkIsToldAndRecorded) {
  server_.generate_video = [](auto&, const auto&, auto& writer) {
    WriteStarted(writer, "op", "r");
    v1::GenerateVideoResponse event;
    event.mutable_link()->mutable_media()->set_uri("https://example.com/v.mp4");
    writer.Write(event);
    WriteCompleted(writer, 1);
    return grpc::Status::OK;
  };
  const CliResult result = Run({"waves", "-o", "waves.mp4"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.err.find("https://example.com/v.mp4"), std::string::npos);
  EXPECT_EQ(ReadRecord(folder_.File("waves.mp4")).uri(), "https://example.com/v.mp4");
  EXPECT_EQ(folder_.FileCount(), 1u);
}

}  // namespace
}  // namespace mediagen::client
