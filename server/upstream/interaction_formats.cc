#include "server/upstream/interaction_formats.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/upstream/interaction_encoder.h"
#include "server/upstream/interaction_failure.h"

namespace mediagen {
namespace {

struct StatusWord {
  absl::string_view word;
  v1::VideoState state;
};
// All others, and none, mean that the job goes on.
constexpr StatusWord kWords[] = {
    {"queued", v1::VIDEO_STATE_RUNNING},
    {"in_progress", v1::VIDEO_STATE_RUNNING},
    {"completed", v1::VIDEO_STATE_SUCCEEDED},
    {"failed", v1::VIDEO_STATE_FAILED},
    {"cancelled", v1::VIDEO_STATE_CANCELLED},
    {"incomplete", v1::VIDEO_STATE_FAILED},
    {"budget_exceeded", v1::VIDEO_STATE_FAILED},
    // Each waits for another request, which would be paid: an end here.
    {"requires_action", v1::VIDEO_STATE_FAILED},
    {"requires_continuation", v1::VIDEO_STATE_FAILED},
};

std::string WordOf(JsonView envelope) {
  return absl::AsciiStrToLower(envelope.Get("status").Text());
}

v1::VideoState StateOfWord(absl::string_view word) {
  for (const StatusWord& row : kWords) {
    if (row.word == word) return row.state;
  }
  return v1::VIDEO_STATE_UNKNOWN;
}

bool IsOfType(JsonView object, absl::string_view type) {
  return absl::EqualsIgnoreCase(object.Get("type").Text(), type);
}

// The parts of what the model made, one by one: neither inputs nor thoughts.
template <typename Visit>
void ForEachOutput(JsonView envelope, Visit visit) {
  const JsonView steps = envelope.Get("steps");
  for (size_t i = 0; i < steps.size(); ++i) {
    if (!IsOfType(steps.at(i), "model_output")) continue;
    const JsonView content = steps.at(i).Get("content");
    if (content.IsObject()) visit(content);
    for (size_t k = 0; k < content.size(); ++k) visit(content.at(k));
  }
}

void AddVideo(JsonView part, VideoStatus& status) {
  VideoAnswerItem item;
  item.media_item = static_cast<int>(part.Get("data").Integer().value_or(-1));
  item.uri = std::string(part.Get("uri").Text());
  if (absl::StartsWith(item.uri, "gs://")) item.gcs_uri = std::exchange(item.uri, "");
  item.said_media_type = std::string(part.Get({"mime_type", "mimeType"}).Text());
  if (item.media_item < 0 && item.gcs_uri.empty() && item.uri.empty()) return;
  status.videos.push_back(std::move(item));
}

int64_t Count(JsonView usage, absl::string_view name) {
  return std::max<int64_t>(usage.Get(name).Integer().value_or(0), 0);
}

std::optional<v1::Usage> ReadUsage(JsonView counted) {
  if (!counted.IsObject()) return std::nullopt;
  v1::Usage usage;
  usage.set_input_tokens(Count(counted, "total_input_tokens"));
  usage.set_output_tokens(Count(counted, "total_output_tokens"));
  usage.set_total_tokens(Count(counted, "total_tokens"));
  usage.set_thinking_tokens(Count(counted, "total_thought_tokens"));
  const JsonView output = counted.Get("output_tokens_by_modality");
  for (size_t i = 0; i < output.size(); ++i) {
    if (!absl::EqualsIgnoreCase(output.at(i).Get("modality").Text(), "video")) continue;
    usage.set_output_video_tokens(usage.output_video_tokens() + Count(output.at(i), "tokens"));
  }
  if (usage.ByteSizeLong() == 0) return std::nullopt;  // Nothing was counted.
  return usage;
}

absl::Status FailureOf(JsonView envelope, const std::string& word) {
  if (word == "completed") {
    std::string text;
    ForEachOutput(envelope, [&text](JsonView part) {
      if (!IsOfType(part, "text") || part.Get("text").Text().empty()) return;
      text.append(text.empty() ? "" : " ").append(std::string(part.Get("text").Text()));
    });
    return FilteredInteraction(text);
  }
  if (word == "failed") return FailedInteraction(envelope);
  if (word == "cancelled") return CancelledInteraction();
  return EndedEarly(word);
}

}  // namespace

std::string ReadInteractionId(JsonView envelope) {
  const absl::string_view id = envelope.Get("id").Text();
  return IsInteractionId(id) ? std::string(id) : "";
}

bool IsInteraction(JsonView envelope) { return !envelope.Get("status").Text().empty(); }

VideoStatus ReadInteractionStatus(JsonView envelope) {
  VideoStatus status;
  ForEachOutput(envelope, [&status](JsonView part) {
    if (IsOfType(part, "video")) AddVideo(part, status);
  });
  const std::string word = WordOf(envelope);
  const v1::VideoState state = StateOfWord(word);
  const bool ended = state != v1::VIDEO_STATE_UNKNOWN && state != v1::VIDEO_STATE_RUNNING;
  status.done = ended || !status.videos.empty();
  if (!status.done) return status;
  status.usage = ReadUsage(envelope.Get("usage"));
  if (status.videos.empty()) status.failure = FailureOf(envelope, word);
  return status;
}

v1::VideoState ReadInteractionState(JsonView envelope) { return StateOfWord(WordOf(envelope)); }

FileState ReadFileState(JsonView envelope) {
  const JsonView wrapped = envelope.Get("file");
  const absl::string_view state = (wrapped.IsObject() ? wrapped : envelope).Get("state").Text();
  if (absl::EqualsIgnoreCase(state, "ACTIVE")) return FileState::kActive;
  return absl::EqualsIgnoreCase(state, "FAILED") ? FileState::kFailed : FileState::kProcessing;
}

}  // namespace mediagen
