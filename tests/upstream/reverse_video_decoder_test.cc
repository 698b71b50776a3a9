// The chat answers of reverse channels, in any pieces.
#include "server/upstream/reverse_video_decoder.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

using State = ReverseVideoDecoder::State;

std::string Delta(absl::string_view members) {
  return absl::StrCat(R"(data: {"choices":[{"delta":{)", members, "}}]}\n\n");
}

TEST(ReverseVideoDecoderTest, EverySplitOfAStreamTellsTheSame) {
  const std::string body = absl::StrCat(
      Delta(R"("role":"assistant","reasoning_content":"Task ID: `8167db37-2b7c-4794-")"),
      Delta(R"("reasoning_content":"9232-891d02ca7fa3`\n")"),
      Delta(R"("content":"[\u25b6 Watch](https://x.example/v.mp4) | [Down")"),
      Delta(R"("content":"load](https://x.example/download/v.mp4)\n")"),
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
  for (size_t split = 0; split <= body.size(); ++split) {
    ReverseVideoDecoder decoder;
    decoder.Add(absl::string_view(body).substr(0, split));
    decoder.Add(absl::string_view(body).substr(split));
    ASSERT_EQ(decoder.Finish(), State::kComplete) << split;
    const ReverseVideoFacts& facts = decoder.text().facts();
    EXPECT_EQ(facts.task_id, "8167db37-2b7c-4794-9232-891d02ca7fa3") << split;
    EXPECT_EQ(facts.urls.download_url, "https://x.example/download/v.mp4") << split;
    EXPECT_EQ(decoder.finish_reason(), "stop") << split;
    EXPECT_TRUE(decoder.has_choice() && decoder.has_text()) << split;
  }
}

struct Row {
  const char* name;
  std::string body;
  State state;
  const char* watch_url;
};

TEST(ReverseVideoDecoderTest, Answers) {
  const std::string kLink = R"("content":"[w](https://x/v.mp4) ")";
  const Row rows[] = {
      {"Stream", Delta(kLink), State::kComplete, "https://x/v.mp4"},
      {"StreamWithEnd", Delta(kLink) + "data: [DONE]\n\n" + Delta(R"("content":1)"),
       State::kComplete, "https://x/v.mp4"},
      {"Whole", absl::StrCat(R"({"choices":[{"message":{)", kLink, "}}]}"), State::kComplete,
       "https://x/v.mp4"},
      {"ListOfParts",
       Delta(R"("content":[null,{"type":"text","text":"[w](https://x"},{"text":"/v.mp4) "}])"),
       State::kComplete, "https://x/v.mp4"},
      {"NullsAndUsage",
       Delta(R"("content":null,"reasoning_content":null)") +
           "data: {\"choices\":[],\"usage\":{}}\n\n" + Delta(kLink),
       State::kComplete, "https://x/v.mp4"},
      {"Comments", ": hello\n\n" + Delta(kLink), State::kComplete, "https://x/v.mp4"},
      {"Empty", "", State::kUnreadable, ""},
      {"Html", "<html></html>", State::kUnreadable, ""},
      {"NoJson", "data: {nonsense}\n\n", State::kUnreadable, ""},
      {"NoObject", "data: 7\n\n", State::kUnreadable, ""},
      {"Error", "data: {\"error\":{\"message\":\"m\"}}\n\n", State::kError, ""},
      {"ErrorLater", Delta(kLink) + "data: {\"error\":{\"message\":\"m\"}}\n\n", State::kError,
       "https://x/v.mp4"},
      {"CutJson", R"({"choices":[{"message":{"content":"a)", State::kUnreadable, ""},
  };
  for (const Row& row : rows) {
    ReverseVideoDecoder decoder;
    decoder.Add(row.body);
    EXPECT_EQ(decoder.Finish(), row.state) << row.name;
    EXPECT_EQ(decoder.text().facts().urls.watch_url, row.watch_url) << row.name;
  }
}

// What comes behind the end of an answer changes nothing.
TEST(ReverseVideoDecoderTest, TheEndIsTheEnd) {
  ReverseVideoDecoder decoder;
  EXPECT_EQ(decoder.Add(Delta(R"("content":"x")") + "data: [DONE]\n\n"), State::kComplete);
  EXPECT_EQ(decoder.Add("data: {\"error\":{\"message\":\"m\"}}\n\n"), State::kComplete);
  EXPECT_EQ(decoder.Finish(), State::kComplete);
}

TEST(ReverseVideoDecoderTest, AnEventWithoutEndIsRefused) {
  ReverseVideoDecoder decoder;
  const std::string piece(100'000, 'x');
  State state = decoder.Add(R"(data: {"choices":[{"delta":{"content":")");
  for (size_t fed = 0; state == State::kReading; fed += piece.size()) {
    ASSERT_LE(fed, ReverseVideoDecoder::kMaxEventBytes);
    state = decoder.Add(piece);
  }
  EXPECT_EQ(state, State::kUnreadable);
}

}  // namespace
}  // namespace mediagen
