// StreamChat: text and pictures while they arrive.
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "tests/rpc/received_chat.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

std::string Delta(absl::string_view members) {
  return absl::StrCat(R"(data: {"choices":[{"index":0,"delta":{)", members, "}}]}\n\n");
}

Answer EventStream(const std::string& body) {
  return Answer(200, body)
      .Header("Content-Type", "text/event-stream")
      .Framing(http::Framing::kChunked);
}

class StreamChatTest : public ServerTest {
 protected:
  StreamChatTest() {
    request_.set_request_id("r-1");
    v1::ChatMessage& message = *request_.mutable_spec()->add_messages();
    message.set_role(v1::CHAT_ROLE_USER);
    message.add_parts()->set_text("make it blue");
  }

  grpc::Status Call() {
    received_ = ReceivedChat();
    grpc::ClientContext context;
    const Streamed<v1::StreamChatResponse> stream(server().chats().StreamChat(&context, request_));
    for (const v1::StreamChatResponse& event : stream.events) received_.Add(event);
    return stream.status;
  }

  v1::StreamChatRequest request_;
  ReceivedChat received_;
};

TEST_F(StreamChatTest, AsksForAStreamAndItsUsage) {
  upstream_.Enqueue(EventStream(
      Delta(R"("content":"hi")") +
      R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}})"
      "\n\ndata: [DONE]\n\n"));
  const grpc::Status status = Call();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(received_.ToString(), "'hi'");
  EXPECT_EQ(received_.end.request_id(), "r-1");
  EXPECT_EQ(received_.end.usage().total_tokens(), 8);
  EXPECT_EQ(received_.end.record().prompt(), "make it blue");
  EXPECT_GT(received_.end.cost().nano_usd(), 0);
  const std::string body = upstream_.requests().at(0).body;
  EXPECT_NE(body.find(R"("stream":true)"), std::string::npos) << body;
  EXPECT_NE(body.find(R"("stream_options":{"include_usage":true})"), std::string::npos) << body;
}

TEST_F(StreamChatTest, TextComesWhileTheAnswerIsStillArriving) {
  const std::string first = Delta(R"("content":"wait for ")");
  upstream_.Enqueue(EventStream(first + Delta(R"("content":"it")") + "data: [DONE]\n\n")
                        .StallAfter(first.size()));
  grpc::ClientContext context;
  auto reader = server().chats().StreamChat(&context, request_);
  v1::StreamChatResponse event;
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_EQ(event.text().text(), "wait for ");
  upstream_.Release();
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_EQ(event.text().text(), "it");
  EXPECT_EQ(event.text().index(), 0);
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_TRUE(event.has_completed());
  EXPECT_FALSE(reader->Read(&event));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(StreamChatTest, LargePicturesInAnyPlace) {
  const std::string picture = Png(3'000'000);
  const std::string base64 = Base64(picture);
  const std::string bodies[] = {
      Delta(absl::StrCat(R"("multi_mod_content":[{"inline_data":{"data":")", base64, R"("}}])")),
      Delta(absl::StrCat(R"("images":[{"image_url":{"url":"data:image/png;base64,)", base64,
                         R"("}}])")),
      Delta(absl::StrCat(R"("content":"![a](data:image/png;base64,)", base64, ")\"")),
      absl::StrCat(R"([{"candidates":[{"content":{"parts":[{"inlineData":{"data":")", base64,
                   R"("}}]}}]}])"),
  };
  for (const std::string& body : bodies) {
    request_.clear_request_id();
    upstream_.Enqueue(EventStream(body));
    const grpc::Status status = Call();
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(received_.ToString(), "#3000000(image/png)");
    EXPECT_TRUE(received_.parts[0].bytes == picture);
  }
}

TEST_F(StreamChatTest, AFailedPictureBesideAGoodOne) {
  upstream_.Enqueue(EventStream(
      Delta(R"("images":[{"image_url":{"url":"data:image/png;base64,AA!"}}])") +
      Delta(R"("images":[{"image_url":{"url":"data:image/png;base64,iVBORw0KGgoAAAAN"}}])")));
  ASSERT_TRUE(Call().ok());
  EXPECT_EQ(received_.ToString(), "!MEDIA_CORRUPT #12(image/png)");
}

TEST_F(StreamChatTest, AnErrorBeforeAnyOutputIsAsInChat) {
  upstream_.Enqueue(EventStream(
      "data: {\"error\":{\"code\":429,\"message\":\"slow down\",\"status\":\"RESOURCE_EXHAUSTED\"}}"
      "\n\n"));
  const client::CallError error = ErrorOf(Call());
  EXPECT_EQ(error.reason, "UPSTREAM_RATE_LIMITED");
  EXPECT_TRUE(error.retry_delay.has_value());
  // Nothing was bought: the id is free again.
  upstream_.Enqueue(EventStream(Delta(R"("content":"hi")")));
  EXPECT_TRUE(Call().ok());
}

TEST_F(StreamChatTest, AnAnswerThatBreaksKeepsItsRequestId) {
  upstream_.Enqueue(EventStream(Delta(R"("content":"hi")") + "data: {\"cho").CutAfter(60));
  const client::CallError error = ErrorOf(Call());
  EXPECT_EQ(error.reason, "UPSTREAM_STREAM_CUT");
  EXPECT_EQ(error.code, absl::StatusCode::kUnknown);
  EXPECT_FALSE(error.retry_delay.has_value());
  EXPECT_EQ(error.Metadata("request_id"), "r-1");
  EXPECT_EQ(ErrorOf(Call()).reason, "REQUEST_ID_REUSED");
}

TEST_F(StreamChatTest, LeavingClosesTheUpstreamConnection) {
  upstream_.Enqueue(EventStream(Delta(R"("content":"hi")")).StallAfter(60));
  grpc::ClientContext context;
  auto reader = server().chats().StreamChat(&context, request_);
  v1::StreamChatResponse event;
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  context.TryCancel();
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_TRUE(upstream_.WaitUntilNoConnections(kPromptly));
  while (reader->Read(&event)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(StreamChatTest, AReaderWhoStopsStopsTheUpstream) {
  const std::string block = Base64(std::string(48 * 1024, 'x'));
  auto written = std::make_shared<int>(-1);
  upstream_.Enqueue(Answer().BodyFrom([block, written]() -> std::string {
    const int at = (*written)++;
    if (at < 0) return R"({"candidates":[{"content":{"parts":[{"inlineData":{"data":")";
    if (at < 2000) return block;
    return at == 2000 ? R"("}}]}}]})" : "";
  }));
  grpc::ClientContext context;
  auto reader = server().chats().StreamChat(&context, request_);
  v1::StreamChatResponse event;
  ASSERT_TRUE(reader->Read(&event));
  // The upstream is held up long before its hundred megabytes have gone.
  uint64_t sent = 0;
  EXPECT_TRUE(Eventually(kTestLimit, [&] {
    const uint64_t before = std::exchange(sent, upstream_.body_bytes_sent());
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return sent == before;
  }));
  EXPECT_LT(sent, 30'000'000u);
  size_t bytes = 0;
  do {
    bytes += event.chunk().data().size();
  } while (reader->Read(&event));
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(bytes, 2000u * 48 * 1024);
}

}  // namespace
}  // namespace mediagen::testing
