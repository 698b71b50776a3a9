#include "sandbox/interaction_usage.h"

#include <vector>

#include "sandbox/omni_model.h"

namespace mediagen::sandbox {
namespace {

constexpr int64_t kBytesPerToken = 4;
constexpr int64_t kTokensPerPicture = 258;
constexpr int64_t kTokensOfText = 12;  // What is said in the place of a video.
constexpr int64_t kTokensOfThought = 16;

struct ModalityTokens {
  const char* modality;
  int64_t tokens;
};

int64_t WriteModalities(JsonBody& body, const char* key,
                        const std::vector<ModalityTokens>& counted) {
  int64_t total = 0;
  body.writer().Key(key);
  body.writer().StartArray();
  for (const ModalityTokens& row : counted) {
    if (row.tokens == 0) continue;
    body.writer().StartObject();
    body.Text("modality", row.modality);
    body.writer().Key("tokens");
    body.writer().Int64(row.tokens);
    body.writer().EndObject();
    total += row.tokens;
  }
  body.writer().EndArray();
  return total;
}

void WriteCount(JsonBody& body, const char* key, int64_t count) {
  body.writer().Key(key);
  body.writer().Int64(count);
}

// Also of a video that is counted and not there.
bool HasVideo(const Interaction& interaction) {
  return interaction.ends_with_video() || interaction.misbehaviour == Misbehaviour::kLostMedia;
}

}  // namespace

void WriteUsage(JsonBody& body, const Interaction& interaction) {
  const int64_t rate = OmniResolutionOf(interaction.video.spec.size)->tokens_per_second;
  const bool video = HasVideo(interaction);
  body.writer().Key("usage");
  body.writer().StartObject();
  const int64_t input =
      WriteModalities(body, "input_tokens_by_modality",
                      {{"text", static_cast<int64_t>(interaction.text.size()) / kBytesPerToken + 1},
                       {"image", interaction.pictures * kTokensPerPicture}});
  const int64_t output = WriteModalities(
      body, "output_tokens_by_modality",
      {{"text", video ? 0 : kTokensOfText}, {"video", video ? interaction.new_seconds * rate : 0}});
  WriteCount(body, "total_input_tokens", input);
  WriteCount(body, "total_output_tokens", output);
  WriteCount(body, "total_thought_tokens", kTokensOfThought);
  WriteCount(body, "total_cached_tokens", 0);
  WriteCount(body, "total_tool_use_tokens", 0);
  WriteCount(body, "total_tokens", input + output + kTokensOfThought);
  body.writer().EndObject();
}

}  // namespace mediagen::sandbox
