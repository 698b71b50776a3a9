#include "sandbox/interaction_answer.h"

#include "absl/strings/str_cat.h"
#include "sandbox/file_link.h"
#include "sandbox/interaction_usage.h"
#include "sandbox/json_body.h"
#include "sandbox/refusal.h"

namespace mediagen::sandbox {
namespace {

constexpr char kSignature[] = "c2FuZGJveA==";
constexpr char kInstead[] = "This is not something that a video can be made of.";
constexpr char kFailure[] = "Video generation failed due to an internal server issue.";

std::string Timestamp(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// Opens a step and its list of contents.
void OpenStep(JsonBody& body, const char* type) {
  body.writer().StartObject();
  body.Text("type", type);
  body.writer().Key("content");
  body.writer().StartArray();
}

void CloseStep(JsonBody& body) {
  body.writer().EndArray();
  body.writer().EndObject();
}

void WriteText(JsonBody& body, const std::string& text) {
  body.writer().StartObject();
  body.Text("type", "text");
  body.Text("text", text);
  body.writer().EndObject();
}

void WriteVideo(JsonBody& body, const Interaction& interaction, const InteractionState& state,
                bool inline_bytes) {
  const bool data_first = interaction.misbehaviour == Misbehaviour::kDataFirst;
  body.writer().StartObject();
  if (!data_first) {
    body.Text("type", "video");
    body.Text("mime_type", "video/mp4");
  }
  if (inline_bytes) {
    body.Media("data", state.video);
  } else if (interaction.gcs_uri.empty()) {
    body.Text("uri", FileLink(interaction.file_id));
  } else {
    body.Text("uri", absl::StrCat(interaction.gcs_uri, interaction.id, "/sample_0.mp4"));
  }
  if (data_first) {
    body.Text("mime_type", "video/mp4");
    body.Text("type", "video");
  }
  body.writer().EndObject();
}

void WriteThought(JsonBody& body) {
  body.writer().StartObject();
  body.Text("type", "thought");
  body.Text("signature", kSignature);
  body.writer().Key("summary");
  body.writer().StartArray();
  body.writer().EndArray();
  body.writer().EndObject();
}

void WriteSteps(JsonBody& body, const Interaction& interaction, const InteractionState& state,
                bool inline_bytes) {
  body.writer().Key("steps");
  body.writer().StartArray();
  if (interaction.misbehaviour != Misbehaviour::kLostMedia) {
    OpenStep(body, "user_input");
    WriteText(body, interaction.text);
    CloseStep(body);
    WriteThought(body);
    OpenStep(body, "model_output");
    if (interaction.ends_with_video()) {
      WriteVideo(body, interaction, state, inline_bytes);
    } else {
      WriteText(body, kInstead);
    }
    CloseStep(body);
  }
  body.writer().EndArray();
}

void WriteErrors(JsonBody& body) {
  body.writer().Key("errors");
  body.writer().StartArray();
  body.writer().StartObject();
  body.Text("code", "internal_error");
  body.Text("message", kFailure);
  body.writer().EndObject();
  body.writer().EndArray();
}

std::string ToldId(const Interaction& interaction, InteractionCall call) {
  if (interaction.misbehaviour != Misbehaviour::kRenamed || call == InteractionCall::kCreate) {
    return interaction.id;
  }
  return absl::StrCat("v1_renamed", interaction.id);
}

}  // namespace

Reply InteractionAnswer(const Interaction& interaction, const InteractionState& state,
                        InteractionCall call, bool always_inline) {
  const bool completed = state.status == "completed";
  const bool inline_bytes =
      state.video != nullptr &&
      (!interaction.by_uri || (always_inline && call == InteractionCall::kGet));
  JsonBody body;
  body.writer().StartObject();
  const bool nameless =
      interaction.misbehaviour == Misbehaviour::kNoId && call == InteractionCall::kCreate;
  if (!nameless) body.Text("id", ToldId(interaction, call));
  body.Text("status", state.status);
  body.Text("created", Timestamp(interaction.created));
  body.Text("updated", Timestamp(interaction.updated));
  body.Text("object", "interaction");
  body.Text("model", interaction.model);
  if (interaction.provider == Provider::kVertex) body.Text("role", "model");
  if (completed) WriteSteps(body, interaction, state, inline_bytes);
  if (state.status == "failed" && interaction.misbehaviour != Misbehaviour::kFailedBare) {
    WriteErrors(body);
  }
  if (completed) WriteUsage(body, interaction);
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  if (inline_bytes) Spoil(interaction.misbehaviour, reply);
  reply.slow = interaction.misbehaviour == Misbehaviour::kSlow;
  return reply;
}

}  // namespace mediagen::sandbox
