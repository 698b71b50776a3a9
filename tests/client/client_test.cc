#include "client/client.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"
#include "client/call_error.h"
#include "tests/client/chat_script.h"
#include "tests/client/fake_server.h"
#include "tests/client/recording_observer.h"
#include "tests/client/video_script.h"

namespace mediagen::client {
namespace {

TEST(ClientTest, UnaryCallsAnswer) {
  FakeServer server;
  server.generate_images = [](const auto& request, auto& response) {
    response.set_request_id(request.request_id());
    // Above gRPC's default limit of 4 MiB.
    response.add_results()->mutable_image()->set_data(std::string(6'000'000, 'x'));
    return grpc::Status::OK;
  };
  server.start_video = [](const auto&, auto& response) {
    response.mutable_started()->set_operation("op");
    return grpc::Status::OK;
  };
  server.get_video_operation = [](const auto&, auto& response) {
    response.set_state(v1::VIDEO_STATE_RUNNING);
    return grpc::Status::OK;
  };
  Client client(server.address());
  v1::GenerateImagesRequest request;
  request.set_request_id("r1");
  const auto images = client.GenerateImages(request);
  ASSERT_TRUE(images.ok()) << images.status();
  EXPECT_EQ(images->request_id(), "r1");
  EXPECT_EQ(images->results(0).image().data().size(), 6'000'000u);
  EXPECT_EQ(client.StartVideo({})->operation(), "op");
  EXPECT_EQ(client.GetVideoOperation({})->state(), v1::VIDEO_STATE_RUNNING);
  EXPECT_TRUE(client.IsServing("").value());
  EXPECT_EQ(client.IsServing("nobody").status().code(), absl::StatusCode::kNotFound);
}

TEST(ClientTest, PaidCallsAreNeverRepeated) {
  FakeServer server;
  server.chat = [](auto&, const auto&, auto&) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "any retry layer would repeat this");
  };
  server.stream_images = [](auto&, const auto&, auto&) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "and this");
  };
  Client client(server.address());
  RecordingObserver media;
  EXPECT_EQ(client.Chat({}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client.StreamImages({}, media).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(server.paid_calls, 2);
}

TEST(ClientTest, ChatsAreStreamed) {
  FakeServer server;
  server.stream_chat = [](auto&, const auto& request, auto& writer) {
    using Event = v1::StreamChatResponse;
    WriteText<Event>(writer, 0, request.spec().messages(0).parts(0).text());
    WriteChatPicture<Event>(writer, 1, "picture", "image/png");
    WriteSignature<Event>(writer, 1, "sig");
    WriteChatCompleted<Event>(writer, 39'000'000);
    return grpc::Status::OK;
  };
  Client client(server.address());
  RecordingObserver observer;
  v1::StreamChatRequest request;
  request.mutable_spec()->add_messages()->add_parts()->set_text("a fox");
  const auto completed = client.StreamChat(request, observer, observer);
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->cost().nano_usd(), 39'000'000);
  EXPECT_EQ(observer.bytes, "picture");
  EXPECT_EQ(observer.log,
            (std::vector<std::string>{"text 0 a fox", "header 1", "end 1", "signature 1 sig"}));
}

TEST(ClientTest, PicturesAreMadeLarger) {
  FakeServer server;
  server.upscale_image = [](const auto& request, auto& response) {
    response.set_request_id(request.request_id());
    return grpc::Status::OK;
  };
  server.stream_upscale_image = [](auto&, const auto&, auto& writer) {
    WriteHeader(writer, 0, 0);
    v1::StreamUpscaleImageResponse event;
    event.mutable_filtered()->set_count(1);
    writer.Write(event);
    event.mutable_completed()->set_image_count(1);
    writer.Write(event);
    return grpc::Status::OK;
  };
  Client client(server.address());
  v1::UpscaleImageRequest request;
  request.set_request_id("r1");
  EXPECT_EQ(client.UpscaleImage(request)->request_id(), "r1");
  RecordingObserver observer;
  EXPECT_EQ(client.StreamUpscaleImage({}, observer)->image_count(), 1);
  EXPECT_EQ(observer.log, (std::vector<std::string>{"header 0", "filtered 1"}));
}

TEST(ClientTest, ACheckedVideoNeedsNoLastEvent) {
  FakeServer server;
  server.generate_video = [](auto&, const auto&, auto& writer) {
    v1::GenerateVideoResponse event;
    event.mutable_started()->mutable_estimated_cost()->set_nano_usd(3'200'000'000);
    writer.Write(event);
    return grpc::Status::OK;
  };
  Client client(server.address());
  RecordingObserver observer;
  v1::GenerateVideoRequest request;
  request.set_validate_only(true);
  EXPECT_TRUE(client.GenerateVideo(request, observer, observer).ok());
  EXPECT_EQ(observer.log, std::vector<std::string>{"started "});
  // A paid one does, or nobody would know that it broke.
  request.set_validate_only(false);
  EXPECT_EQ(client.GenerateVideo(request, observer, observer).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(ClientTest, ErrorsCarryTheirDetails) {
  FakeServer server;
  server.chat = [](auto&, const auto&, auto&) {
    return MakeError({.code = grpc::StatusCode::NOT_FOUND, .reason = "MODEL_NOT_FOUND"});
  };
  Client client(server.address());
  EXPECT_EQ(ParseCallError(client.Chat({}).status()).reason, "MODEL_NOT_FOUND");
}

TEST(ClientTest, NobodyListensMeansThatNothingWasSent) {
  std::string address;
  {
    FakeServer gone;
    address = gone.address();
  }
  Client client(address);
  const absl::Status status = client.Connect(absl::Seconds(5));
  EXPECT_EQ(ParseCallError(status).reason, "SERVER_UNREACHABLE");
}

TEST(ClientTest, ConnectSucceedsOnce) {
  FakeServer server;
  Client client(server.address());
  EXPECT_TRUE(client.Connect(absl::Seconds(5)).ok());
  EXPECT_TRUE(client.Connect(absl::Seconds(5)).ok());
}

TEST(ClientTest, CancellationEndsACallFromAnotherThread) {
  FakeServer server;
  std::atomic<bool> running = false;
  server.chat = [&running](auto& context, const auto&, auto&) {
    running = true;
    return WaitForCancel(context);
  };
  Client client(server.address());
  Cancellation cancellation;
  std::thread interrupter([&] {
    while (!running) std::this_thread::yield();
    cancellation.Cancel();
  });
  const absl::Time start = absl::Now();
  const auto response = client.Chat({}, {.cancellation = &cancellation});
  interrupter.join();
  EXPECT_EQ(response.status().code(), absl::StatusCode::kCancelled);
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  // Thrown is thrown: later calls do not begin.
  EXPECT_EQ(client.Chat({}, {.cancellation = &cancellation}).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(server.paid_calls, 1);
}

TEST(ClientTest, TimeoutEndsACall) {
  FakeServer server;
  server.chat = [](auto& context, const auto&, auto&) { return WaitForCancel(context); };
  Client client(server.address());
  EXPECT_EQ(client.Chat({}, {.timeout = absl::Milliseconds(100)}).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST(ClientTest, AnObserverThatFailsEndsTheCallWithItsError) {
  FakeServer server;
  server.stream_images = [](auto& context, const auto&, auto& writer) {
    WriteHeader(writer, 0, 0);
    WriteChunks(writer, 0, VideoBytes(3000), 0, 3000);
    return WaitForCancel(context);
  };
  Client client(server.address());
  RecordingObserver media;
  media.fail_at_bytes = 1000;
  const auto completed = client.StreamImages({}, media);
  EXPECT_EQ(completed.status().message(), "the disk is full");
}

TEST(ClientTest, AnOkWithoutTheLastEventIsABrokenStream) {
  FakeServer server;
  server.stream_images = [](auto&, const auto&, auto&) { return grpc::Status::OK; };
  Client client(server.address());
  RecordingObserver media;
  EXPECT_EQ(client.StreamImages({}, media).status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace mediagen::client
