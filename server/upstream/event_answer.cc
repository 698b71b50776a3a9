#include "server/upstream/event_answer.h"

#include "server/upstream/upstream_error.h"

namespace mediagen {

EventAnswer::State EventAnswer::Add(absl::string_view bytes) {
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

EventAnswer::State EventAnswer::Finish() {
  if (state_ != State::kReading) return state_;
  if (sse_.Finish()) EndEvent();
  if (state_ != State::kReading) return state_;
  if (sse_.events() == 0) {
    Fail("it is empty, or neither JSON nor a stream of events");
    return state_;
  }
  EndAnswer();
  state_ = State::kComplete;
  return state_;
}

bool EventAnswer::ReadEvent(absl::string_view json, rapidjson::Document& document) {
  if (!ParseJson(json, document)) {
    Fail("no JSON");
    return false;
  }
  const JsonView view(&document);
  if (FindErrorObject(view).exists()) {
    error_event_ = std::string(json);
    state_ = State::kError;
    return false;
  }
  if (!view.IsObject()) Fail("no JSON object");
  return view.IsObject();
}

void EventAnswer::Fail(absl::string_view problem) {
  problem_ = std::string(problem);
  state_ = State::kUnreadable;
}

}  // namespace mediagen
