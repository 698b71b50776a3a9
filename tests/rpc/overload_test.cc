// What the byte budget does to calls.
#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/sealed_operation.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

constexpr int64_t kBudget = 16'000'000;

class OverloadTest : public VideoTest {
 protected:
  OverloadTest() {
    config_.set_max_inflight_bytes(kBudget);
    config_.set_operation_key_file(key_.file());
  }

  bool NothingIsHeld() {
    return Eventually(kTestLimit, [this] { return server()->inflight_bytes() == 0; });
  }

  // A start whose upload fills the budget and which the upstream does not answer.
  std::future<grpc::Status> FillWithUpload() {
    upstream_.Enqueue(Answer::Json(OperationAnswer()).HoldUntilReleased());
    auto call = std::async(std::launch::async, [this] {
      PaidParameters parameters;
      parameters.image = Png(kBudget - 100'000);
      return PaidRpcNamed("StartVideo").Call(server(), parameters);
    });
    EXPECT_TRUE(upstream_.WaitForRequests(1));
    return call;
  }

  static void ExpectOverloaded(const grpc::Status& status) {
    const client::CallError error = ErrorOf(status);
    EXPECT_EQ(error.code, absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(error.reason, "OVERLOADED");
    EXPECT_TRUE(error.retry_delay.has_value());
  }

  const SealedOperation key_;
};

TEST_F(OverloadTest, NewCallsAreRefusedBeforeAnythingIsSent) {
  std::future<grpc::Status> upload = FillWithUpload();
  for (const PaidRpc& rpc : PaidRpcs()) {
    SCOPED_TRACE(rpc.name);
    PaidParameters parameters;
    parameters.request_id = absl::StrCat("r-", rpc.name);
    ExpectOverloaded(rpc.Call(server(), parameters));
  }
  ExpectOverloaded(Watch(key_.Seal()).status);
  EXPECT_EQ(upstream_.request_count(), 1u);
  upstream_.Release();
  EXPECT_TRUE(upload.get().ok());
  EXPECT_TRUE(NothingIsHeld());
  // The same ids are free.
  for (const PaidRpc& rpc : PaidRpcs()) {
    SCOPED_TRACE(rpc.name);
    for (Answer& answer : GoodAnswers(rpc)) upstream_.Enqueue(std::move(answer));
    PaidParameters parameters;
    parameters.request_id = absl::StrCat("r-", rpc.name);
    EXPECT_TRUE(rpc.Call(server(), parameters).ok());
  }
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_TRUE(NothingIsHeld());
}

TEST_F(OverloadTest, AnUploadThatDoesNotFitIsRefused) {
  std::future<grpc::Status> upload = FillWithUpload();
  PaidParameters parameters;
  parameters.image = Png(1'000'000);
  ExpectOverloaded(PaidRpcNamed("Chat").Call(server(), parameters));
  upstream_.Release();
  EXPECT_TRUE(upload.get().ok());
  EXPECT_TRUE(NothingIsHeld());
}

TEST_F(OverloadTest, CallsWithoutMediaAreAnswered) {
  std::future<grpc::Status> upload = FillWithUpload();
  upstream_.Enqueue(Answer::Json(PendingAnswer()));
  v1::GetVideoOperationResponse response;
  EXPECT_TRUE(GetOperation(key_.Seal(), response).ok());
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_RUNNING);
  upstream_.Release();
  EXPECT_TRUE(upload.get().ok());
}

// Far more than fits waits for its readers; all of it arrives.
TEST_F(OverloadTest, StreamsThatNobodyReadsWaitWithinTheBudget) {
  constexpr int kStreams = 40;
  const std::string picture = Png(3'000'000);
  // None comes when it is full already: he would be refused.
  upstream_.SetDefault(Answer::Json(ImagesAnswer({picture})).HoldUntilReleased());
  v1::StreamImagesRequest request;
  request.mutable_spec()->set_prompt("a lighthouse");
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::StreamImagesResponse>>> readers;
  for (int i = 0; i < kStreams; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(server().images().StreamImages(contexts.back().get(), request));
  }
  EXPECT_TRUE(upstream_.WaitForRequests(kStreams));
  upstream_.Release();
  EXPECT_TRUE(Eventually(kTestLimit, [this] {
    return server()->inflight_bytes() > kBudget - ByteBudget::kSmallestChunk;
  }));
  for (auto& reader : readers) {
    // Each that is read is given a little in any case.
    EXPECT_LE(server()->inflight_bytes(), kBudget + kStreams * 2 * ByteBudget::kHungryChunk);
    const Streamed<v1::StreamImagesResponse> streamed(std::move(reader));
    EXPECT_TRUE(streamed.status.ok()) << streamed.status.error_message();
    const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
    ASSERT_EQ(media.size(), 1u);
    EXPECT_TRUE(media[0].bytes == picture);
  }
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_TRUE(NothingIsHeld());
}

// Each collects a third of the budget, and all of them would get stuck half-way.
TEST_F(OverloadTest, CallsThatCollectDoNotWaitForEachOtherForEver) {
  constexpr size_t kCalls = 8;
  const std::string picture = Png(5'000'000);
  upstream_.SetDefault(Answer::Json(ImagesAnswer({picture})).HoldUntilReleased());
  std::vector<std::future<bool>> calls;
  for (size_t i = 0; i < kCalls; ++i) {
    calls.push_back(std::async(std::launch::async, [&] {
      v1::GenerateImagesRequest request;
      request.mutable_spec()->set_prompt("a lighthouse");
      v1::GenerateImagesResponse response;
      grpc::ClientContext context;
      const grpc::Status status = server().images().GenerateImages(&context, request, &response);
      return status.ok() && response.results(0).image().data() == picture;
    }));
  }
  EXPECT_TRUE(upstream_.WaitForRequests(kCalls));
  upstream_.Release();
  for (std::future<bool>& call : calls) EXPECT_TRUE(call.get());
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_TRUE(NothingIsHeld());
}

TEST_F(OverloadTest, DrainingGivesEverythingBack) {
  SetMillis(*config_.mutable_drain_timeout(), 50);
  upstream_.SetDefault(Answer::Json(ImagesAnswer({Png(3'000'000)})));
  v1::StreamImagesRequest request;
  request.mutable_spec()->set_prompt("a lighthouse");
  grpc::ClientContext context;
  auto reader = server().images().StreamImages(&context, request);
  EXPECT_TRUE(Eventually(kTestLimit, [this] { return server()->inflight_bytes() > 1'000'000; }));
  std::thread drain([this] { server()->Drain(); });
  EXPECT_TRUE(log_.WaitFor("call").has_value());
  EXPECT_FALSE(Streamed<v1::StreamImagesResponse>(std::move(reader)).status.ok());
  drain.join();
  EXPECT_EQ(server()->inflight_bytes(), 0);
}

// How answers go wrong; a byte that is held afterwards is held for ever.
struct Ending {
  const char* name;
  const char* rpc;
  Answer answer;
};

class LeakTest : public OverloadTest, public ::testing::WithParamInterface<Ending> {};

TEST_P(LeakTest, NothingStaysBehind) {
  if (std::string(GetParam().rpc).find("Video") != std::string::npos) {
    upstream_.Enqueue(Answer::Json(OperationAnswer()));
  }
  upstream_.Enqueue(GetParam().answer);
  // A poll that failed is repeated; this ends it.
  upstream_.SetDefault(Answer(404, R"({"error":{"code":404,"status":"NOT_FOUND"}})"));
  PaidParameters parameters;
  if (std::string(GetParam().rpc) == "Chat") parameters.image = Png(2'000'000);
  EXPECT_FALSE(PaidRpcNamed(GetParam().rpc).Call(server(), parameters).ok());
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_TRUE(NothingIsHeld());
}

std::vector<Ending> Endings() {
  const std::string pictures = ImagesAnswer({Png(2'000'000)});
  const std::string videos = VideosAnswer({Mp4(2'000'000)});
  std::string corrupt = pictures;
  corrupt[1'000'000] = '*';
  std::vector<Ending> endings;
  for (const char* rpc : {"GenerateImages", "StreamImages"}) {
    endings.push_back({"Cut", rpc, Answer::Json(pictures).CutAfter(1'500'000)});
    endings.push_back({"Corrupt", rpc, Answer::Json(corrupt)});
    endings.push_back({"Garbled", rpc, Answer::Json(pictures.substr(0, 1'000'000) + "\"]]}")});
    endings.push_back({"Refused", rpc, Answer(400, "{}")});
  }
  endings.push_back({"Cut", "GenerateVideo", Answer::Json(videos).CutAfter(1'500'000)});
  endings.push_back({"Refused", "Chat", Answer(400, "{}")});
  endings.push_back({"Unread", "Chat", Answer().CloseBeforeAnswer()});
  return endings;
}

INSTANTIATE_TEST_SUITE_P(, LeakTest, ::testing::ValuesIn(Endings()),
                         [](const ::testing::TestParamInfo<Ending>& info) {
                           return absl::StrCat(info.param.rpc, info.param.name);
                         });

}  // namespace
}  // namespace mediagen::testing
