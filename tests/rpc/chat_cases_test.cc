// The written answers of chats, through the real server, by the rpc that fits.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/rpc/received_chat.h"
#include "tests/rpc/server_fixture.h"
#include "tests/upstream/wire_case.h"

namespace mediagen::testing {
namespace {

constexpr char kAnswers[] = "../../wire/testdata/responses";

class ChatCasesTest : public ServerTest {
 protected:
  ChatCasesTest() {
    config::ProviderConfig& native = *config_.add_providers();
    native = config_.providers(0);
    native.set_name("gemini");
  }

  template <typename Request>
  Request RequestFor(const WireCase& wire) {
    Request request;
    const JsonView wanted = wire.json().Get("request");
    const bool native = wanted.Get("dialect").Text() == "gemini";
    request.set_provider(native ? "gemini" : "aihubmix");
    request.set_model(std::string(wanted.Get("model").Text()));
    v1::ChatMessage& message = *request.mutable_spec()->add_messages();
    message.set_role(v1::CHAT_ROLE_USER);
    message.add_parts()->set_text("draw");
    return request;
  }

  // What the caller gets; `received` the parts.
  grpc::Status Play(const WireCase& wire, bool streamed, ReceivedChat& received) {
    upstream_.Enqueue(wire.ToAnswer());
    grpc::ClientContext context;
    if (streamed) {
      const auto request = RequestFor<v1::StreamChatRequest>(wire);
      const Streamed<v1::StreamChatResponse> stream(server().chats().StreamChat(&context, request));
      for (const v1::StreamChatResponse& event : stream.events) received.Add(event);
      EXPECT_EQ(stream.status.ok(), received.completed);
      return stream.status;
    }
    v1::ChatResponse response;
    const auto request = RequestFor<v1::ChatRequest>(wire);
    const grpc::Status status = server().chats().Chat(&context, request, &response);
    received = FromMessage(response.message());
    received.end.set_finish_reason_raw(response.finish_reason_raw());
    *received.end.mutable_usage() = response.usage();
    return status;
  }
};

std::string Expected(JsonView parts) {
  std::string text;
  bool in_text = false;
  for (size_t i = 0; i < parts.size(); ++i) {
    const JsonView part = parts.at(i);
    const JsonView image = part.Get("image");
    const JsonView signature = part.Get("thought_signature");
    if (!image.exists() && in_text) {
      text.pop_back();
      absl::StrAppend(&text, part.Get("text").Text(), "'");
    } else {
      absl::StrAppend(&text, text.empty() ? "" : " ");
      if (image.Get("uri").exists()) {
        absl::StrAppend(&text, "<", image.Get("uri").Text(), ">");
      } else if (image.exists()) {
        absl::StrAppend(&text, "#", *image.Get("size_bytes").Integer(), "(",
                        image.Get("mime_type").Text(), ")");
      } else {
        absl::StrAppend(&text, "'", part.Get("text").Text(), "'");
      }
    }
    if (signature.exists()) absl::StrAppend(&text, "[", signature.Text(), "]");
    in_text = !image.exists() && !signature.exists();
  }
  return text;
}

void ExpectError(JsonView expected, const client::CallError& error) {
  const JsonView wanted = expected.Get({"error", "then_error"});
  EXPECT_EQ(absl::StatusCodeToString(error.code), wanted.Get("grpc").Text());
  if (wanted.Get("reason").exists()) {
    EXPECT_EQ(error.reason, wanted.Get("reason").Text());
  }
  EXPECT_EQ(error.retry_delay.has_value(), wanted.Get("retryable").IsTrue());
  const bool blocked = error.reason == "PROMPT_BLOCKED" || error.reason == "RESULT_FILTERED";
  EXPECT_EQ(blocked, wanted.Get("blocked").IsTrue());
  if (wanted.Get("upstream_code").exists()) {
    EXPECT_EQ(error.Metadata("upstream_code"), wanted.Get("upstream_code").Text());
  }
  for (const char* name : {"finish_reason", "block_reason"}) {
    if (!expected.Get(name).exists()) continue;
    EXPECT_EQ(error.Metadata(name), expected.Get(name).Text());
  }
  if (expected.Get("billed").IsTrue()) {
    EXPECT_NE(error.Metadata("cost_nano_usd"), "");
  }
}

void ExpectEnd(JsonView expected, const v1::ChatCompleted& end) {
  EXPECT_EQ(end.finish_reason_raw(), expected.Get("finish_reason").Text());
  const JsonView usage = expected.Get("usage");
  const auto wanted = [&](absl::string_view name) { return usage.Get(name).Integer().value_or(0); };
  EXPECT_EQ(end.usage().input_tokens(), wanted("input_tokens"));
  EXPECT_EQ(end.usage().output_tokens(), wanted("output_tokens"));
  EXPECT_EQ(end.usage().total_tokens(), wanted("total_tokens"));
  EXPECT_EQ(end.usage().output_image_tokens(), wanted("output_image_tokens"));
  EXPECT_EQ(end.usage().thinking_tokens(), wanted("thinking_tokens"));
}

TEST_F(ChatCasesTest, WrittenAnswers) {
  int checked = 0;
  for (const std::string& name : WireCaseNames(kAnswers, "")) {
    const WireCase wire(kAnswers, name);
    const JsonView expected = wire.json().Get("expected");
    const std::string operation(wire.json().Get("request").Get("operation").Text());
    if (!absl::StartsWith(operation, "chat_image") &&
        !absl::StartsWith(operation, "generate_content")) {
      continue;
    }
    ++checked;
    // A relay may stream what was asked for whole, and answer whole what was to be streamed.
    for (const bool streamed : {false, true}) {
      if (!streamed && expected.Get("then_error").exists()) continue;
      SCOPED_TRACE(absl::StrCat(name, streamed ? ", streamed" : ", whole"));
      const size_t before = upstream_.request_count();
      ReceivedChat received;
      const grpc::Status status = Play(wire, streamed, received);
      EXPECT_EQ(upstream_.request_count() - before, 1u);
      EXPECT_EQ(received.ToString(), Expected(expected.Get("parts")));
      if (status.ok()) {
        EXPECT_FALSE(expected.Get("error").exists() || expected.Get("then_error").exists());
        ExpectEnd(expected, received.end);
      } else {
        ExpectError(expected, ErrorOf(status));
      }
    }
  }
  EXPECT_EQ(checked, 70);
}

}  // namespace
}  // namespace mediagen::testing
