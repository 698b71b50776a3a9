// A reverse channel's chat answer, from bytes to prose.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_DECODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_DECODER_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "server/upstream/event_answer.h"
#include "server/upstream/json_view.h"
#include "server/upstream/reverse_video_text.h"

namespace mediagen {

// Says that the text tells something new. A plain value.
class ReverseVideoNews {};

// Reads chat completions, as one JSON or as a stream of events, for their text alone. Any thread;
// not shared.
class ReverseVideoDecoder final : public EventAnswer {
 public:
  using Piece = ReverseVideoNews;

  // Of one event. The answers seen are a few thousand bytes.
  static constexpr size_t kMaxEventBytes = 4 * 1024 * 1024;

  // Gives it as often as text() tells something new.
  bool Take(ReverseVideoNews&) { return text_.TakeNews(); }
  const ReverseVideoText& text() const { return text_; }
  bool has_choice() const override { return has_choice_; }
  // Whether the answer has said a word.
  bool has_text() const { return has_text_; }
  // As the upstream spelled it.
  const std::string& finish_reason() const { return finish_reason_; }

 private:
  void AddData(absl::string_view data) override;
  void EndEvent() override;
  void EndAnswer() override { text_.Finish(); }
  void ReadChoice(JsonView choice);
  void ReadContent(JsonView content);

  std::string event_;
  ReverseVideoText text_;
  bool has_choice_ = false;
  bool has_text_ = false;
  std::string finish_reason_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_DECODER_H_
