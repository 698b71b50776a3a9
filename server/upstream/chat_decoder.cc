#include "server/upstream/chat_decoder.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {
namespace {

using Kind = ChatEventPart::Kind;
using Place = ChatEventPart::Place;

constexpr MediaField kFields[] = {
    {"inlineData", "data"},
    {"inline_data", "data"},
    {"image_url", "url", MediaField::Kind::kDataUrl},
    {"message", "content", MediaField::Kind::kText},
    {"delta", "content", MediaField::Kind::kText},
};

PayloadSplitter::Options SplitterOptions() {
  PayloadSplitter::Options options;
  options.fields = kFields;
  return options;
}

// Of one event; no answer has as many.
constexpr int kMaxItems = 1000;

bool IsText(const ItemInfo& info) { return kFields[info.field].kind == MediaField::Kind::kText; }

// `json`, which breaks off behind a value, with its brackets closed.
std::string Closed(absl::string_view json) {
  std::string brackets;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      in_string = !in_string;
    } else if (in_string) {
      if (c == '\\') ++i;
    } else if (c == '{' || c == '[') {
      brackets.push_back(c == '{' ? '}' : ']');
    } else if ((c == '}' || c == ']') && !brackets.empty()) {
      brackets.pop_back();
    }
  }
  return absl::StrCat(json, std::string(brackets.rbegin(), brackets.rend()));
}

}  // namespace

ChatDecoder::ChatDecoder(size_t held_bytes, ByteBudget& budget)
    : held_bytes_(held_bytes),
      splitter_(SplitterOptions()),
      markup_(output_, budget),
      items_(output_, markup_, budget) {}

void ChatDecoder::AddData(absl::string_view data) {
  in_event_ = true;
  while (!data.empty() && state() == State::kReading) {
    const absl::StatusOr<PayloadSplitter::Step> step = splitter_.Next(data, items_.Room());
    if (!step.ok()) return Fail(step.status().message());
    data.remove_prefix(step->consumed);
    items_.Grow(step->produced);
    switch (step->event) {
      case PayloadSplitter::Event::kNeedInput:
        break;
      case PayloadSplitter::Event::kOutputFull:
        items_.MakeRoom();
        break;
      case PayloadSplitter::Event::kMediaBegin:
        if (splitter_.media().index >= kMaxItems) return Fail("too many pictures and texts");
        items_.Begin(IsText(splitter_.media()));
        break;
      case PayloadSplitter::Event::kMediaEnd:
        items_.End(splitter_.media());
        break;
    }
    if (items_.open_item() != kNoItem && items_.held_bytes() > held_bytes_) ReadSoFar();
  }
}

void ChatDecoder::EndEvent() {
  if (!std::exchange(in_event_, false)) return;
  if (const absl::Status whole = splitter_.Finish(); !whole.ok()) return Fail(whole.message());
  Read(splitter_.envelope(), kNoItem);
  splitter_.Reset();
  items_.Clear();
  taken_.clear();
  words_taken_ = false;
}

void ChatDecoder::EndAnswer() {
  markup_.Flush();
  output_.EndText();
}

void ChatDecoder::ReadSoFar() { Read(Closed(splitter_.envelope()), items_.open_item()); }

void ChatDecoder::Read(absl::string_view envelope, int open_item) {
  rapidjson::Document document;
  const bool read = ReadEvent(envelope, document);
  const JsonView view(&document);
  if (!read) {
    facts_.has_choice = facts_.has_choice || ReadChatEvent(view).has_choice;
    return;
  }
  const ChatEvent event = ReadChatEvent(view, open_item);
  if (event.parts.size() >= kMaxChatEventParts) return Fail("too many parts");
  // A picture that is over is told before anything else begins.
  for (const ChatEventPart& part : event.parts) {
    for (int item : part.items) items_.TellEnd(item, part);
  }
  bool waits = false;  // For the end of the open item.
  absl::flat_hash_set<int> wanted_later;
  for (const ChatEventPart& part : event.parts) {
    if (waits || part.undecided) {
      wanted_later.insert(part.items.begin(), part.items.end());
      wanted_later.insert(part.text_item);
    } else {
      TakePart(part);
      waits = part.Holds(open_item);
    }
  }
  if (open_item != kNoItem) {
    items_.DropOthers(wanted_later);
  } else {
    NoteFacts(event);
  }
}

void ChatDecoder::TakePart(const ChatEventPart& part) {
  if (part.kind == Kind::kPicture) return TakePicture(part);
  if (part.kind == Kind::kMarkup) return TakeMarkup(part);
  if (part.thought) return;
  Taken& taken = taken_[PartKey(part.place, part.position, part.kind)];
  // Words that have been handed on already are not said again by the list of parts.
  const bool said = words_taken_ && part.place == Place::kParts;
  if (!std::exchange(taken.is_taken, true)) {
    markup_.Flush();
    if (part.kind == Kind::kLink) {
      output_.AddLink(part.place, part.text, part.said_media_type);
      taken.number = output_.parts() - 1;
    } else if (!said && !part.text.empty()) {
      // A signature is of its own text, not of what was said before it.
      if (!part.thought_signature.empty()) output_.EndText();
      output_.AddText(part.text);
      taken.number = output_.parts() - 1;
      if (part.place == Place::kContent) words_taken_ = true;
    }
  }
  Sign(taken, part);
}

void ChatDecoder::TakePicture(const ChatEventPart& part) {
  const int item = part.thought ? kNoItem : items_.Best(part.items);
  if (item != kNoItem) {
    Taken& taken = taken_[PartKey(part.place, part.position, part.kind)];
    if (!std::exchange(taken.is_taken, true)) markup_.Flush();
    items_.WantPicture(item, part.place);
    items_.TellEnd(item, part);
    taken.number = items_.part_of(item);
    if (taken.number >= 0 && item != items_.open_item()) Sign(taken, part);
  }
  for (int other : part.items) items_.Drop(other);
}

void ChatDecoder::TakeMarkup(const ChatEventPart& part) {
  Taken& taken = taken_[PartKey(part.place, part.position, part.kind)];
  if (part.text_item != kNoItem) {
    items_.WantText(part.text_item, part.pictures_only);
  } else if (!std::exchange(taken.is_taken, true)) {
    markup_.Add(part.text, part.pictures_only);
  }
  words_taken_ = words_taken_ || !part.pictures_only;
}

void ChatDecoder::Sign(Taken& taken, const ChatEventPart& part) {
  if (part.thought_signature.empty() || std::exchange(taken.is_signed, true)) return;
  output_.AddSignature(taken.number, part.thought_signature);
}

void ChatDecoder::NoteFacts(const ChatEvent& event) {
  facts_.has_choice = facts_.has_choice || event.has_choice;
  if (!event.finish_reason.empty()) facts_.finish_reason = event.finish_reason;
  if (!event.block_reason.empty()) facts_.block_reason = event.block_reason;
  if (!event.explanation.empty()) facts_.explanation = event.explanation;
  if (!event.usage.has_value()) return;
  if (!facts_.usage.has_value()) facts_.usage.emplace();
  facts_.usage->MergeFrom(*event.usage);  // Later counts replace earlier ones.
}

}  // namespace mediagen
