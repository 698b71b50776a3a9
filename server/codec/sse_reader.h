// Frames a body of server-sent events, or of bare JSON, into events while it arrives.
#ifndef MEDIAGEN_SERVER_CODEC_SSE_READER_H_
#define MEDIAGEN_SERVER_CODEC_SSE_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "server/codec/bare_json.h"
#include "server/codec/byte_order_mark.h"

namespace mediagen {

// Hands on the data of events piece by piece, without holding it and without looking into it. Takes
// any input: what is no event is passed over. Memory is a hundred bytes, whatever comes. Copies
// freely. Any thread; not shared.
//
// A line that begins with `{` while the event so far has no data is bare JSON: the data of one
// event, up to where its brackets close. One that begins with `[` is a list of such events: its own
// brackets and commas are no data. What follows on the line where they close is read in the same
// way. An event whose data is empty is no event.
class SseReader {
 public:
  enum class Event {
    kNeedInput,  // All of `in` was consumed, and nothing else is to be told.
    kData,       // A further piece of the event's data.
    kEventEnd,   // All the data of the event has been handed on.
    kDone,       // An event ended whose data was exactly `[DONE]`, which was not handed on.
  };
  struct Step {
    Event event;
    size_t consumed;
    absl::string_view data;  // Only with kData: a part of `in`, or text that always lives.
  };

  // Goes on with the body at `in`, whose first `consumed` bytes must not be offered again. Call it
  // until kNeedInput comes: an event's end may come without consuming anything.
  Step Next(absl::string_view in);

  // The body has ended. True if an event was open: it counts as if its empty line had come. (When
  // all its data is the start of `[DONE]`, nothing of it was handed on.)
  bool Finish();

  // The `event:` field of the current event; it stays until the call after the event's end. Of a
  // longer one the first 64 bytes.
  absl::string_view event_name() const { return event_name_; }

  // How many have ended, those of kDone not counted.
  int64_t events() const { return events_; }

 private:
  enum class State {
    kByteOrderMark,
    kLineStart,
    kFieldName,
    kData,
    kName,
    kRest,      // Of a line that says nothing.
    kBare,      // Inside a bare value.
    kBareList,  // Between the values of a bare list.
    kBareRest,  // Behind bare JSON, on the same line.
  };

  // Each reads some of `in` from step.consumed on; true if that completes the step.
  bool Scan(absl::string_view in, Step& step);
  void ScanByteOrderMark(char c, Step& step);
  bool ScanLineStart(char c, Step& step);
  bool ScanFieldName(char c, Step& step);
  bool ScanData(absl::string_view in, Step& step);
  void ScanEventName(char c, Step& step);
  bool ScanBare(absl::string_view in, Step& step);
  void ScanBareList(char c, Step& step);
  void ScanBareRest(char c, Step& step);

  void OpenBare(char c, Step& step);
  bool OpenDataLine(Step& step);
  void EndLine(char c, Step& step);
  bool EndFramedEvent(char c, Step& step);
  void EndBareEvent(Step& step);
  // Hands on what was held back because it looked like `[DONE]`; false if that is nothing.
  bool ReleaseMarker(Step& step);
  void StartEvent();

  State state_ = State::kByteOrderMark;
  ByteOrderMark byte_order_mark_;
  // Passed over if it comes next: the line feed of a CRLF, or the blank behind a colon.
  std::optional<char> ignored_;
  bool indented_ = false;  // The line began with blanks.
  std::string field_;      // The field's name so far; no more of it than tells it.
  std::string event_name_;
  bool ended_ = false;      // The event's end is told; the next call starts another.
  bool data_open_ = false;  // The event has a data line.
  bool has_data_ = false;   // Some data was handed on.
  // While no data was handed on: how much of `[DONE]` it has been so far.
  size_t marker_size_ = 0;
  BareJson bare_;
  bool in_list_ = false;  // Of the current or last bare value.
  int64_t events_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_SSE_READER_H_
