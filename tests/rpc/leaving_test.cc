// A caller that leaves, or whose deadline passes, frees everything within a second, wherever the
// flow waits. (What has been paid for goes on: see start_detaches_test.cc.)
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "tests/fakes/silent_port.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/sealed_operation.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

enum class Place { kConnecting, kSending, kHeaders, kMidBody, kBetweenPolls, kBlockedWrite };

struct Waiting {
  std::string rpc;
  Place place;
  bool by_deadline;
};

std::string NameOf(const ::testing::TestParamInfo<Waiting>& info) {
  static constexpr const char* kPlaces[] = {"Connecting", "Sending",      "Headers",
                                            "MidBody",    "BetweenPolls", "BlockedWrite"};
  return absl::StrCat(info.param.rpc, kPlaces[static_cast<int>(info.param.place)],
                      info.param.by_deadline ? "Deadline" : "Cancel");
}

void PrintTo(const Waiting& waiting, std::ostream* out) { *out << waiting.rpc; }

FakeUpstreamOptions SmallBuffers() {
  FakeUpstreamOptions options;
  options.receive_buffer_bytes = 4096;
  return options;
}

class LeavingTest : public ServerTest, public ::testing::WithParamInterface<Waiting> {
 protected:
  LeavingTest() : ServerTest(SmallBuffers()) {
    config_.set_operation_key_file(key_.file());
    if (place() == Place::kConnecting) {
      config_.mutable_providers(0)->set_base_url(silent_port_.base_url());
      config_.mutable_providers(0)->set_chat_base_url(silent_port_.base_url());
    }
    if (place() == Place::kBetweenPolls) SetMillis(*config_.mutable_poll_interval(), 60'000);
    if (rpc() == "GenerateVideo") upstream_.Enqueue(Answer::Json(OperationAnswer()));
    upstream_.Enqueue(AnswerOfPlace());
  }

  const std::string& rpc() const { return GetParam().rpc; }
  Place place() const { return GetParam().place; }

  Answer AnswerOfPlace() const {
    switch (place()) {
      case Place::kSending:
        return Answer().StallBeforeReadingBody();
      case Place::kHeaders:
        return Answer().HoldUntilReleased();
      case Place::kMidBody:
        return Answer::Json(R"({"predictions":[]})").StallAfter(10);
      case Place::kBlockedWrite:
        return Endless();
      case Place::kConnecting:
      case Place::kBetweenPolls:
        break;
    }
    return Answer::Json(PendingAnswer());
  }

  // One item that does not end.
  Answer Endless() const {
    const std::string head = rpc() == "StreamImages"
                                 ? R"({"predictions":[{"bytesBase64Encoded":")"
                                 : R"({"done":true,"response":{"videos":[{"encodedVideo":")";
    auto first = std::make_shared<bool>(true);
    return Answer().BodyFrom([head, first] {
      return std::exchange(*first, false) ? head : std::string(64 * 1024, 'A');
    });
  }

  // Makes the call; a stream is read only once `read` is there.
  grpc::Status Call(grpc::ClientContext& context, std::future<void> read) {
    PaidParameters parameters;
    if (place() == Place::kSending) parameters.image = Png(8'000'000);
    if (rpc() == "GetVideoOperation") {
      v1::GetVideoOperationRequest request;
      request.set_operation(key_.Seal());
      v1::GetVideoOperationResponse response;
      return server().videos().GetVideoOperation(&context, request, &response);
    }
    if (rpc() == "WatchVideo") {
      v1::WatchVideoRequest request;
      request.set_operation(key_.Seal());
      auto reader = server().videos().WatchVideo(&context, request);
      read.wait();
      return Streamed<v1::WatchVideoResponse>(std::move(reader)).status;
    }
    if (rpc() == "StreamImages") {
      v1::StreamImagesRequest request;
      request.mutable_spec()->set_prompt("a lighthouse");
      auto reader = server().images().StreamImages(&context, request);
      read.wait();
      return Streamed<v1::StreamImagesResponse>(std::move(reader)).status;
    }
    if (rpc() == "GenerateVideo") {
      v1::GenerateVideoRequest request;
      request.mutable_spec()->set_prompt("waves");
      auto reader = server().videos().GenerateVideo(&context, request);
      read.wait();
      return Streamed<v1::GenerateVideoResponse>(std::move(reader)).status;
    }
    return PaidRpcNamed(rpc()).call(server(), context, parameters);
  }

  // Whether the flow has come to its place.
  bool WaitUntilThere() {
    const size_t requests = rpc() == "GenerateVideo" ? 2 : 1;
    const uint64_t told_before = rpc() == "GenerateVideo" ? OperationAnswer().size() : 0;
    switch (place()) {
      case Place::kConnecting:
        return server().WaitForCalls(1);
      case Place::kSending:
        return upstream_.WaitForHeads(1);
      case Place::kHeaders:
        return upstream_.WaitForRequests(requests);
      case Place::kMidBody:
        return Eventually(kTestLimit,
                          [&] { return upstream_.body_bytes_sent() == told_before + 10; });
      case Place::kBetweenPolls:
        // GenerateVideo waits before its first poll.
        return Eventually(kTestLimit, [&] {
          return upstream_.body_bytes_sent() ==
                 (rpc() == "GenerateVideo" ? told_before : PendingAnswer().size());
        });
      case Place::kBlockedWrite:
        return WaitUntilStill();
    }
    return false;
  }

  // Whether the upstream cannot get rid of its bytes any more.
  bool WaitUntilStill() {
    uint64_t sent = 0;
    auto since = std::chrono::steady_clock::now();
    return Eventually(kTestLimit, [&] {
      const auto now = std::chrono::steady_clock::now();
      if (std::exchange(sent, upstream_.body_bytes_sent()) != sent) since = now;
      return sent > 100'000 && now - since > std::chrono::milliseconds(150);
    });
  }

  const SealedOperation key_;
  SilentPort silent_port_;
};

TEST_P(LeavingTest, FreesEverythingWithinASecond) {
  server();
  grpc::ClientContext context;
  if (GetParam().by_deadline)
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(1));
  std::promise<void> read;
  auto call = std::async(std::launch::async, [&] { return Call(context, read.get_future()); });
  EXPECT_TRUE(WaitUntilThere());
  if (place() == Place::kBlockedWrite) {
    // What is on its way is a few chunks and the kernel's buffers, not the video.
    EXPECT_LT(upstream_.body_bytes_sent(), 20'000'000u);
  }
  if (GetParam().by_deadline) {
    EXPECT_TRUE(Eventually(kTestLimit,
                           [&] { return context.deadline() < std::chrono::system_clock::now(); }));
  } else {
    EXPECT_EQ(server()->active_calls(), 1);
    context.TryCancel();
  }
  EXPECT_TRUE(server().WaitUntilIdle());
  const bool exchange_runs = place() == Place::kSending || place() == Place::kHeaders ||
                             place() == Place::kMidBody || place() == Place::kBlockedWrite;
  if (exchange_runs) {
    EXPECT_TRUE(upstream_.WaitForPeerCloses(1, kPromptly));
  }
  EXPECT_TRUE(Eventually(kPromptly, [this] { return server()->inflight_bytes() == 0; }));
  read.set_value();
  const grpc::StatusCode code = call.get().error_code();
  EXPECT_EQ(code, GetParam().by_deadline ? grpc::StatusCode::DEADLINE_EXCEEDED
                                         : grpc::StatusCode::CANCELLED);
  const auto line = log_.WaitFor("call");
  ASSERT_TRUE(line.has_value());
  // The caller's own clock may be the first to run out.
  EXPECT_TRUE(line->code() == "CANCELLED" ||
              (GetParam().by_deadline && line->code() == "DEADLINE_EXCEEDED"))
      << line->code();
  EXPECT_EQ(log_.Count("operation_orphaned"),
            rpc() == "GenerateVideo" && place() != Place::kConnecting);
}

std::vector<Waiting> Everywhere() {
  const std::pair<Place, std::vector<std::string>> places[] = {
      {Place::kConnecting,
       {"GenerateImages", "StreamImages", "Chat", "GenerateVideo", "StartVideo", "WatchVideo",
        "GetVideoOperation"}},
      {Place::kSending, {"Chat"}},
      {Place::kHeaders,
       {"GenerateImages", "StreamImages", "Chat", "GenerateVideo", "WatchVideo",
        "GetVideoOperation"}},
      {Place::kMidBody,
       {"GenerateImages", "StreamImages", "Chat", "GenerateVideo", "WatchVideo",
        "GetVideoOperation"}},
      {Place::kBetweenPolls, {"GenerateVideo", "WatchVideo"}},
      {Place::kBlockedWrite, {"StreamImages", "GenerateVideo", "WatchVideo"}},
  };
  std::vector<Waiting> all;
  for (const auto& [place, rpcs] : places) {
    for (const std::string& rpc : rpcs) {
      all.push_back({rpc, place, false});
      all.push_back({rpc, place, true});
    }
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(, LeavingTest, ::testing::ValuesIn(Everywhere()), &NameOf);

}  // namespace
}  // namespace mediagen::testing
