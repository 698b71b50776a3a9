// The written answers of chats, of either shape, cut at every place.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/upstream/chat_outcome.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"
#include "tests/upstream/chat_run.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::Decode;
using testing::Decoded;
using testing::DecodedPart;
using testing::WireCase;

constexpr char kAnswers[] = "../../wire/testdata/responses";

// Neighbouring texts joined, drafts and failed pictures left out: as the cases tell it.
void ExpectParts(const WireCase& wire, const Decoded& decoded) {
  const JsonView wanted = wire.json().Get("expected").Get("parts");
  std::vector<std::string> texts;
  size_t at = 0;
  for (size_t i = 0; i < wanted.size(); ++i) {
    const JsonView part = wanted.at(i);
    ASSERT_LT(at, decoded.parts.size()) << wire.name();
    const DecodedPart& got = decoded.parts[at++];
    EXPECT_EQ(got.signature, part.Get("thought_signature").Text()) << wire.name();
    const JsonView image = part.Get("image");
    if (!image.exists()) {
      std::string text(part.Get("text").Text());
      while (!wanted.at(i + 1).Get("text").Text().empty())
        text += std::string(wanted.at(++i).Get("text").Text());
      EXPECT_EQ(got.text, text) << wire.name();
    } else if (image.Get("uri").exists()) {
      EXPECT_TRUE(got.is_link) << wire.name();
      EXPECT_EQ(got.text, image.Get("uri").Text()) << wire.name();
    } else {
      EXPECT_EQ(got.ends, 1) << wire.name();
      EXPECT_EQ(static_cast<int64_t>(got.picture.size()), image.Get("size_bytes").Integer());
      EXPECT_EQ(testing::Sha256Hex(got.picture), image.Get("sha256").Text()) << wire.name();
      EXPECT_EQ(BestMediaType(got.picture, got.said_media_type), image.Get("mime_type").Text());
    }
  }
  EXPECT_EQ(at, decoded.parts.size()) << wire.name();
}

void ExpectUsage(const WireCase& wire, const Decoded& decoded) {
  const JsonView usage = wire.json().Get("expected").Get("usage");
  const v1::Usage got = decoded.facts.usage.value_or(v1::Usage());
  const auto wanted = [&](absl::string_view name) { return usage.Get(name).Integer().value_or(0); };
  EXPECT_EQ(got.input_tokens(), wanted("input_tokens")) << wire.name();
  EXPECT_EQ(got.output_tokens(), wanted("output_tokens")) << wire.name();
  EXPECT_EQ(got.total_tokens(), wanted("total_tokens")) << wire.name();
  EXPECT_EQ(got.input_image_tokens(), wanted("input_image_tokens")) << wire.name();
  EXPECT_EQ(got.output_image_tokens(), wanted("output_image_tokens")) << wire.name();
  EXPECT_EQ(got.thinking_tokens(), wanted("thinking_tokens")) << wire.name();
}

bool IsGood(const WireCase& wire) {
  const JsonView expected = wire.json().Get("expected");
  return !expected.Get("error").exists() && !expected.Get("then_error").exists();
}

std::vector<std::string> Names() {
  std::vector<std::string> names = testing::WireCaseNames(kAnswers, "chat.image.");
  for (std::string& name : testing::WireCaseNames(kAnswers, "gemini.")) names.push_back(name);
  return names;
}

TEST(ChatCasesTest, GoodAnswers) {
  int good = 0;
  for (const std::string& name : Names()) {
    const WireCase wire(kAnswers, name);
    if (!IsGood(wire)) continue;
    ++good;
    const Decoded decoded = Decode(wire.Body());
    EXPECT_EQ(decoded.state, ChatDecoder::State::kComplete) << name << ": " << decoded.problem;
    ExpectParts(wire, decoded);
    ExpectUsage(wire, decoded);
    EXPECT_EQ(decoded.facts.finish_reason, wire.json().Get("expected").Get("finish_reason").Text());
  }
  EXPECT_EQ(good, 35);
}

TEST(ChatCasesTest, CutAnywhere) {
  for (const std::string& name : Names()) {
    const WireCase wire(kAnswers, name);
    const std::string body = wire.Body();
    const Decoded whole = Decode(body);
    const Decoded bytewise = Decode(body, 1);
    EXPECT_EQ(bytewise.text, whole.text) << name;
    EXPECT_EQ(bytewise.state, whole.state) << name;
    for (size_t cut = 1; cut < body.size(); ++cut) {
      const Decoded halves = Decode(body, 0, cut);
      ASSERT_EQ(halves.text, whole.text) << name << " cut at " << cut;
      ASSERT_EQ(halves.state, whole.state) << name << " cut at " << cut;
      ASSERT_EQ(halves.facts.finish_reason, whole.facts.finish_reason);
    }
  }
}

// With nothing held, pictures are handed on before their event is whole.
TEST(ChatCasesTest, HoldingNothingChangesNoPictures) {
  for (const std::string& name : Names()) {
    const WireCase wire(kAnswers, name);
    if (!IsGood(wire)) continue;
    const Decoded decoded = Decode(wire.Body(), 7, 0, /*held_bytes=*/0);
    EXPECT_EQ(decoded.state, ChatDecoder::State::kComplete) << name;
    std::vector<std::string> pictures;
    for (const DecodedPart& part : decoded.parts) {
      if (part.is_picture && !part.draft) pictures.push_back(testing::Sha256Hex(part.picture));
    }
    std::vector<std::string> wanted;
    const JsonView parts = wire.json().Get("expected").Get("parts");
    for (size_t i = 0; i < parts.size(); ++i) {
      const JsonView hash = parts.at(i).Get("image").Get("sha256");
      if (hash.exists()) wanted.emplace_back(hash.Text());
    }
    EXPECT_EQ(pictures, wanted) << name;
  }
}

TEST(ChatCasesTest, NoPictureFourWays) {
  int checked = 0;
  for (const std::string& name : Names()) {
    const WireCase wire(kAnswers, name);
    const JsonView expected = wire.json().Get("expected");
    const JsonView error = expected.Get("error");
    const absl::string_view reason = error.Get("reason").Text();
    if (reason != "RESULT_FILTERED" && reason != "PROMPT_BLOCKED" && reason != "NO_IMAGE") continue;
    ++checked;
    ChatDecoder decoder;
    decoder.Add(wire.Body());
    EXPECT_EQ(decoder.Finish(), ChatDecoder::State::kComplete) << name;
    const absl::Status status = ChatOutcome(decoder.facts(), decoder.output());
    const google::rpc::ErrorInfo info = ErrorInfoOf(status);
    EXPECT_EQ(absl::StatusCodeToString(status.code()), error.Get("grpc").Text()) << name;
    EXPECT_EQ(info.reason(), reason) << name;
    const auto& metadata = info.metadata();
    for (const char* key : {"finish_reason", "block_reason"}) {
      if (!expected.Get(key).exists()) continue;
      ASSERT_EQ(metadata.count(key), 1u) << name;
      EXPECT_EQ(metadata.at(key), expected.Get(key).Text()) << name;
    }
    EXPECT_EQ(metadata.at("upstream_code"), error.Get("upstream_code").Text()) << name;
  }
  EXPECT_EQ(checked, 8);
}

}  // namespace
}  // namespace mediagen
