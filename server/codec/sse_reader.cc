#include "server/codec/sse_reader.h"

#include <utility>

#include "server/codec/json_characters.h"
#include "server/codec/line_end.h"

namespace mediagen {
namespace {

constexpr absl::string_view kDoneMarker = "[DONE]";
constexpr size_t kMaxEventName = 64;
// One byte more than the longest field name that means something.
constexpr size_t kMaxFieldName = 6;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

SseReader::Step SseReader::Next(absl::string_view in) {
  if (ended_) StartEvent();
  Step step{Event::kNeedInput, 0, {}};
  if (state_ == State::kBare && bare_.done()) {
    EndBareEvent(step);
    return step;
  }
  while (step.consumed < in.size() && !Scan(in, step)) continue;
  return step;
}

bool SseReader::Finish() {
  if (ended_) StartEvent();
  const bool is_done = marker_size_ == kDoneMarker.size();
  const bool open = has_data_ || (marker_size_ > 0 && !is_done);
  if (open) ++events_;
  ended_ = true;
  return open;
}

bool SseReader::Scan(absl::string_view in, Step& step) {
  const char c = in[step.consumed];
  if (std::exchange(ignored_, std::nullopt) == c) {
    ++step.consumed;
    return false;
  }
  switch (state_) {
    case State::kByteOrderMark:
      ScanByteOrderMark(c, step);
      return false;
    case State::kLineStart:
      return ScanLineStart(c, step);
    case State::kFieldName:
      return ScanFieldName(c, step);
    case State::kData:
      return ScanData(in, step);
    case State::kName:
      ScanEventName(c, step);
      return false;
    case State::kRest:
      step.consumed += LineSize(in.substr(step.consumed));
      if (step.consumed < in.size()) EndLine(in[step.consumed], step);
      return false;
    case State::kBare:
      return ScanBare(in, step);
    case State::kBareList:
      ScanBareList(c, step);
      return false;
    case State::kBareRest:
      ScanBareRest(c, step);
      return false;
  }
  return false;
}

void SseReader::ScanByteOrderMark(char c, Step& step) {
  const ByteOrderMark::Progress progress = byte_order_mark_.Feed(c);
  if (progress == ByteOrderMark::Progress::kBroken) {
    state_ = State::kRest;
    return;
  }
  if (progress != ByteOrderMark::Progress::kMore) state_ = State::kLineStart;
  if (progress != ByteOrderMark::Progress::kNone) ++step.consumed;
}

bool SseReader::ScanLineStart(char c, Step& step) {
  if (IsLineEnd(c)) {
    if (!indented_) return EndFramedEvent(c, step);
    EndLine(c, step);
  } else if (IsBlank(c)) {
    indented_ = true;
    ++step.consumed;
  } else if (!data_open_ && (c == '{' || c == '[')) {
    OpenBare(c, step);
  } else {
    field_.clear();
    state_ = indented_ ? State::kRest : State::kFieldName;
  }
  return false;
}

bool SseReader::ScanFieldName(char c, Step& step) {
  const bool ends = c == ':' || IsLineEnd(c);
  if (!ends) {
    if (field_.size() < kMaxFieldName) field_.push_back(c);
    ++step.consumed;
    return false;
  }
  const bool is_data = field_ == "data";
  if (is_data && data_open_ && ReleaseMarker(step)) return true;
  if (c == ':') {
    ++step.consumed;
    ignored_ = ' ';
  }
  if (is_data) return OpenDataLine(step);
  const bool is_name = field_ == "event";
  if (is_name) event_name_.clear();
  state_ = is_name ? State::kName : State::kRest;
  return false;
}

bool SseReader::OpenDataLine(Step& step) {
  state_ = State::kData;
  if (!std::exchange(data_open_, true)) return false;
  has_data_ = true;
  step.event = Event::kData;
  step.data = "\n";
  return true;
}

bool SseReader::ScanData(absl::string_view in, Step& step) {
  const absl::string_view rest = in.substr(step.consumed);
  if (IsLineEnd(rest[0])) {
    EndLine(rest[0], step);
    return false;
  }
  if (!has_data_ && marker_size_ < kDoneMarker.size() && rest[0] == kDoneMarker[marker_size_]) {
    ++marker_size_;
    ++step.consumed;
    return false;
  }
  if (ReleaseMarker(step)) return true;
  has_data_ = true;
  step.event = Event::kData;
  step.data = rest.substr(0, LineSize(rest));
  step.consumed += step.data.size();
  return true;
}

void SseReader::ScanEventName(char c, Step& step) {
  if (IsLineEnd(c)) return EndLine(c, step);
  if (event_name_.size() < kMaxEventName) event_name_.push_back(c);
  ++step.consumed;
}

bool SseReader::ScanBare(absl::string_view in, Step& step) {
  if (bare_.done()) {
    EndBareEvent(step);
    return true;
  }
  const absl::string_view rest = in.substr(step.consumed);
  step.data = rest.substr(0, bare_.Scan(rest));
  if (step.data.empty()) return false;
  has_data_ = true;
  step.event = Event::kData;
  step.consumed += step.data.size();
  return true;
}

void SseReader::ScanBareList(char c, Step& step) {
  if (c == ']') {
    state_ = State::kBareRest;
  } else if (c != ',' && !IsJsonWhiteSpace(c)) {
    bare_ = BareJson();
    state_ = State::kBare;
    return;
  }
  ++step.consumed;
}

void SseReader::ScanBareRest(char c, Step& step) {
  if (c == '{' || c == '[') return OpenBare(c, step);
  if (IsBlank(c)) {
    ++step.consumed;
  } else {
    state_ = State::kRest;
  }
}

void SseReader::OpenBare(char c, Step& step) {
  in_list_ = c == '[';
  if (in_list_) ++step.consumed;
  bare_ = BareJson();
  state_ = in_list_ ? State::kBareList : State::kBare;
}

void SseReader::EndLine(char c, Step& step) {
  ++step.consumed;
  if (c == '\r') ignored_ = '\n';
  indented_ = false;
  state_ = State::kLineStart;
}

bool SseReader::EndFramedEvent(char c, Step& step) {
  const bool is_done = marker_size_ == kDoneMarker.size();
  if (!is_done && ReleaseMarker(step)) return true;
  EndLine(c, step);
  if (!is_done && !has_data_) {
    StartEvent();
    return false;
  }
  if (!is_done) ++events_;
  step.event = is_done ? Event::kDone : Event::kEventEnd;
  ended_ = true;
  return true;
}

void SseReader::EndBareEvent(Step& step) {
  state_ = in_list_ ? State::kBareList : State::kBareRest;
  ++events_;
  step.event = Event::kEventEnd;
  ended_ = true;
}

bool SseReader::ReleaseMarker(Step& step) {
  if (marker_size_ == 0) return false;
  has_data_ = true;
  step.event = Event::kData;
  step.data = kDoneMarker.substr(0, std::exchange(marker_size_, 0));
  return true;
}

void SseReader::StartEvent() {
  ended_ = false;
  event_name_.clear();
  data_open_ = false;
  has_data_ = false;
  marker_size_ = 0;
}

}  // namespace mediagen
