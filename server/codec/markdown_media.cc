#include "server/codec/markdown_media.h"

#include <algorithm>
#include <utility>

#include "server/codec/base64_alphabet.h"

namespace mediagen {
namespace {

// How many bytes of `in` cannot belong to a picture's markup.
size_t TextSize(absl::string_view in) {
  size_t at = in.find('!');
  while (at < in.size() && at + 1 < in.size() && in[at + 1] != '[') at = in.find('!', at + 1);
  return std::min(at, in.size());
}

}  // namespace

MarkdownMedia::Step MarkdownMedia::Next(absl::string_view in, absl::Span<char> out) {
  Step step{Event::kNeedInput, 0, 0, {}};
  while (step.consumed < in.size() && !Scan(in, out, step)) continue;
  return step;
}

MarkdownMedia::Step MarkdownMedia::Finish() {
  Step step{Event::kNeedInput, 0, 0, {}};
  switch (std::exchange(state_, State::kText)) {
    case State::kText:
      break;
    case State::kMarkupAgain:
      markup_.StartAgain();
      [[fallthrough]];
    case State::kMarkup:
      step.event = Event::kText;
      step.text = markup_.held();
      break;
    case State::kPayload:
    case State::kTitle:
    case State::kRest:
      SetCorrupt();
      step.event = Event::kMediaEnd;
  }
  return step;
}

bool MarkdownMedia::Scan(absl::string_view in, absl::Span<char> out, Step& step) {
  switch (state_) {
    case State::kText:
      return ScanText(in, step);
    case State::kMarkupAgain:
      markup_.StartAgain();
      state_ = State::kMarkup;
      return false;
    case State::kMarkup:
      return ScanMarkup(in[step.consumed], step);
    case State::kPayload:
      return ScanPayload(in, out, step);
    case State::kTitle:
      ScanTitle(in[step.consumed], step);
      return false;
    case State::kRest:
      return ScanRest(in, out, step);
  }
  return false;
}

bool MarkdownMedia::ScanText(absl::string_view in, Step& step) {
  const absl::string_view rest = in.substr(step.consumed);
  step.text = rest.substr(0, TextSize(rest));
  step.consumed += step.text.size();
  if (!step.text.empty()) {
    step.event = Event::kText;
    return true;
  }
  markup_.Start();
  state_ = State::kMarkup;
  ++step.consumed;
  return false;
}

bool MarkdownMedia::ScanMarkup(char c, Step& step) {
  const PictureMarkup::Progress progress = markup_.Feed(c);
  if (progress == PictureMarkup::Progress::kPayload) return BeginPicture(step);
  if (progress != PictureMarkup::Progress::kNone) ++step.consumed;
  switch (progress) {
    case PictureMarkup::Progress::kMore:
      return false;
    case PictureMarkup::Progress::kNone:
    case PictureMarkup::Progress::kAgain:
      step.event = Event::kText;
      step.text = markup_.held();
      break;
    case PictureMarkup::Progress::kLink:
      step.event = Event::kLink;
      step.text = markup_.link();
      break;
    case PictureMarkup::Progress::kPayload:
    case PictureMarkup::Progress::kEmpty:
      break;
  }
  const bool again = progress == PictureMarkup::Progress::kAgain;
  state_ = again ? State::kMarkupAgain : State::kText;
  return progress != PictureMarkup::Progress::kEmpty;
}

bool MarkdownMedia::BeginPicture(Step& step) {
  media_ = ItemInfo{.index = media_.index + 1};
  base64_ = ForgivingBase64();
  offset_ = markup_.header_bytes();
  behind_blank_ = false;
  state_ = State::kPayload;
  step.event = Event::kMediaBegin;
  return true;
}

bool MarkdownMedia::ScanPayload(absl::string_view in, absl::Span<char> out, Step& step) {
  const ForgivingBase64::Step done = base64_.Decode(in.substr(step.consumed), out);
  step.consumed += done.consumed;
  step.produced = done.produced;
  offset_ += static_cast<int64_t>(done.consumed);
  media_.size_bytes += static_cast<int64_t>(done.produced);
  if (done.consumed > 0) behind_blank_ = IsBase64WhiteSpace(in[step.consumed - 1]);
  switch (done.stop) {
    case ForgivingBase64::Stop::kInputUsed:
      return false;
    case ForgivingBase64::Stop::kOutputFull:
      step.event = Event::kOutputFull;
      return true;
    case ForgivingBase64::Stop::kForeign:
      break;
  }
  return ScanForeign(in[step.consumed], out, step);
}

bool MarkdownMedia::ScanForeign(char c, absl::Span<char> out, Step& step) {
  if (c == ')') return EndPicture(out, step);
  const bool opens_title = behind_blank_ && (c == '"' || c == '\'');
  if (opens_title) {
    quote_ = c;
    escaped_ = false;
    state_ = State::kTitle;
    ++step.consumed;
  } else {
    SetCorrupt();
    state_ = State::kRest;
  }
  return false;
}

void MarkdownMedia::ScanTitle(char c, Step& step) {
  const bool is_escaped = std::exchange(escaped_, c == '\\' && !escaped_);
  if (!is_escaped && c == quote_) state_ = State::kRest;
  ++step.consumed;
}

bool MarkdownMedia::ScanRest(absl::string_view in, absl::Span<char> out, Step& step) {
  step.consumed = std::min(in.find(')', step.consumed), in.size());
  return step.consumed < in.size() && EndPicture(out, step);
}

bool MarkdownMedia::EndPicture(absl::Span<char> out, Step& step) {
  if (!base64_.CanEnd()) SetCorrupt();
  if (!media_.corrupt) {
    const absl::Span<char> room = out.subspan(step.produced);
    if (room.size() < base64_.TailBytes()) {
      step.event = Event::kOutputFull;
      return true;
    }
    const size_t tail = base64_.Finish(room);
    step.produced += tail;
    media_.size_bytes += static_cast<int64_t>(tail);
  }
  ++step.consumed;
  state_ = State::kText;
  step.event = Event::kMediaEnd;
  return true;
}

void MarkdownMedia::SetCorrupt() {
  media_.corrupt = true;
  media_.corrupt_offset = offset_;
}

}  // namespace mediagen
