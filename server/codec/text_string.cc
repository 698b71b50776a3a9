#include "server/codec/text_string.h"

#include <algorithm>
#include <utility>

namespace mediagen {
namespace {

constexpr uint32_t kReplacementCharacter = 0xfffd;

bool IsHighSurrogate(uint16_t unit) { return (unit & 0xfc00) == 0xd800; }

bool IsLowSurrogate(uint16_t unit) { return (unit & 0xfc00) == 0xdc00; }

void AppendUtf8(uint32_t character, std::string& text) {
  const auto continuation = [character](int shift) {
    return static_cast<char>(0x80 | (character >> shift & 0x3f));
  };
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xc0 | character >> 6);
    text += continuation(0);
  } else if (character < 0x10000) {
    text += static_cast<char>(0xe0 | character >> 12);
    text += continuation(6);
    text += continuation(0);
  } else {
    text += static_cast<char>(0xf0 | character >> 18);
    text += continuation(12);
    text += continuation(6);
    text += continuation(0);
  }
}

}  // namespace

TextString::Step TextString::Next(absl::string_view in, absl::Span<char> out) {
  Step step{Event::kNeedInput, 0, 0};
  std::optional<Event> event;
  while (!event.has_value()) {
    if (!WritePending(out, step)) {
      event = Event::kOutputFull;
    } else if (step.consumed == in.size()) {
      event = Event::kNeedInput;
    } else if (escape_.active()) {
      event = ReadEscape(in[step.consumed], step);
    } else {
      event = Read(in, out, step);
    }
  }
  step.event = *event;
  return step;
}

bool TextString::WritePending(absl::Span<char> out, Step& step) {
  const size_t size = std::min(pending_.size(), out.size() - step.produced);
  std::copy_n(pending_.begin(), size, out.begin() + step.produced);
  pending_.erase(0, size);
  step.produced += size;
  return pending_.empty();
}

std::optional<TextString::Event> TextString::ReadEscape(char c, Step& step) {
  const JsonEscape::Progress progress = escape_.Feed(c);
  if (progress == JsonEscape::Progress::kInvalid) return Event::kMalformed;
  ++step.consumed;
  if (progress == JsonEscape::Progress::kDone) TakeUnit(escape_.unit());
  return std::nullopt;
}

std::optional<TextString::Event> TextString::Read(absl::string_view in, absl::Span<char> out,
                                                  Step& step) {
  const char c = in[step.consumed];
  if (!begun_ && c != '"') {
    begun_ = true;
    return Event::kBegin;
  }
  if (c == '\\') {
    escape_.Start();
    ++step.consumed;
    return std::nullopt;
  }
  if (high_surrogate_ != 0) {
    high_surrogate_ = 0;
    AppendUtf8(kReplacementCharacter, pending_);
    return std::nullopt;
  }
  if (c != '"') return CopyRun(in, out, step);
  ++step.consumed;
  return begun_ ? Event::kEnd : Event::kEmpty;
}

std::optional<TextString::Event> TextString::CopyRun(absl::string_view in, absl::Span<char> out,
                                                     Step& step) {
  const size_t room = out.size() - step.produced;
  // With little room the rest is not looked at again and again.
  const size_t run = PlainRun(in.substr(step.consumed, std::max<size_t>(room, 1)));
  if (run == 0) return Event::kMalformed;
  if (room == 0) return Event::kOutputFull;
  std::copy_n(in.begin() + step.consumed, run, out.begin() + step.produced);
  step.consumed += run;
  step.produced += run;
  return std::nullopt;
}

void TextString::TakeUnit(uint16_t unit) {
  const uint32_t high = std::exchange(high_surrogate_, IsHighSurrogate(unit) ? unit : 0);
  if (high != 0 && IsLowSurrogate(unit)) {
    return AppendUtf8(0x10000 + ((high & 0x3ff) << 10 | (unit & 0x3ff)), pending_);
  }
  if (high != 0) AppendUtf8(kReplacementCharacter, pending_);
  if (IsLowSurrogate(unit)) AppendUtf8(kReplacementCharacter, pending_);
  const bool is_character = !IsHighSurrogate(unit) && !IsLowSurrogate(unit);
  if (is_character) AppendUtf8(unit, pending_);
}

}  // namespace mediagen
