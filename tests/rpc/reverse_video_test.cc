// A video of a reverse channel, made and delivered in one call.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/reverse_fixture.h"

namespace mediagen::testing {
namespace {

class ReverseVideoTest : public ReverseTest {};

TEST_F(ReverseVideoTest, HandsItsLinksOver) {
  upstream_.Enqueue(WholeStream());
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_FALSE(streamed.events.at(0).started().operation().empty());
  EXPECT_EQ(streamed.events.at(0).started().estimated_cost().nano_usd(), 410'000'000);
  const v1::VideoProgress told = Told(streamed.events);
  EXPECT_EQ(told.task_id(), kTaskId);
  EXPECT_EQ(told.progress_page(), ProgressPage(site()));
  EXPECT_EQ(told.source_page(), SourcePage(site()));
  EXPECT_EQ(told.revised_prompt(), "grey waves");
  EXPECT_EQ(told.upstream_percent(), 42);
  EXPECT_EQ(told.upstream_retry(), 1);
  EXPECT_EQ(told.upstream_retry_limit(), 3);
  EXPECT_EQ(told.watch_uri(), WatchUrl(site()));
  EXPECT_EQ(told.download_uri(), DownloadUrl(site()));
  const v1::MediaLink link = LinkOf(streamed.events);
  EXPECT_EQ(link.media().uri(), DownloadUrl(site()));
  EXPECT_EQ(link.watch_uri(), WatchUrl(site()));
  EXPECT_EQ(link.record().rewritten_prompt(), "grey waves");
  EXPECT_EQ(link.record().prompt(), "waves");
  const v1::VideoCompleted& completed = streamed.events.back().completed();
  EXPECT_EQ(completed.outcome(), v1::VIDEO_OUTCOME_SUCCEEDED);
  EXPECT_EQ(completed.video_count(), 1);
  EXPECT_EQ(completed.cost().nano_usd(), 410'000'000);
  ASSERT_EQ(upstream_.request_count(), 1u);
  const http::Request sent = upstream_.requests().at(0);
  EXPECT_EQ(sent.target, "/chat/completions");
  EXPECT_EQ(sent.body,
            R"({"model":"veo-3","messages":[{"role":"user","content":"waves"}],"stream":true})");
}

TEST_F(ReverseVideoTest, AnAnswerThatComesAtOnceIsAsGood) {
  upstream_.Enqueue(
      Answer::Json(ReverseJson(ReverseOpening(site()) + ReverseProgress() + ReverseLinks(site()))));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_TRUE(streamed.events.at(0).has_started());
  EXPECT_EQ(Told(streamed.events).task_id(), kTaskId);
  EXPECT_EQ(LinkOf(streamed.events).media().uri(), DownloadUrl(site()));
}

TEST_F(ReverseVideoTest, ALinkOfAPlayerAloneIsHandedOver) {
  upstream_.Enqueue(Stream(
      ReverseStream({ReverseOpening(site()), absl::StrCat("[Watch](", WatchUrl(site()), ")\n")})));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const v1::MediaLink link = LinkOf(streamed.events);
  EXPECT_EQ(link.media().uri(), WatchUrl(site()));
  EXPECT_EQ(link.watch_uri(), WatchUrl(site()));
}

TEST_F(ReverseVideoTest, TellsWhatIsSaidWhileItIsSaid) {
  upstream_.Enqueue(HeldStream(ReverseStream({ReverseOpening(site()), ReverseProgress()}),
                               ReverseStream({ReverseLinks(site())}) + kStreamEnd));
  grpc::ClientContext context;
  auto reader = server().videos().GenerateVideo(&context, Waves());
  v1::VideoProgress told;
  bool started = false;
  v1::GenerateVideoResponse event;
  while (!told.has_upstream_percent() && reader->Read(&event)) {
    started = started || event.has_started();
    told.MergeFrom(event.progress());
    EXPECT_FALSE(event.has_link());
  }
  EXPECT_TRUE(started);
  EXPECT_EQ(told.task_id(), kTaskId);
  EXPECT_EQ(told.phase(), v1::VIDEO_PHASE_GENERATING);
  EXPECT_TRUE(told.has_estimated_fraction());
  EXPECT_EQ(told.download_uri(), "");
  // Signs of life go on while nothing is said.
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_TRUE(event.has_progress());
  upstream_.Release();
  while (reader->Read(&event)) {
  }
  EXPECT_TRUE(event.has_completed());
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(ReverseVideoTest, FetchesTheFileWhereItMay) {
  TrustTheSite(config_);
  const std::string video = Mp4(1'000'000);
  upstream_.Enqueue(WholeStream());
  upstream_.Enqueue(Answer(200, video).CutAfter(300'000));
  upstream_.Enqueue(Answer(503));
  upstream_.Enqueue(Answer(200, video));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 1u);
  ExpectWhole(media[0], video);
  EXPECT_EQ(media[0].end.record().rewritten_prompt(), "grey waves");
  EXPECT_EQ(streamed.events.back().completed().video_count(), 1);
  EXPECT_EQ(streamed.events.back().completed().warnings_size(), 0);
  const auto sent = upstream_.requests();
  ASSERT_EQ(sent.size(), 4u);
  EXPECT_EQ(sent[3].target, "/cdn/download/v.mp4?sig=b");
  for (size_t i = 1; i < sent.size(); ++i) {
    EXPECT_EQ(sent[i].headers.Get("Authorization"), "");
    EXPECT_EQ(sent[i].headers.Get("x-goog-api-key"), "");
  }
}

struct FetchRow {
  const char* name;
  Answer file;
  bool begins;  // Bytes of it reach the caller.
};

TEST_F(ReverseVideoTest, AFileThatDoesNotComeIsHandedOverAsALink) {
  TrustTheSite(config_);
  config_.set_max_poll_failures(2);
  const FetchRow rows[] = {
      {"Gone", Answer(404), false},
      {"Page", Answer(200, "<html>"), false},
      {"Down", Answer(503), false},
      {"Redirect", Answer(302).Header("Location", "http://files.example/v.mp4"), false},
      {"AlwaysCut", Answer(200, Mp4(500'000)).CutAfter(200'000), true},
  };
  for (const FetchRow& row : rows) {
    SCOPED_TRACE(row.name);
    upstream_.SetDefault(row.file);
    upstream_.Enqueue(WholeStream());
    v1::GenerateVideoRequest request = Waves();
    request.clear_request_id();
    const auto streamed = Generate(request);
    ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
    EXPECT_EQ(LinkOf(streamed.events).media().uri(), DownloadUrl(site()));
    EXPECT_EQ(streamed.events.back().completed().warnings_size(), 1);
    EXPECT_EQ(streamed.events.back().completed().video_count(), 1);
    bool failed = false;
    for (const v1::GenerateVideoResponse& event : streamed.events)
      failed = failed || event.has_failed();
    EXPECT_EQ(failed, row.begins);
  }
}

TEST_F(ReverseVideoTest, AFilterIsAnErrorWithTheJob) {
  upstream_.Enqueue(Stream(ReverseStream({ReverseOpening(site()), ReverseFailure()})));
  const auto streamed = Generate();
  EXPECT_TRUE(streamed.events.at(0).has_started());
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.reason, "RESULT_FILTERED");
  EXPECT_EQ(error.Metadata("task_id"), kTaskId);
  EXPECT_EQ(error.Metadata("progress_page"), ProgressPage(site()));
  EXPECT_EQ(error.Metadata("operation"), streamed.events.at(0).started().operation());
  EXPECT_EQ(error.Metadata("cost_nano_usd"), "");
}

TEST_F(ReverseVideoTest, AnAnswerThatEndsBeforeItsJobIsOkAndUnknown) {
  upstream_.Enqueue(
      Stream(ReverseStream({ReverseOpening(site()), ReverseProgress()}) + kStreamEnd));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_EQ(Told(streamed.events).source_page(), SourcePage(site()));
  const v1::VideoCompleted& completed = streamed.events.back().completed();
  EXPECT_EQ(completed.outcome(), v1::VIDEO_OUTCOME_UNKNOWN);
  EXPECT_EQ(completed.video_count(), 0);
  EXPECT_EQ(completed.cost().nano_usd(), 0);
}

TEST_F(ReverseVideoTest, AnAnswerThatBreaksBehindItsTaskSaysWhichItWas) {
  const std::string begun = ReverseStream({ReverseOpening(site()), ReverseProgress()});
  const Answer breaks[] = {
      Stream(begun + "data: {").CutAfter(begun.size()),
      Stream(begun + "data: not JSON\n\n"),
      Stream(begun + "data: {\"error\":{\"message\":\"busy\",\"type\":\"upstream_error\"}}\n\n"),
  };
  for (const Answer& broken : breaks) {
    const size_t before = upstream_.head_count();
    upstream_.Enqueue(broken);
    v1::GenerateVideoRequest request = Waves();
    request.clear_request_id();
    const auto streamed = Generate(request);
    EXPECT_TRUE(streamed.events.at(0).has_started());
    const client::CallError error = ErrorOf(streamed.status);
    EXPECT_EQ(error.code, absl::StatusCode::kUnknown);
    EXPECT_EQ(error.reason, "UPSTREAM_STREAM_CUT");
    EXPECT_EQ(error.Metadata("task_id"), kTaskId);
    EXPECT_EQ(error.Metadata("progress_page"), ProgressPage(site()));
    EXPECT_EQ(error.Metadata("source_page"), SourcePage(site()));
    EXPECT_FALSE(error.retry_delay.has_value());
    EXPECT_EQ(upstream_.head_count() - before, 1u);
  }
}

// What a stranger says at length must not keep the caller from hearing what happened.
TEST_F(ReverseVideoTest, LongWordsAreBorne) {
  const std::string long_site = absl::StrCat("https://x.example/", std::string(6'000, 'p'));
  const std::string opening = absl::StrCat(
      "{\"prompt\": \"", std::string(100'000, 'w'), "\"}\n> Task ID: `", kTaskId, "`\n> [Data](",
      ProgressPage(long_site), ") | [Source](", SourcePage(long_site), ")\n");
  upstream_.Enqueue(Stream(ReverseStream({opening, ReverseFailure()})));
  const auto streamed = Generate();
  const v1::VideoProgress told = Told(streamed.events);
  EXPECT_EQ(told.progress_page(), ProgressPage(long_site));
  EXPECT_EQ(told.revised_prompt(), std::string(8 * 1024, 'w'));
  EXPECT_LE(streamed.events.at(0).started().operation().size(), 2000u);
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.reason, "RESULT_FILTERED");
  EXPECT_EQ(error.Metadata("task_id"), kTaskId);
  EXPECT_EQ(error.Metadata("progress_page"), "");
}

TEST_F(ReverseVideoTest, AKeyThatIsQuotedIsNotTold) {
  const std::string quoting = absl::StrCat("https://x.example/", kUpstreamKey);
  upstream_.Enqueue(Stream(ReverseStream({ReverseOpening(quoting), ReverseLinks(quoting)})));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  for (const v1::GenerateVideoResponse& event : streamed.events)
    EXPECT_FALSE(absl::StrContains(event.ShortDebugString(), kUpstreamKey));
}

struct BeforeRow {
  const char* name;
  Answer answer;
  absl::StatusCode code;
  const char* reason;
};

TEST_F(ReverseVideoTest, WhatGoesWrongBeforeTheTask) {
  const BeforeRow rows[] = {
      {"Refused", Answer(400, "{}"), absl::StatusCode::kInvalidArgument, "UPSTREAM_REJECTED"},
      {"RateLimited", Answer(429, "{}"), absl::StatusCode::kResourceExhausted,
       "UPSTREAM_RATE_LIMITED"},
      {"ServerError", Answer(500), absl::StatusCode::kUnknown, "SUBMIT_OUTCOME_UNKNOWN"},
      {"Cut", Stream(ReverseStream({"> Waiting"})).CutAfter(20), absl::StatusCode::kUnknown,
       "SUBMIT_OUTCOME_UNKNOWN"},
      {"CutInTheTask", Stream(ReverseStream({"> Task ID: `8167db37-", "2b7c"})).CutAfter(100),
       absl::StatusCode::kUnknown, "SUBMIT_OUTCOME_UNKNOWN"},
      {"Html", Answer(200, "<html>"), absl::StatusCode::kUnknown, "SUBMIT_OUTCOME_UNKNOWN"},
      {"Empty", Answer(200, ""), absl::StatusCode::kUnknown, "SUBMIT_OUTCOME_UNKNOWN"},
      {"ErrorUnder200",
       Answer::Json(R"({"error":{"code":"model_not_found","message":"m","type":"t"}})"),
       absl::StatusCode::kNotFound, "MODEL_NOT_FOUND"},
      {"NothingSaid", Answer::Json(ReverseJson("")), absl::StatusCode::kInternal, "NO_VIDEO"},
      {"Filtered",
       Answer::Json(R"({"choices":[{"message":{"content":"no"},)"
                    R"("finish_reason":"content_filter"}]})"),
       absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED"},
      {"FailureWithoutTask", Answer::Json(ReverseJson(ReverseFailure())),
       absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED"},
  };
  for (const BeforeRow& row : rows) {
    SCOPED_TRACE(row.name);
    const size_t before = upstream_.head_count();
    upstream_.Enqueue(row.answer);
    v1::GenerateVideoRequest request = Waves();
    request.clear_request_id();
    const auto streamed = Generate(request);
    const client::CallError error = ErrorOf(streamed.status);
    EXPECT_EQ(error.code, row.code);
    EXPECT_EQ(error.reason, row.reason);
    for (const v1::GenerateVideoResponse& event : streamed.events)
      EXPECT_FALSE(event.has_started());
    EXPECT_EQ(upstream_.head_count() - before, 1u);
  }
}

TEST_F(ReverseVideoTest, TakesOneVideoAndAPromptAlone) {
  v1::GenerateVideoRequest request = Waves();
  request.mutable_spec()->set_number_of_videos(1);
  upstream_.Enqueue(WholeStream());
  EXPECT_TRUE(Generate(request).status.ok());
  request.set_request_id("r-2");
  request.mutable_spec()->set_number_of_videos(2);
  EXPECT_EQ(ErrorOf(Generate(request).status).code, absl::StatusCode::kInvalidArgument);
  request.mutable_spec()->set_number_of_videos(1);
  request.mutable_spec()->set_seed(7);
  EXPECT_EQ(ErrorOf(Generate(request).status).code, absl::StatusCode::kInvalidArgument);
  request.set_validate_only(true);
  EXPECT_EQ(ErrorOf(Generate(request).status).code, absl::StatusCode::kInvalidArgument);
  request.mutable_spec()->clear_seed();
  EXPECT_TRUE(Generate(request).status.ok());
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(ReverseVideoTest, ThePollThatIsConfiguredIsUsedInstead) {
  config_.mutable_providers(0)->set_video_shape("long_running");
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100)})));
  EXPECT_TRUE(Generate().status.ok());
  EXPECT_EQ(upstream_.requests().at(0).path, "/v1beta/models/veo-3:predictLongRunning");
}

}  // namespace
}  // namespace mediagen::testing
