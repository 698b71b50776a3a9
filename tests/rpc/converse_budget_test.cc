// What a conversation counts in the byte budget.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

constexpr int64_t kPicture = 600'000;

class ConverseBudgetTest : public ServerTest {
 protected:
  ConverseBudgetTest() {
    config_.mutable_providers(0)->set_name("gemini");
    config_.set_max_inflight_bytes(16'000'000);
    upstream_.SetDefault(
        Answer(200, absl::StrCat(R"(data: {"candidates":[{"content":{"parts":[{"inlineData":)",
                                 R"({"mimeType":"image/png","data":")", Base64(Png(kPicture)),
                                 R"("}}]},"finishReason":"STOP"}]})", "\n\n"))
            .Header("Content-Type", "text/event-stream"));
  }

  void Open() {
    stream_ = server().chats().Converse(&context_);
    v1::ConverseRequest request;
    request.mutable_open();
    ASSERT_TRUE(stream_->Write(request));
  }

  // One turn with a picture; how it ended.
  std::string Ask() {
    v1::ConverseRequest request;
    request.mutable_turn()->add_parts()->mutable_image()->set_data(Png(kPicture));
    if (!stream_->Write(request)) return "the call takes no more";
    for (v1::ConverseResponse event; stream_->Read(&event);) {
      if (event.has_turn_failed()) return event.turn_failed().reason();
      if (event.has_completed()) return "completed";
    }
    return "the call has ended";
  }

  bool HoldsAbout(int64_t bytes) {
    return Eventually(kTestLimit, [this, bytes] {
      const int64_t held = server()->inflight_bytes();
      return held >= bytes && held < bytes + bytes / 10 + 1000;
    });
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ConverseRequest, v1::ConverseResponse>> stream_;
};

TEST_F(ConverseBudgetTest, BetweenTurnsTheHistoryAloneIsCounted) {
  Open();
  for (int64_t turns = 1; turns <= 3; ++turns) {
    ASSERT_EQ(Ask(), "completed");
    EXPECT_TRUE(HoldsAbout(turns * 2 * kPicture)) << server()->inflight_bytes();
  }
  context_.TryCancel();
  stream_->Finish();
  EXPECT_TRUE(Eventually(kTestLimit, [this] { return server()->inflight_bytes() == 0; }));
}

TEST_F(ConverseBudgetTest, ATurnWhoseHistoryDoesNotFitOnceMoreIsRefusedUnsent) {
  Open();
  std::string outcome;
  for (int turn = 0; turn < 16 && (outcome.empty() || outcome == "completed"); ++turn) {
    outcome = Ask();
  }
  EXPECT_EQ(outcome, "OVERLOADED");
  const size_t sent = upstream_.request_count();
  EXPECT_GT(sent, 2u);
  EXPECT_EQ(Ask(), "OVERLOADED");
  EXPECT_EQ(upstream_.request_count(), sent);
  context_.TryCancel();
  stream_->Finish();
  EXPECT_TRUE(Eventually(kTestLimit, [this] { return server()->inflight_bytes() == 0; }));
}

}  // namespace
}  // namespace mediagen::testing
