#include "sandbox/chat_answer.h"

#include <ctime>

#include "absl/strings/str_cat.h"
#include "sandbox/json_body.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

void WriteHead(JsonBody& body, const ChatAnswer& answer, const char* object) {
  body.Text("id", answer.id);
  body.Text("object", object);
  body.writer().Key("created");
  body.writer().Int64(time(nullptr));
  body.Text("model", answer.model);
}

void WriteUsage(JsonBody& body, const ChatAnswer& answer) {
  const int64_t completion = answer.text_tokens + answer.picture_tokens;
  JsonWriter& writer = body.writer();
  writer.Key("usage");
  writer.StartObject();
  writer.Key("prompt_tokens");
  writer.Int64(answer.prompt_tokens);
  writer.Key("completion_tokens");
  writer.Int64(completion);
  writer.Key("total_tokens");
  writer.Int64(answer.prompt_tokens + completion);
  writer.Key("completion_tokens_details");
  writer.StartObject();
  writer.Key("image_tokens");
  writer.Int64(answer.picture_tokens);
  writer.EndObject();
  writer.EndObject();
}

void WriteSpelling(JsonBody& body, const ChatAnswer& answer, bool snake_case, bool blank) {
  body.writer().Key(snake_case ? "inline_data" : "inlineData");
  body.writer().StartObject();
  body.Media("data", answer.picture, blank);
  body.Text(snake_case ? "mime_type" : "mimeType", answer.picture->mime_type());
  body.writer().EndObject();
}

void WriteTextPart(JsonBody& body, const ChatAnswer& answer, const std::string& text) {
  body.writer().StartObject();
  body.Text("text", text);
  if (answer.parts == ChatParts::kCamelCase) {
    body.writer().Key("inlineData");
    body.writer().StartObject();
    body.writer().EndObject();
  }
  body.writer().EndObject();
}

void WritePicturePart(JsonBody& body, const ChatAnswer& answer) {
  body.writer().StartObject();
  switch (answer.parts) {
    case ChatParts::kBoth:
      // The blank hides the second spelling from programs that grep for `"data":"`.
      WriteSpelling(body, answer, /*snake_case=*/true, /*blank=*/false);
      WriteSpelling(body, answer, /*snake_case=*/false, /*blank=*/true);
      break;
    case ChatParts::kSnakeCase:
      WriteSpelling(body, answer, /*snake_case=*/true, /*blank=*/false);
      break;
    case ChatParts::kCamelCase:
      body.Text("text", "");
      WriteSpelling(body, answer, /*snake_case=*/false, /*blank=*/false);
      break;
  }
  body.writer().EndObject();
}

// One event around what `write_delta` puts into the delta.
template <typename WriteDelta>
void AddEvent(Body& events, const ChatAnswer& answer, const char* finish_reason, bool with_usage,
              WriteDelta write_delta) {
  JsonBody body;
  body.writer().StartObject();
  WriteHead(body, answer, "chat.completion.chunk");
  body.writer().Key("choices");
  body.writer().StartArray();
  body.writer().StartObject();
  body.writer().Key("index");
  body.writer().Int(0);
  body.writer().Key("delta");
  body.writer().StartObject();
  write_delta(body);
  body.writer().EndObject();
  body.writer().Key("finish_reason");
  finish_reason == nullptr ? body.writer().Null() : body.writer().String(finish_reason);
  body.writer().EndObject();
  body.writer().EndArray();
  if (with_usage) WriteUsage(body, answer);
  body.writer().EndObject();
  events.AddText("data: ");
  events.Append(body.Finish());
  events.AddText("\n\n");
}

}  // namespace

Body WholeAnswer(const ChatAnswer& answer) {
  JsonBody body;
  JsonWriter& writer = body.writer();
  writer.StartObject();
  WriteHead(body, answer, "chat.completion");
  writer.Key("choices");
  writer.StartArray();
  writer.StartObject();
  writer.Key("index");
  writer.Int(0);
  writer.Key("message");
  writer.StartObject();
  body.Text("role", "assistant");
  body.Text("content", answer.text);
  if (answer.picture != nullptr) {
    writer.Key("multi_mod_content");
    writer.StartArray();
    WriteTextPart(body, answer, answer.text);
    WritePicturePart(body, answer);
    writer.EndArray();
  }
  writer.EndObject();
  body.Text("finish_reason", answer.finish_reason);
  writer.EndObject();
  writer.EndArray();
  WriteUsage(body, answer);
  writer.EndObject();
  return body.Finish();
}

Body TextEvent(const ChatAnswer& answer, const std::string& piece, bool first) {
  Body events;
  AddEvent(events, answer, nullptr, false, [&](JsonBody& body) {
    if (first) body.Text("role", "assistant");
    body.Text("content", piece);
  });
  return events;
}

Body LastEvents(const ChatAnswer& answer, bool include_usage) {
  Body events;
  AddEvent(events, answer, answer.finish_reason.c_str(), !include_usage, [](JsonBody&) {});
  if (include_usage) {
    JsonBody body;
    body.writer().StartObject();
    WriteHead(body, answer, "chat.completion.chunk");
    body.writer().Key("choices");
    body.writer().StartArray();
    body.writer().EndArray();
    WriteUsage(body, answer);
    body.writer().EndObject();
    events.AddText("data: ");
    events.Append(body.Finish());
    events.AddText("\n\n");
  }
  events.AddText("data: [DONE]\n\n");
  return events;
}

Body StreamedAnswer(const ChatAnswer& answer, bool include_usage) {
  Body events;
  bool first = true;
  for (std::string_view word : http::Split(answer.text, " ")) {
    if (answer.text.empty()) break;
    events.Append(TextEvent(answer, absl::StrCat(first ? "" : " ", std::string(word)), first));
    first = false;
  }
  if (answer.picture != nullptr) {
    AddEvent(events, answer, nullptr, false, [&](JsonBody& body) {
      body.writer().Key("multi_mod_content");
      body.writer().StartArray();
      WritePicturePart(body, answer);
      body.writer().EndArray();
    });
  }
  events.Append(LastEvents(answer, include_usage));
  return events;
}

}  // namespace mediagen::sandbox
