// Cuts pictures and links of pictures out of Markdown text while it arrives.
#ifndef MEDIAGEN_SERVER_CODEC_MARKDOWN_MEDIA_H_
#define MEDIAGEN_SERVER_CODEC_MARKDOWN_MEDIA_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/codec/forgiving_base64.h"
#include "server/codec/item_string.h"
#include "server/codec/picture_markup.h"

namespace mediagen {

// Takes text in pieces of any size and gives, in the text's order, the text, the web links of
// pictures, and the bytes of pictures that stand in it as `data:` URLs, decoded straight into the
// caller's buffer. The markup of a picture goes, with alt and title; what only looks like it is
// text, and so is a `data:` URL outside of it. Holds no more text than PictureMarkup does. Any
// thread; not shared.
//
// The base64 of a picture ends at the parenthesis that closes its markup, however far that is; what
// cannot stand there makes the picture corrupt. One without any payload is dropped.
class MarkdownMedia {
 public:
  // As PayloadSplitter::kMinOutputBytes.
  static constexpr size_t kMinOutputBytes = 3;

  enum class Event {
    kNeedInput,   // All of `in` was consumed.
    kOutputFull,  // `out` has no room for a further group: call again with more.
    kText,
    kMediaBegin,  // A picture's first byte is about to come; nothing of it is decoded yet.
    kMediaEnd,    // The picture is complete or corrupt: see media().
    kLink,
  };
  // `produced` bytes at the start of `out` belong to the picture between kMediaBegin and kMediaEnd,
  // and may come with any event but kMediaBegin.
  struct Step {
    Event event;
    size_t consumed;
    size_t produced;
    absl::string_view text;  // With kText and kLink: valid until the next call, and while `in` is.
  };

  // Goes on with the text at `in`, whose first `consumed` bytes must not be offered again. Call it
  // until kNeedInput comes. `out` may be empty while no picture is in flight.
  Step Next(absl::string_view in, absl::Span<char> out);

  // The text has ended. Call it until kNeedInput comes: it gives the text that was held back, and
  // the end of an unfinished picture, which is corrupt. Another text may follow.
  Step Finish();

  // The current or last picture. Its corrupt_offset counts from the start of its URL.
  const ItemInfo& media() const { return media_; }

 private:
  enum class State {
    kText,
    kMarkup,
    kMarkupAgain,  // Another markup has begun within what looked like one.
    kPayload,
    kTitle,  // Behind a payload.
    kRest,   // Behind the title of a picture, or behind its fault.
  };

  // Each reads some of `in` from step.consumed on; true if that completes the step.
  bool Scan(absl::string_view in, absl::Span<char> out, Step& step);
  bool ScanText(absl::string_view in, Step& step);
  bool ScanMarkup(char c, Step& step);
  bool BeginPicture(Step& step);
  bool ScanPayload(absl::string_view in, absl::Span<char> out, Step& step);
  bool ScanForeign(char c, absl::Span<char> out, Step& step);
  void ScanTitle(char c, Step& step);
  bool ScanRest(absl::string_view in, absl::Span<char> out, Step& step);
  bool EndPicture(absl::Span<char> out, Step& step);
  void SetCorrupt();

  State state_ = State::kText;
  PictureMarkup markup_;
  ForgivingBase64 base64_;
  bool behind_blank_ = false;  // The payload's last byte was white space.
  int64_t offset_ = 0;    // In the picture's URL; stays where its payload or its good part ends.
  char quote_ = 0;        // That closes the title.
  bool escaped_ = false;  // The title's last byte was a backslash.
  ItemInfo media_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_MARKDOWN_MEDIA_H_
