#include "server/upstream/event_items.h"

#include <utility>

namespace mediagen {
namespace {

constexpr size_t kScratchBytes = 16 * 1024;

}  // namespace

void EventItems::Begin(bool is_text) {
  items_.emplace_back(is_text, budget_);
  open_ = true;
}

absl::Span<char> EventItems::Room() {
  if (!open_) return {};
  Item& item = items_.back();
  if (item.is_text || item.fate == Fate::kDropped) {
    scratch_.resize(kScratchBytes);
    return absl::MakeSpan(scratch_);
  }
  return item.filling.Room();
}

void EventItems::Grow(size_t count) {
  if (count == 0) return;
  Item& item = items_.back();
  if (item.fate == Fate::kDropped) return;
  if (item.fate == Fate::kHeld) held_bytes_ += count;
  if (!item.is_text) return item.filling.Grow(count);
  const absl::string_view text(scratch_.data(), count);
  if (item.fate == Fate::kHeld) {
    item.text.append(text.data(), text.size());
  } else {
    markup_.Add(text, item.pictures_only);
  }
}

void EventItems::MakeRoom() {
  if (open_) FlushChunk(items_.back());
}

void EventItems::FlushChunk(Item& item) {
  MediaBuffer chunk = item.filling.Take();
  if (chunk.empty()) return;
  if (item.fate == Fate::kWanted) {
    output_.AddChunk(item.picture, std::move(chunk));
  } else if (item.fate == Fate::kHeld) {
    item.chunks.push_back(std::move(chunk));
  }
}

void EventItems::End(const ItemInfo& info) {
  Item& item = items_.back();
  FlushChunk(item);
  item.ended = true;
  item.corrupt = info.corrupt;
  item.corrupt_offset = info.corrupt_offset;
  open_ = false;
}

int EventItems::Best(const std::vector<int>& items) const {
  int best = kNoItem;
  for (int item : items) {
    if (!Exists(item)) continue;
    if (items_[item].fate == Fate::kWanted) return item;
    const bool better = best == kNoItem || (items_[best].corrupt && !items_[item].corrupt);
    if (items_[item].fate == Fate::kHeld && better) best = item;
  }
  return best;
}

void EventItems::WantPicture(int item, ChatEventPart::Place place) {
  if (!Exists(item) || items_[item].fate != Fate::kHeld || items_[item].is_text) return;
  Item& wanted = items_[item];
  wanted.fate = Fate::kWanted;
  wanted.picture = ChatPicture(place);
  for (MediaBuffer& chunk : wanted.chunks) output_.AddChunk(wanted.picture, std::move(chunk));
  wanted.chunks.clear();
}

void EventItems::WantText(int item, bool pictures_only) {
  if (!Exists(item) || items_[item].fate != Fate::kHeld || !items_[item].is_text) return;
  Item& wanted = items_[item];
  wanted.fate = Fate::kWanted;
  wanted.pictures_only = pictures_only;
  markup_.Add(std::exchange(wanted.text, ""), pictures_only);
}

void EventItems::Drop(int item) {
  if (!Exists(item) || items_[item].fate != Fate::kHeld) return;
  Item& dropped = items_[item];
  dropped.fate = Fate::kDropped;
  dropped.chunks.clear();
  dropped.filling = PictureChunks(budget_);
  dropped.text.clear();
}

void EventItems::DropOthers(const absl::flat_hash_set<int>& kept) {
  for (int i = 0; i < static_cast<int>(items_.size()); ++i) {
    if (!kept.contains(i)) Drop(i);
  }
  held_bytes_ = 0;
}

void EventItems::TellEnd(int item, const ChatEventPart& part) {
  if (!Exists(item)) return;
  Item& picture = items_[item];
  if (picture.fate != Fate::kWanted || !picture.ended || std::exchange(picture.end_told, true))
    return;
  ChatPictureEnd end;
  end.corrupt = picture.corrupt;
  end.corrupt_offset = picture.corrupt_offset;
  end.draft = part.thought;
  end.said_media_type = part.said_media_type;
  output_.EndPicture(picture.picture, end);
}

void EventItems::Clear() {
  items_.clear();
  open_ = false;
  held_bytes_ = 0;
}

}  // namespace mediagen
