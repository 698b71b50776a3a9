// Callers that stop reading, or read slowly.
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "absl/strings/numbers.h"
#include "server/rpc/response_stream.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class SlowClientTest : public VideoTest {
 protected:
  SlowClientTest() { SetMillis(*config_.mutable_slow_client_timeout(), 300); }

  static v1::StreamImagesRequest Lighthouse() {
    v1::StreamImagesRequest request;
    request.mutable_spec()->set_prompt("a lighthouse");
    return request;
  }

  // Whether the next operation of `queue` has gone well.
  static bool Done(grpc::CompletionQueue& queue) {
    void* tag = nullptr;
    bool ok = false;
    const auto limit = std::chrono::system_clock::now() + kTestLimit;
    return queue.AsyncNext(&tag, &ok, limit) == grpc::CompletionQueue::GOT_EVENT && ok;
  }

  // Waits a while for what should not happen.
  bool EndsWithin(std::chrono::milliseconds limit) {
    return log_.WaitFor("call", limit).has_value();
  }
};

TEST_F(SlowClientTest, AVideoIsGivenUpAndCanBeJoined) {
  const std::string video = Mp4(5'000'000);
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({video})));
  grpc::ClientContext context;
  auto reader = server().videos().GenerateVideo(&context, Waves());
  const auto line = log_.WaitFor("call");
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->reason(), "CLIENT_TOO_SLOW");
  EXPECT_EQ(log_.Count("operation_orphaned"), 1);
  EXPECT_TRUE(upstream_.WaitUntilNoConnections());
  // He begins to read again.
  const Streamed<v1::GenerateVideoResponse> streamed(std::move(reader));
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "CLIENT_TOO_SLOW");
  EXPECT_FALSE(error.retry_delay.has_value());
  const std::string operation = streamed.events.at(0).started().operation();
  EXPECT_EQ(error.Metadata("operation"), operation);
  EXPECT_EQ(error.Metadata("index"), "0");
  const std::vector<ReceivedMedia> first = ReceiveMedia(streamed.events);
  ASSERT_EQ(first.size(), 1u);
  int64_t offset = 0;
  ASSERT_TRUE(absl::SimpleAtoi(error.Metadata("offset"), &offset));
  EXPECT_EQ(offset, static_cast<int64_t>(first[0].bytes.size()));
  EXPECT_LT(first[0].bytes.size(), video.size());

  upstream_.Enqueue(Answer::Json(VideosAnswer({video})));
  const Streamed<v1::WatchVideoResponse> rest = Watch(operation, 0, offset);
  EXPECT_TRUE(rest.status.ok()) << rest.status.error_message();
  const std::vector<ReceivedMedia> second = ReceiveMedia(rest.events);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_TRUE(first[0].bytes + second[0].bytes == video);
}

TEST_F(SlowClientTest, PicturesAreGivenUpWithoutInvitingARepeat) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(5'000'000)})));
  grpc::ClientContext context;
  auto reader = server().images().StreamImages(&context, Lighthouse());
  ASSERT_TRUE(log_.WaitFor("call").has_value());
  const Streamed<v1::StreamImagesResponse> streamed(std::move(reader));
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "CLIENT_TOO_SLOW");
  EXPECT_FALSE(error.retry_delay.has_value());
}

TEST_F(SlowClientTest, MemoryComesBackAlsoWhenNothingIsEverRead) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(5'000'000)})));
  grpc::ClientContext context;
  auto reader = server().images().StreamImages(&context, Lighthouse());
  ASSERT_TRUE(log_.WaitFor("call").has_value());
  // One chunk is with gRPC, for a last chance.
  EXPECT_LE(server()->inflight_bytes(), 600'000);
  EXPECT_TRUE(Eventually(kTestLimit, [this] { return server()->inflight_bytes() == 0; }));
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_EQ(log_.Count("end_unread"), 1);
  context.TryCancel();
  EXPECT_FALSE(Streamed<v1::StreamImagesResponse>(std::move(reader)).status.ok());
}

TEST_F(SlowClientTest, WhoReadsSlowlyIsServed) {
  const std::string picture = Png(5'000'000);
  upstream_.Enqueue(Answer::Json(ImagesAnswer({picture})));
  grpc::ClientContext context;
  auto reader = server().images().StreamImages(&context, Lighthouse());
  std::vector<v1::StreamImagesResponse> events;
  // Many times the limit in all.
  for (v1::StreamImagesResponse event; reader->Read(&event);) {
    const bool chunk = event.has_chunk();
    events.push_back(std::move(event));
    if (chunk) EndsWithin(std::chrono::milliseconds(150));
  }
  EXPECT_TRUE(reader->Finish().ok());
  const std::vector<ReceivedMedia> media = ReceiveMedia(events);
  ASSERT_EQ(media.size(), 1u);
  ExpectWhole(media[0], picture);
}

TEST_F(SlowClientTest, ZeroIsForEver) {
  SetMillis(*config_.mutable_slow_client_timeout(), 0);
  const std::string picture = Png(5'000'000);
  upstream_.Enqueue(Answer::Json(ImagesAnswer({picture})));
  grpc::ClientContext context;
  auto reader = server().images().StreamImages(&context, Lighthouse());
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  EXPECT_FALSE(EndsWithin(std::chrono::milliseconds(700)));
  const Streamed<v1::StreamImagesResponse> streamed(std::move(reader));
  EXPECT_TRUE(streamed.status.ok());
  EXPECT_TRUE(ReceiveMedia(streamed.events).at(0).bytes == picture);
}

// A whole answer in one message that stays where it is.
TEST_F(SlowClientTest, AUnaryAnswerThatNobodyReadsIsDropped) {
  SetMillis(*config_.mutable_slow_client_timeout(), 100);
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(2'000'000)})));
  v1::GenerateImagesRequest request;
  request.mutable_spec()->set_prompt("a lighthouse");
  // A caller that sends and does not read.
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  grpc::GenericStub stub(server().channel());
  auto call = stub.PrepareCall(&context, "/mediagen.v1.ImageService/GenerateImages", &queue);
  call->StartCall(nullptr);
  EXPECT_TRUE(Done(queue));
  call->WriteLast(SerializeMessage(request), grpc::WriteOptions(), nullptr);
  EXPECT_TRUE(Done(queue));
  EXPECT_TRUE(log_.WaitFor("call").has_value());
  EXPECT_TRUE(log_.WaitFor("end_unread").has_value());
  EXPECT_TRUE(Eventually(kTestLimit, [this] { return server()->inflight_bytes() == 0; }));
  EXPECT_TRUE(server().WaitUntilIdle());
  context.TryCancel();  // gRPC ends no call of which something is unread.
  grpc::Status status;
  call->Finish(&status, nullptr);
  EXPECT_TRUE(Done(queue));
}

}  // namespace
}  // namespace mediagen::testing
