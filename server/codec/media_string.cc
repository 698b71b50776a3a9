#include "server/codec/media_string.h"

#include "server/codec/base64_alphabet.h"

namespace mediagen {

MediaString::Step MediaString::Next(absl::string_view in, absl::Span<char> out) {
  Step step{Event::kNeedInput, 0, 0};
  std::optional<Event> event;
  while (!event.has_value()) {
    if (escape_.active()) {
      event = ReadEscape(in, step);
    } else if (state_ == State::kPrefix) {
      event = ReadPrefix(in, step);
    } else if (state_ == State::kRest) {
      event = SkipRest(in, step);
    } else if (!pending_.empty()) {
      event = DecodePending(out, step);
    } else {
      event = Decode(in, out, step);
    }
  }
  step.event = *event;
  return step;
}

std::optional<MediaString::Event> MediaString::ReadEscape(absl::string_view in, Step& step) {
  if (step.consumed == in.size()) return Event::kNeedInput;
  const char c = in[step.consumed];
  const bool in_prefix = state_ == State::kPrefix;
  const JsonEscape::Progress progress = escape_.Feed(c);
  if (progress == JsonEscape::Progress::kInvalid) {
    // A foreign character, and a fault even in a header, where any other character may stand.
    if (in_prefix && !prefix_.in_header()) return TakePrefix('\xff', 1);
    state_ = State::kRest;
    return in_prefix ? std::optional(Event::kBegin) : std::nullopt;
  }
  if (in_prefix) {
    ConsumePrefix(c, step);
  } else {
    ++step.consumed;
  }
  if (progress == JsonEscape::Progress::kMore) return std::nullopt;
  if (in_prefix) return TakePrefix(escape_.ascii(), escape_.utf8_bytes());
  if (state_ == State::kPayload) pending_.push_back(escape_.ascii());
  return std::nullopt;
}

std::optional<MediaString::Event> MediaString::ReadPrefix(absl::string_view in, Step& step) {
  if (step.consumed == in.size()) return Event::kNeedInput;
  const char c = in[step.consumed];
  if (c == '"') return EndPrefix(step);
  if (c != '\\') {
    const std::optional<Event> event = TakePrefix(c, 1);
    if (event == Event::kText) return event;  // The byte is left to the text.
    ConsumePrefix(c, step);
    return event;
  }
  ConsumePrefix(c, step);
  escape_.Start();
  return std::nullopt;
}

void MediaString::ConsumePrefix(char c, Step& step) {
  ++step.consumed;
  if (data_url_only_ && !prefix_.is_data_url()) raw_text_.push_back(c);
}

std::optional<MediaString::Event> MediaString::TakePrefix(char c, int utf8_bytes) {
  // Text is kept as it came, white space included, and only a bounded start of it can be held.
  if (data_url_only_ && offset_ == 0 && IsBase64WhiteSpace(c)) return Event::kText;
  switch (prefix_.Feed(c)) {
    case DataUrlPrefix::Progress::kMore:
      offset_ += utf8_bytes;
      return std::nullopt;
    case DataUrlPrefix::Progress::kNotBase64:
      state_ = State::kRest;
      return Event::kBegin;
    case DataUrlPrefix::Progress::kPayload:
      break;
  }
  if (data_url_only_ && !prefix_.is_data_url()) return Event::kText;
  const Event begin = BeginPayload();
  pending_.push_back(c);
  return begin;
}

std::optional<MediaString::Event> MediaString::EndPrefix(Step& step) {
  if (prefix_.in_header()) {
    state_ = State::kRest;
    return Event::kBegin;
  }
  if (prefix_.held().empty()) {
    ++step.consumed;
    return Event::kEmpty;
  }
  return data_url_only_ ? Event::kText : BeginPayload();
}

MediaString::Event MediaString::BeginPayload() {
  pending_.assign(prefix_.held().data(), prefix_.held().size());
  offset_ -= static_cast<int64_t>(pending_.size());
  state_ = State::kPayload;
  return Event::kBegin;
}

std::optional<MediaString::Event> MediaString::DecodePending(absl::Span<char> out, Step& step) {
  const ForgivingBase64::Step done = base64_.Decode(pending_, out.subspan(step.produced));
  step.produced += done.produced;
  offset_ += static_cast<int64_t>(done.consumed);
  pending_.erase(0, done.consumed);
  if (done.stop == ForgivingBase64::Stop::kOutputFull) return Event::kOutputFull;
  if (done.stop == ForgivingBase64::Stop::kForeign) state_ = State::kRest;
  return std::nullopt;
}

std::optional<MediaString::Event> MediaString::Decode(absl::string_view in, absl::Span<char> out,
                                                      Step& step) {
  const ForgivingBase64::Step done =
      base64_.Decode(in.substr(step.consumed), out.subspan(step.produced));
  step.consumed += done.consumed;
  step.produced += done.produced;
  offset_ += static_cast<int64_t>(done.consumed);
  if (done.stop == ForgivingBase64::Stop::kInputUsed) return Event::kNeedInput;
  if (done.stop == ForgivingBase64::Stop::kOutputFull) return Event::kOutputFull;
  const char c = in[step.consumed];
  if (c == '"') return EndPayload(out, step);
  if (c == '\\') {
    ++step.consumed;
    escape_.Start();
  } else {
    state_ = State::kRest;
  }
  return std::nullopt;
}

std::optional<MediaString::Event> MediaString::EndPayload(absl::Span<char> out, Step& step) {
  if (!base64_.CanEnd()) {
    state_ = State::kRest;
    return std::nullopt;
  }
  if (out.size() - step.produced < base64_.TailBytes()) return Event::kOutputFull;
  step.produced += base64_.Finish(out.subspan(step.produced));
  ++step.consumed;
  return Event::kEnd;
}

std::optional<MediaString::Event> MediaString::SkipRest(absl::string_view in, Step& step) {
  while (step.consumed < in.size()) {
    const char c = in[step.consumed++];
    if (c == '"') return Event::kEnd;
    if (c == '\\') {
      escape_.Start();
      return std::nullopt;
    }
  }
  return Event::kNeedInput;
}

}  // namespace mediagen
