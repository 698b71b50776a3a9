#include "sandbox/imagen_answer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "sandbox/json_body.h"
#include "sandbox/refusal.h"

namespace mediagen::sandbox {
namespace {

constexpr char kFilteredReason[] =
    "Unable to show generated images. All images were filtered out because they violated the usage "
    "guidelines. Try rephrasing the prompt. Support codes: 63429089";

void WriteSafetyAttributes(JsonBody& body) {
  body.writer().Key("safetyAttributes");
  body.writer().StartObject();
  body.writer().Key("categories");
  body.writer().StartArray();
  for (const char* category : {"Death, Harm & Tragedy", "Violence"}) body.writer().String(category);
  body.writer().EndArray();
  body.writer().Key("scores");
  body.writer().StartArray();
  for (double score : {0.1, 0.2}) body.writer().Double(score);
  body.writer().EndArray();
  body.writer().EndObject();
}

void WritePicture(JsonBody& body, const ImagenAnswer& answer, int index) {
  body.Text("mimeType", answer.output.format.mime_type());
  if (answer.misbehaviour == Misbehaviour::kLostMedia) {
    body.Text("bytesBase64Encoded", "");
  } else if (!answer.output.storage_uri.empty()) {
    body.Text("gcsUri", absl::StrCat(answer.output.storage_uri, absl::ToUnixMicros(absl::Now()),
                                     "/sample_", index, answer.output.format.extension()));
  } else {
    body.Media("bytesBase64Encoded", answer.picture(index));
  }
  if (!answer.rewritten_prompt.empty()) body.Text("prompt", answer.rewritten_prompt);
  if (answer.output.include_safety_attributes) WriteSafetyAttributes(body);
}

}  // namespace

Reply ImagenAnswer::Write() const {
  const bool filter_one = misbehaviour == Misbehaviour::kFilterOne;
  Reply reply;
  // All filtered: no `predictions` at all.
  if (misbehaviour == Misbehaviour::kFilterAll ||
      (filter_one && count == 1 && !output.include_rai_reason)) {
    reply.body = Body("{}");
    return reply;
  }
  JsonBody body;
  body.writer().StartObject();
  body.writer().Key("predictions");
  body.writer().StartArray();
  for (int index = 0; index < count; ++index) {
    const bool filtered = filter_one && index == count - 1;
    if (filtered && !output.include_rai_reason) continue;
    body.writer().StartObject();
    if (filtered) {
      body.Text("raiFilteredReason", kFilteredReason);
    } else if (misbehaviour != Misbehaviour::kNoMedia) {
      WritePicture(body, *this, index);
    }
    body.writer().EndObject();
  }
  if (output.include_safety_attributes) {
    body.writer().StartObject();
    body.Text("contentType", "Positive Prompt");
    WriteSafetyAttributes(body);
    body.writer().EndObject();
  }
  body.writer().EndArray();
  body.writer().EndObject();
  reply.body = body.Finish();
  Spoil(misbehaviour, reply);
  return reply;
}

}  // namespace mediagen::sandbox
