// Cuts media and long text out of a JSON body while it arrives.
#ifndef MEDIAGEN_SERVER_CODEC_PAYLOAD_SPLITTER_H_
#define MEDIAGEN_SERVER_CODEC_PAYLOAD_SPLITTER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/codec/byte_order_mark.h"
#include "server/codec/item_string.h"
#include "server/codec/json_nesting.h"
#include "server/codec/json_string.h"
#include "server/codec/media_keys.h"

namespace mediagen {

// Decodes the strings of a JSON body's media fields straight into the caller's buffer and keeps
// everything else as a small JSON text, the envelope, for a DOM parser. A scanner, not a validator:
// it sees to brackets, commas and colons, and leaves literals, numbers and UTF-8 to that parser.
// Holds the envelope and a stack of open brackets, both capped. Any thread; not shared.
//
// In the envelope such a string is the index of its item as a bare number; one without any payload
// is `""`, has no index and makes no event; a number that stood in its place becomes `null`. White
// space between tokens goes. Numbers under a media key are therefore always indexes.
//
// Text comes unescaped, with surrogate pairs joined, a lone surrogate as U+FFFD, and raw bytes as
// they are; output may end inside a character.
class PayloadSplitter {
 public:
  // One group. With an item in flight and less room than this the scan may stand still.
  static constexpr size_t kMinOutputBytes = 3;

  struct Options {
    absl::Span<const MediaField> fields;  // Must outlive the splitter; the first match counts.
    size_t max_envelope_bytes = size_t{8} << 20;
    int max_depth = 64;
    int max_media_items = 256;  // Items of text not counted: the envelope's cap bounds them.
    int64_t max_media_bytes = int64_t{2} << 30;  // Decoded, of one item, text too.
  };

  enum class Event {
    kNeedInput,   // All of `in` was consumed.
    kOutputFull,  // `out` has no room for a further group: call again with more.
    kMediaBegin,  // An item's first byte is about to come; nothing of it is decoded yet.
    kMediaEnd,    // The item is complete or corrupt: see media().
  };

  // `produced` bytes at the start of `out` belong to the item between kMediaBegin and kMediaEnd,
  // and may come with any event but kMediaBegin.
  struct Step {
    Event event;
    size_t consumed;
    size_t produced;
  };

  explicit PayloadSplitter(Options options);

  // Ready for another body; cheaper than another splitter.
  void Reset();

  // Goes on with the body at `in`, whose first `consumed` bytes must not be offered again. Never
  // writes beyond `out`, which may be empty while no item is in flight. InvalidArgument ("malformed
  // JSON at byte N") or ResourceExhausted for a cap; an error stays.
  absl::StatusOr<Step> Next(absl::string_view in, absl::Span<char> out);

  // The current or last item.
  const ItemInfo& media() const { return item_string_.info(); }

  // The body has ended. DataLoss if that was too early, as it always is for an empty one.
  absl::Status Finish();

  absl::string_view envelope() const { return envelope_; }
  // Once, when nothing more comes.
  std::string TakeEnvelope() { return std::move(envelope_); }

 private:
  enum class State {
    kByteOrderMark,
    kValue,
    kValueOrClose,  // Behind `[`.
    kKeyOrClose,    // Behind `{`.
    kKey,
    kColon,
    kString,  // A key or a value.
    kItem,
    kLiteral,        // A word or number.
    kDroppedNumber,  // A number under a media key.
    kCommaOrClose,
    kDone,
  };

  // Each reads some of `in` from in[at] on and moves `at`; an error goes into status_.
  void ScanByteOrderMark(absl::string_view in, size_t& at);
  void ScanToken(absl::string_view in, size_t& at);
  void ScanString(absl::string_view in, size_t& at);
  void ScanEscape(absl::string_view in, size_t& at);
  void ScanLiteral(absl::string_view in, size_t& at);
  // Whether the step is complete.
  bool DecodeItem(absl::string_view in, absl::Span<char> out, Step& step);

  // False if `c` may not stand here.
  bool TakeToken(char c);
  bool OpenValue(char c);
  bool OpenString(bool is_key);
  bool OpenBracket(char c);
  bool CloseBracket(char c);

  void EndString();
  void EndValue() { state_ = nesting_.depth() == 0 ? State::kDone : State::kCommaOrClose; }
  void BeginItem();

  void Append(absl::string_view bytes);
  // The first failure stays.
  void FailMalformed(size_t at);
  void FailExhausted(absl::string_view what, int64_t limit);

  Options options_;
  absl::Status status_;
  State state_ = State::kByteOrderMark;
  int64_t position_ = 0;  // Of the first byte of `in`.
  ByteOrderMark byte_order_mark_;
  JsonNesting nesting_;  // Names are MediaKeys::AsParent() of the members.
  MediaKeys keys_;
  bool in_key_ = false;             // Whether kString is a key.
  int field_ = -1;                  // Of the last key, as a media field.
  std::string_view key_as_parent_;  // Of the last key.
  JsonEscape escape_;
  ItemString item_string_;
  int media_items_ = 0;  // So far, without those of text.
  std::string envelope_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_PAYLOAD_SPLITTER_H_
