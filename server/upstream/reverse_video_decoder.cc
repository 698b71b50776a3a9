#include "server/upstream/reverse_video_decoder.h"

#include "server/upstream/chat_event.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

ReverseVideoDecoder::State ReverseVideoDecoder::Add(absl::string_view bytes) {
  while (state_ == State::kReading) {
    const SseReader::Step step = sse_.Next(bytes);
    bytes.remove_prefix(step.consumed);
    switch (step.event) {
      case SseReader::Event::kNeedInput:
        return state_;
      case SseReader::Event::kData:
        AddData(step.data);
        break;
      case SseReader::Event::kEventEnd:
        EndEvent();
        break;
      case SseReader::Event::kDone:
        // Some keep the connection open behind it.
        Finish();
        break;
    }
  }
  return state_;
}

ReverseVideoDecoder::State ReverseVideoDecoder::Finish() {
  if (state_ != State::kReading) return state_;
  if (sse_.Finish()) EndEvent();
  if (state_ != State::kReading) return state_;
  if (sse_.events() == 0) {
    Fail("it is empty, or neither JSON nor a stream of events");
    return state_;
  }
  text_.Finish();
  state_ = State::kComplete;
  return state_;
}

void ReverseVideoDecoder::AddData(absl::string_view data) {
  if (event_.size() + data.size() > kMaxEventBytes) return Fail("too much in one event");
  event_.append(data.data(), data.size());
}

void ReverseVideoDecoder::EndEvent() {
  rapidjson::Document document;
  if (!ParseJson(event_, document)) return Fail("no JSON");
  const JsonView view(&document);
  if (FindErrorObject(view).exists()) {
    state_ = State::kError;
    return;
  }
  if (!view.IsObject()) return Fail("no JSON object");
  const JsonView choice = FirstEntry(view.Get("choices"));
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

void ReverseVideoDecoder::Fail(absl::string_view problem) {
  problem_ = std::string(problem);
  state_ = State::kUnreadable;
}

}  // namespace mediagen
