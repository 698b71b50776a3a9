// A reverse channel's chat answer, from bytes to prose.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_DECODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_DECODER_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "server/codec/sse_reader.h"
#include "server/upstream/json_view.h"
#include "server/upstream/reverse_video_text.h"

namespace mediagen {

// Reads chat completions, as one JSON or as a stream of events, for their text alone. Any thread;
// not shared.
class ReverseVideoDecoder {
 public:
  // Of one event. The answers seen are a few thousand bytes.
  static constexpr size_t kMaxEventBytes = 4 * 1024 * 1024;

  enum class State {
    kReading,
    kComplete,    // The end has been read.
    kError,       // The upstream says that it failed: error_event().
    kUnreadable,  // problem().
  };

  ReverseVideoDecoder() = default;

  // Takes all of `bytes`; what comes behind the end is passed over.
  State Add(absl::string_view bytes);
  // The answer has ended.
  State Finish();

  State state() const { return state_; }
  ReverseVideoText& text() { return text_; }
  const ReverseVideoText& text() const { return text_; }
  // Whether the answer has begun, and whether it said a word.
  bool has_choice() const { return has_choice_; }
  bool has_text() const { return has_text_; }
  // As the upstream spelled it.
  const std::string& finish_reason() const { return finish_reason_; }
  // The event that is an error.
  const std::string& error_event() const { return event_; }
  const std::string& problem() const { return problem_; }

 private:
  void AddData(absl::string_view data);
  void EndEvent();
  void ReadChoice(JsonView choice);
  void ReadContent(JsonView content);
  void Fail(absl::string_view problem);

  State state_ = State::kReading;
  SseReader sse_;
  std::string event_;
  ReverseVideoText text_;
  bool has_choice_ = false;
  bool has_text_ = false;
  std::string finish_reason_;
  std::string problem_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_DECODER_H_
