// The pictures and long texts of one event, until it is known what they are.
#ifndef MEDIAGEN_SERVER_UPSTREAM_EVENT_ITEMS_H_
#define MEDIAGEN_SERVER_UPSTREAM_EVENT_ITEMS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "server/codec/item_string.h"
#include "server/upstream/chat_markup.h"
#include "server/upstream/chat_output.h"
#include "server/upstream/media_buffer.h"
#include "server/upstream/picture_chunks.h"

namespace mediagen {

// Takes the items of an event as they are decoded, one after the other, and holds each until it is
// wanted or not; from then on its bytes go where they belong while they come. Items are named by
// their number in the event. Any thread; not shared. All it is given outlives it.
class EventItems {
 public:
  EventItems(ChatOutput& output, ChatMarkup& markup, ByteBudget& budget)
      : output_(output), markup_(markup), budget_(budget) {}

  // Decoding: where the bytes of the open item go, that so many came, that there was no room for
  // more, and that it is at its end.
  void Begin(bool is_text);
  absl::Span<char> Room();
  void Grow(size_t count);
  void MakeRoom();
  void End(const ItemInfo& info);

  // The item that is being decoded, or kNoItem.
  int open_item() const { return open_ ? static_cast<int>(items_.size()) - 1 : kNoItem; }
  // Bytes held since the last decision.
  size_t held_bytes() const { return held_bytes_; }

  // Decisions. The best of several spellings of one picture.
  int Best(const std::vector<int>& items) const;
  void WantPicture(int item, ChatEventPart::Place place);
  void WantText(int item, bool pictures_only);
  void Drop(int item);
  // Drops what is not wanted yet, but for these.
  void DropOthers(const absl::flat_hash_set<int>& kept);
  // That a wanted picture is over, if it is; once.
  void TellEnd(int item, const ChatEventPart& part);

  // Number of a wanted picture among the answer's parts; -1: nothing of it was handed on.
  int part_of(int item) const { return items_[item].picture.part; }

  // Ready for the next event.
  void Clear();

 private:
  enum class Fate { kHeld, kWanted, kDropped };
  class Item {
   public:
    Item(bool is_text, ByteBudget& budget) : is_text(is_text), filling(budget) {}
    bool is_text;
    Fate fate = Fate::kHeld;
    bool ended = false;
    bool end_told = false;
    // Of a picture.
    ChatPicture picture;
    PictureChunks filling;
    std::vector<MediaBuffer> chunks;  // Full ones, while held.
    bool corrupt = false;
    int64_t corrupt_offset = -1;
    // Of a text.
    std::string text;  // While held.
    bool pictures_only = false;
  };

  bool Exists(int item) const { return item >= 0 && item < static_cast<int>(items_.size()); }
  void FlushChunk(Item& item);

  ChatOutput& output_;
  ChatMarkup& markup_;
  ByteBudget& budget_;
  std::vector<Item> items_;
  bool open_ = false;  // The last item is being decoded.
  size_t held_bytes_ = 0;
  std::vector<char> scratch_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_EVENT_ITEMS_H_
