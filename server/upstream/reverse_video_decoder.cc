#include "server/upstream/reverse_video_decoder.h"

#include "server/upstream/chat_event.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

void ReverseVideoDecoder::AddData(absl::string_view data) {
  if (event_.size() + data.size() > kMaxEventBytes) return Fail("too much in one event");
  event_.append(data.data(), data.size());
}

void ReverseVideoDecoder::EndEvent() {
  rapidjson::Document document;
  if (!ReadEvent(event_, document)) return;
  const JsonView choice = FirstEntry(JsonView(&document).Get("choices"));
  if (choice.IsObject()) ReadChoice(choice);
  event_.clear();
}

void ReverseVideoDecoder::ReadChoice(JsonView choice) {
  has_choice_ = true;
  const JsonView said = choice.Get({"delta", "message"});
  const absl::string_view reasoning = said.Get("reasoning_content").Text();
  has_text_ = has_text_ || !reasoning.empty();
  text_.FeedReasoning(reasoning);
  ReadContent(said.Get("content"));
  const absl::string_view finish = choice.Get({"finish_reason", "finishReason"}).Text();
  if (!finish.empty()) finish_reason_ = std::string(finish);
}

void ReverseVideoDecoder::ReadContent(JsonView content) {
  has_text_ = has_text_ || !content.Text().empty();
  text_.Feed(content.Text());
  for (size_t i = 0; i < content.size(); ++i) {
    const absl::string_view part = content.at(i).Get("text").Text();
    has_text_ = has_text_ || !part.empty();
    text_.Feed(part);
  }
}

}  // namespace mediagen
