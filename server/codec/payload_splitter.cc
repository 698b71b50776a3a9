#include "server/codec/payload_splitter.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/codec/json_characters.h"

namespace mediagen {

PayloadSplitter::PayloadSplitter(Options options) : options_(options), keys_(options.fields) {}

void PayloadSplitter::Reset() {
  // Most bodies are about as long as the one before, so its memory is kept; not that of a giant.
  constexpr size_t kKeptBytes = 64 * 1024;
  std::string envelope = std::move(envelope_);
  envelope.clear();
  *this = PayloadSplitter(options_);
  if (envelope.capacity() <= kKeptBytes) envelope_ = std::move(envelope);
}

absl::StatusOr<PayloadSplitter::Step> PayloadSplitter::Next(absl::string_view in,
                                                            absl::Span<char> out) {
  Step step{Event::kNeedInput, 0, 0};
  bool reports = false;
  while (status_.ok() && !reports && (step.consumed < in.size() || state_ == State::kItem)) {
    switch (state_) {
      case State::kItem:
        reports = DecodeItem(in, out, step);
        break;
      case State::kByteOrderMark:
        ScanByteOrderMark(in, step.consumed);
        break;
      case State::kString:
        ScanString(in, step.consumed);
        break;
      case State::kLiteral:
      case State::kDroppedNumber:
        ScanLiteral(in, step.consumed);
        break;
      default:
        ScanToken(in, step.consumed);
    }
  }
  if (!status_.ok()) return status_;
  position_ += static_cast<int64_t>(step.consumed);
  return step;
}

absl::Status PayloadSplitter::Finish() {
  if (!status_.ok()) return status_;
  const bool top_level_literal = state_ == State::kLiteral && nesting_.depth() == 0;
  if (state_ != State::kDone && !top_level_literal) {
    status_ = absl::DataLossError(absl::StrCat("JSON body cut at byte ", position_));
  }
  return status_;
}

void PayloadSplitter::ScanByteOrderMark(absl::string_view in, size_t& at) {
  const ByteOrderMark::Progress progress = byte_order_mark_.Feed(in[at]);
  if (progress == ByteOrderMark::Progress::kBroken) return FailMalformed(at);
  if (progress != ByteOrderMark::Progress::kMore) state_ = State::kValue;
  if (progress != ByteOrderMark::Progress::kNone) ++at;
}

void PayloadSplitter::ScanToken(absl::string_view in, size_t& at) {
  if (!IsJsonWhiteSpace(in[at]) && !TakeToken(in[at])) return FailMalformed(at);
  ++at;
}

bool PayloadSplitter::TakeToken(char c) {
  const bool closes = nesting_.ClosesWith(c);
  switch (state_) {
    case State::kKeyOrClose:
      if (closes) return CloseBracket(c);
      [[fallthrough]];
    case State::kKey:
      return c == '"' && OpenString(/*is_key=*/true);
    case State::kColon:
      if (c != ':') return false;
      Append(":");
      state_ = State::kValue;
      return true;
    case State::kValueOrClose:
      if (closes) return CloseBracket(c);
      [[fallthrough]];
    case State::kValue:
      return OpenValue(c);
    case State::kCommaOrClose:
      if (closes) return CloseBracket(c);
      if (c != ',') return false;
      Append(",");
      state_ = nesting_.in_object() ? State::kKey : State::kValue;
      return true;
    default:
      return false;  // Behind the top-level value nothing may come.
  }
}

bool PayloadSplitter::OpenValue(char c) {
  const int field = nesting_.in_object() ? field_ : -1;
  if (c == '"' && field >= 0) {
    item_string_.Start(field, options_.fields[field].kind);
    state_ = State::kItem;
    return true;
  }
  if (c == '"') return OpenString(/*is_key=*/false);
  if (c == '{' || c == '[') return OpenBracket(c);
  if (!IsJsonLiteral(c)) return false;
  const bool looks_like_index = field >= 0 && IsJsonNumberStart(c);
  Append(looks_like_index ? absl::string_view("null") : absl::string_view(&c, 1));
  state_ = looks_like_index ? State::kDroppedNumber : State::kLiteral;
  return true;
}

bool PayloadSplitter::OpenString(bool is_key) {
  Append("\"");
  in_key_ = is_key;
  if (is_key) keys_.StartKey();
  state_ = State::kString;
  return true;
}

bool PayloadSplitter::OpenBracket(char c) {
  if (nesting_.depth() >= options_.max_depth) FailExhausted("nested deeper", options_.max_depth);
  nesting_.Open(c, key_as_parent_);
  Append(absl::string_view(&c, 1));
  state_ = c == '{' ? State::kKeyOrClose : State::kValueOrClose;
  return true;
}

bool PayloadSplitter::CloseBracket(char c) {
  nesting_.Close();
  Append(absl::string_view(&c, 1));
  EndValue();
  return true;
}

void PayloadSplitter::ScanString(absl::string_view in, size_t& at) {
  if (escape_.active()) return ScanEscape(in, at);
  const absl::string_view run = in.substr(at, PlainRun(in.substr(at)));
  Append(run);
  if (in_key_) keys_.Append(run);
  at += run.size();
  if (at == in.size()) return;
  const char c = in[at];
  if (c != '"' && c != '\\') return FailMalformed(at);
  Append(absl::string_view(&c, 1));
  ++at;
  if (c == '"') {
    EndString();
  } else {
    escape_.Start();
  }
}

void PayloadSplitter::ScanEscape(absl::string_view in, size_t& at) {
  const JsonEscape::Progress progress = escape_.Feed(in[at]);
  // The DOM parser will refuse a bad escape; here it only must not look like a field's name.
  const bool invalid = progress == JsonEscape::Progress::kInvalid;
  if (in_key_ && progress != JsonEscape::Progress::kMore) {
    const char unescaped = invalid ? '\xff' : escape_.ascii();
    keys_.Append(absl::string_view(&unescaped, 1));
  }
  if (!invalid) Append(in.substr(at++, 1));
}

void PayloadSplitter::EndString() {
  if (!in_key_) return EndValue();
  field_ = keys_.FindField(nesting_.name());
  key_as_parent_ = keys_.AsParent();
  state_ = State::kColon;
}

void PayloadSplitter::ScanLiteral(absl::string_view in, size_t& at) {
  const absl::string_view rest = in.substr(at);
  const bool dropped = state_ == State::kDroppedNumber;
  const auto* end =
      std::find_if_not(rest.begin(), rest.end(), dropped ? IsJsonNumber : IsJsonLiteral);
  const size_t size = end - rest.begin();
  if (!dropped) Append(rest.substr(0, size));
  at += size;
  if (size < rest.size()) EndValue();
}

bool PayloadSplitter::DecodeItem(absl::string_view in, absl::Span<char> out, Step& step) {
  // Before the item begins nothing is decoded, so that the last item's size does no harm here.
  const auto item_room = static_cast<uint64_t>(options_.max_media_bytes - media().size_bytes);
  const auto room = static_cast<size_t>(std::min<uint64_t>(out.size(), item_room));
  const ItemString::Step done = item_string_.Next(in.substr(step.consumed), out.first(room));
  step.consumed += done.consumed;
  step.produced = done.produced;
  switch (done.event) {
    case ItemString::Event::kNeedInput:
      return true;
    case ItemString::Event::kOutputFull:
      if (room == item_room) FailExhausted("media item larger", options_.max_media_bytes);
      step.event = Event::kOutputFull;
      return true;
    case ItemString::Event::kBegin:
      BeginItem();
      step.event = Event::kMediaBegin;
      return true;
    case ItemString::Event::kEnd:
      EndValue();
      step.event = Event::kMediaEnd;
      return true;
    case ItemString::Event::kEmpty:
      Append("\"\"");
      EndValue();
      return false;
    case ItemString::Event::kText:
      OpenString(/*is_key=*/false);
      Append(item_string_.raw_text());
      return false;
    case ItemString::Event::kMalformed:
      FailMalformed(step.consumed);
      return true;
  }
  return false;
}

void PayloadSplitter::BeginItem() {
  if (!item_string_.is_text() && ++media_items_ > options_.max_media_items) {
    return FailExhausted("media items more", options_.max_media_items);
  }
  Append(absl::StrCat(media().index));
}

void PayloadSplitter::Append(absl::string_view bytes) {
  if (bytes.size() > options_.max_envelope_bytes - envelope_.size()) {
    return FailExhausted("text beside media larger", options_.max_envelope_bytes);
  }
  envelope_.append(bytes.data(), bytes.size());
}

void PayloadSplitter::FailMalformed(size_t at) {
  const int64_t position = position_ + static_cast<int64_t>(at);
  status_.Update(absl::InvalidArgumentError(absl::StrCat("malformed JSON at byte ", position)));
}

void PayloadSplitter::FailExhausted(absl::string_view what, int64_t limit) {
  status_.Update(absl::ResourceExhaustedError(absl::StrCat("JSON body: ", what, " than ", limit)));
}

}  // namespace mediagen
