#include "sandbox/content_answer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/json_body.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

void WriteCount(JsonBody& body, const char* key, int64_t count) {
  body.writer().Key(key);
  body.writer().Int64(count);
}

// [{"modality":"TEXT","tokenCount":N}, ...] without those that are none.
void WriteDetails(JsonBody& body, const char* key, int64_t text, int64_t pictures) {
  body.writer().Key(key);
  body.writer().StartArray();
  const std::pair<const char*, int64_t> rows[] = {{"TEXT", text}, {"IMAGE", pictures}};
  for (const auto& [modality, count] : rows) {
    if (count == 0) continue;
    body.writer().StartObject();
    body.Text("modality", modality);
    WriteCount(body, "tokenCount", count);
    body.writer().EndObject();
  }
  body.writer().EndArray();
}

void WriteUsage(JsonBody& body, const ContentAnswer& answer) {
  const int64_t prompt = answer.prompt_text_tokens + answer.prompt_picture_tokens;
  const int64_t candidates = answer.text_tokens + answer.picture_tokens;
  body.writer().Key("usageMetadata");
  body.writer().StartObject();
  WriteCount(body, "promptTokenCount", prompt);
  if (candidates > 0) WriteCount(body, "candidatesTokenCount", candidates);
  WriteCount(body, "totalTokenCount", prompt + candidates + answer.thought_tokens);
  WriteDetails(body, "promptTokensDetails", answer.prompt_text_tokens,
               answer.prompt_picture_tokens);
  if (candidates > 0) {
    WriteDetails(body, "candidatesTokensDetails", answer.text_tokens, answer.picture_tokens);
  }
  if (answer.thought_tokens > 0) WriteCount(body, "thoughtsTokenCount", answer.thought_tokens);
  body.writer().EndObject();
}

void WritePart(JsonBody& body, const ContentPart& part) {
  body.writer().StartObject();
  if (part.thought) {
    body.writer().Key("thought");
    body.writer().Bool(true);
  }
  if (part.picture == nullptr) {
    body.Text("text", part.text);
  } else {
    body.writer().Key("inlineData");
    body.writer().StartObject();
    body.Text("mimeType", part.picture->mime_type());
    if (!part.lost) body.Media("data", part.picture);
    body.writer().EndObject();
  }
  if (!part.signature.empty()) body.Text("thoughtSignature", part.signature);
  body.writer().EndObject();
}

// One object; `last` has the end and the usage.
Body Chunk(const ContentAnswer& answer, const std::vector<ContentPart>& parts, bool last) {
  JsonBody body;
  body.writer().StartObject();
  if (!answer.block_reason.empty()) {
    body.writer().Key("promptFeedback");
    body.writer().StartObject();
    body.Text("blockReason", answer.block_reason);
    body.writer().EndObject();
  } else {
    body.writer().Key("candidates");
    body.writer().StartArray();
    body.writer().StartObject();
    if (!parts.empty()) {
      body.writer().Key("content");
      body.writer().StartObject();
      body.writer().Key("parts");
      body.writer().StartArray();
      for (const ContentPart& part : parts) WritePart(body, part);
      body.writer().EndArray();
      body.Text("role", "model");
      body.writer().EndObject();
    }
    if (last) body.Text("finishReason", answer.finish_reason);
    WriteCount(body, "index", 0);
    body.writer().EndObject();
    body.writer().EndArray();
  }
  if (last) WriteUsage(body, answer);
  body.Text("modelVersion", answer.model);
  body.Text("responseId", answer.id);
  body.writer().EndObject();
  return body.Finish();
}

// A text as its words, the signature at the first.
std::vector<ContentPart> InPieces(const ContentPart& part) {
  if (part.picture != nullptr) return {part};
  std::vector<ContentPart> pieces;
  for (std::string_view word : http::Split(part.text, " ")) {
    ContentPart piece;
    piece.text = absl::StrCat(pieces.empty() ? "" : " ", std::string(word));
    piece.thought = part.thought;
    if (pieces.empty()) piece.signature = part.signature;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace

Body WholeContent(const ContentAnswer& answer) {
  return Chunk(answer, answer.parts, /*last=*/true);
}

Body StreamedContent(const ContentAnswer& answer, ContentStream form) {
  const bool events = form == ContentStream::kEvents;
  Body stream(events ? "" : "[");
  const auto add = [&](Body chunk, bool last) {
    if (events) stream.AddText("data: ");
    stream.Append(std::move(chunk));
    stream.AddText(events ? "\n\n" : last ? "]" : ",\n");
  };
  for (const ContentPart& part : answer.parts) {
    for (const ContentPart& piece : InPieces(part)) add(Chunk(answer, {piece}, false), false);
  }
  // Without content where there is none at all, else with an empty text, as Google has it.
  std::vector<ContentPart> end;
  if (!answer.parts.empty()) end.emplace_back();
  add(Chunk(answer, end, true), true);
  return stream;
}

}  // namespace mediagen::sandbox
