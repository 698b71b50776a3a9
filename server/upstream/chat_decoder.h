// A chat's answer, from bytes to parts.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_DECODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_DECODER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "server/codec/payload_splitter.h"
#include "server/upstream/chat_event.h"
#include "server/upstream/chat_markup.h"
#include "server/upstream/chat_output.h"
#include "server/upstream/event_answer.h"
#include "server/upstream/event_items.h"

namespace mediagen {

// What an answer says beside its parts. A plain value.
class ChatFacts {
 public:
  ChatFacts() = default;
  bool has_choice = false;
  std::string finish_reason;  // As the upstream spelled it.
  std::string block_reason;
  std::string explanation;  // The upstream's words for either reason.
  std::optional<v1::Usage> usage;
};

// Reads an answer of either shape, as one JSON or as a stream of events, while it arrives. An event
// is read when it is whole, so that its parts come in the order of their meaning; one that is too
// large to be held is read as far as it has come, and the rest later. Any thread; not shared.
class ChatDecoder final : public EventAnswer {
 public:
  using Piece = ChatPiece;

  // What is held of an event: the first two chunks of a picture.
  static constexpr size_t kHeldBytes = PictureChunks::kFirstBytes + PictureChunks::kBytes;

  // Media count in `budget`, which outlives it, whether they fit or not.
  explicit ChatDecoder(size_t held_bytes = kHeldBytes,
                       ByteBudget& budget = ByteBudget::Unlimited());

  bool Take(ChatPiece& piece) { return output_.Take(piece); }
  const ChatOutput& output() const { return output_; }
  const ChatFacts& facts() const { return facts_; }

  bool has_choice() const override { return facts_.has_choice; }
  // An event that is not whole is held, and cannot be given back.
  bool HoldsMedia() const override { return true; }
  // With so much waiting for the caller nothing more is taken; the chunk that is being filled comes
  // on top.
  bool HasRoom() const override { return output_.bytes() < PictureChunks::kBytes; }

 private:
  using PartKey = std::tuple<ChatEventPart::Place, int, ChatEventPart::Kind>;
  class Taken {
   public:
    bool is_taken = false;
    bool is_signed = false;
    int number = -1;  // Among the answer's parts.
  };

  void AddData(absl::string_view data) override;
  void EndEvent() override;
  void EndAnswer() override;
  // Reads the event as far as it has come.
  void ReadSoFar();
  void Read(absl::string_view envelope, int open_item);
  void TakePart(const ChatEventPart& part);
  void TakePicture(const ChatEventPart& part);
  void TakeMarkup(const ChatEventPart& part);
  void Sign(Taken& taken, const ChatEventPart& part);
  void NoteFacts(const ChatEvent& event);

  const size_t held_bytes_;
  PayloadSplitter splitter_;
  ChatOutput output_;
  ChatMarkup markup_;
  EventItems items_;
  bool in_event_ = false;
  // What has been handed on of this event, which may be read more than once.
  absl::flat_hash_map<PartKey, Taken> taken_;
  bool words_taken_ = false;  // Of its `content`.
  ChatFacts facts_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_DECODER_H_
