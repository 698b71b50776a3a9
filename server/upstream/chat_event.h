// One event of a chat's answer, read: the same for every shape of upstream.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_EVENT_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_EVENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "server/upstream/json_view.h"

namespace mediagen {

inline constexpr int kNoItem = -1;

// One piece of an event, in the order in which the caller gets them. A plain value.
class ChatEventPart {
 public:
  // Which list of the event it stands in. The same picture may stand in more than one.
  enum class Place { kParts, kContent, kImages };
  enum class Kind {
    kText,
    kMarkup,  // Text in which pictures and links may stand as markdown.
    kPicture,
    kLink,
  };

  ChatEventPart() = default;
  ChatEventPart(Place place, int position, Kind kind)
      : place(place), position(position), kind(kind) {}

  // Whether its picture or text is in this item.
  bool Holds(int item) const;

  Place place = Place::kParts;
  int position = 0;  // Index in that list; a part may hold a picture and a text.
  Kind kind = Kind::kText;
  std::string text;            // Of a text, or the link. Empty beside a signature that is alone.
  std::vector<int> items;      // Of a picture: its media items, the same one in two spellings.
  int text_item = kNoItem;     // Of kMarkup: the item that holds the text; -1: it is in `text`.
  bool pictures_only = false;  // Of kMarkup: its words stand elsewhere.
  bool undecided = false;      // Whether it is wanted depends on what is still to come.
  bool thought = false;        // A draft, no part of the answer.
  std::string said_media_type;
  std::string thought_signature;
};

// An event or a whole answer. A plain value.
class ChatEvent {
 public:
  ChatEvent() = default;
  bool has_choice = false;
  std::vector<ChatEventPart> parts;
  std::string finish_reason;  // As the upstream spelled it.
  std::string block_reason;   // Not empty: the prompt was blocked.
  std::string explanation;    // The upstream's words for either reason.
  std::optional<v1::Usage> usage;
};

// No answer has as many; a list is read no further.
inline constexpr size_t kMaxChatEventParts = 10'000;

// Reads an envelope, in which media fields hold their item's number. With an `open_item` the event
// ends, so far, inside that item.
ChatEvent ReadChatEvent(JsonView envelope, int open_item = kNoItem);

// The two shapes that ReadChatEvent tells apart: chat completions and native content.
ChatEvent ReadCompletionEvent(JsonView envelope, int open_item);
ChatEvent ReadContentEvent(JsonView envelope);

// Adds what one entry of a list of parts holds. `with_text` false: pictures and links only.
void ReadChatEventPart(JsonView entry, ChatEventPart::Place place, int position, bool with_text,
                       ChatEvent& event);

// The first entry of a list that is not null.
JsonView FirstEntry(JsonView list);

// What a reason means, in whatever dialect it came.
v1::FinishReason FinishReasonOf(absl::string_view raw);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_EVENT_H_
