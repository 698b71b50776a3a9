#include "server/upstream/chat_event.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"

namespace mediagen {
namespace {

using Kind = ChatEventPart::Kind;

struct ReasonRow {
  absl::string_view raw;
  v1::FinishReason reason;
};

// Relays hand native words on in the other shape, so that one table serves both.
constexpr ReasonRow kReasons[] = {
    {"stop", v1::FINISH_REASON_STOP},
    {"length", v1::FINISH_REASON_MAX_TOKENS},
    {"max_tokens", v1::FINISH_REASON_MAX_TOKENS},
    {"content_filter", v1::FINISH_REASON_FILTERED},
    {"safety", v1::FINISH_REASON_FILTERED},
    {"recitation", v1::FINISH_REASON_FILTERED},
    {"blocklist", v1::FINISH_REASON_FILTERED},
    {"prohibited_content", v1::FINISH_REASON_FILTERED},
    {"spii", v1::FINISH_REASON_FILTERED},
    {"image_safety", v1::FINISH_REASON_FILTERED},
    {"image_prohibited_content", v1::FINISH_REASON_FILTERED},
    {"image_recitation", v1::FINISH_REASON_FILTERED},
    {"no_image", v1::FINISH_REASON_NO_IMAGE},
};

bool IsLink(absl::string_view text) {
  return absl::StartsWithIgnoreCase(text, "https://") ||
         absl::StartsWithIgnoreCase(text, "http://") || absl::StartsWith(text, "gs://");
}

// Bytes under either spelling; where both hold some it is one picture.
ChatEventPart ReadInlinePicture(JsonView entry, ChatEventPart part) {
  for (absl::string_view spelling : {"inlineData", "inline_data"}) {
    const JsonView inline_data = entry.Get(spelling);
    const std::optional<int64_t> item = inline_data.Get("data").Integer();
    if (!item.has_value()) continue;
    part.items.push_back(static_cast<int>(*item));
    if (part.said_media_type.empty())
      part.said_media_type = std::string(inline_data.Get({"mimeType", "mime_type"}).Text());
  }
  return part;
}

}  // namespace

bool ChatEventPart::Holds(int item) const {
  return item != kNoItem &&
         (item == text_item || std::find(items.begin(), items.end(), item) != items.end());
}

void ReadChatEventPart(JsonView entry, ChatEventPart::Place place, int position, bool with_text,
                       ChatEvent& event) {
  ChatEventPart part(place, position, Kind::kPicture);
  part.thought = entry.Get("thought").IsTrue();
  ChatEventPart picture = ReadInlinePicture(entry, part);
  const JsonView image_url = entry.Get("image_url");
  const JsonView url = image_url.IsObject() ? image_url.Get("url") : image_url;
  if (const std::optional<int64_t> item = url.Integer(); item.has_value())
    picture.items.push_back(static_cast<int>(*item));
  // The picture comes first: the text beside it is often an empty one.
  if (!picture.items.empty()) {
    event.parts.push_back(std::move(picture));
  } else if (IsLink(url.Text())) {
    part.kind = Kind::kLink;
    part.text = std::string(url.Text());
    event.parts.push_back(part);
  }
  part.kind = Kind::kText;
  part.text = with_text ? std::string(entry.Get("text").Text()) : "";
  if (!part.text.empty()) event.parts.push_back(std::move(part));
}

JsonView FirstEntry(JsonView list) {
  for (size_t i = 0; i < list.size(); ++i) {
    if (list.at(i).exists()) return list.at(i);
  }
  return JsonView();
}

v1::FinishReason FinishReasonOf(absl::string_view raw) {
  if (raw.empty()) return v1::FINISH_REASON_UNSPECIFIED;
  for (const ReasonRow& row : kReasons) {
    if (absl::EqualsIgnoreCase(row.raw, raw)) return row.reason;
  }
  return v1::FINISH_REASON_OTHER;
}

ChatEvent ReadChatEvent(JsonView envelope, int open_item) {
  const bool is_completion =
      !envelope.Get("choices").IsEmpty() ||
      (envelope.Get("usage").exists() && !envelope.Get("candidates").exists());
  return is_completion ? ReadCompletionEvent(envelope, open_item) : ReadContentEvent(envelope);
}

}  // namespace mediagen
