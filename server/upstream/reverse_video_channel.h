// One channel of a reverse answer: its text, or what it says while it thinks.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_CHANNEL_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_CHANNEL_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "server/upstream/json_head.h"
#include "server/upstream/markdown_tokens.h"
#include "server/upstream/reverse_video_links.h"
#include "server/upstream/reverse_video_marks.h"

namespace mediagen {

// What an answer has told so far. A plain value.
class ReverseVideoFacts {
 public:
  ReverseVideoFacts() = default;

  std::string task_id;
  std::string revised_prompt;
  ReverseVideoUrls urls;
  std::optional<int> percent;
  std::optional<RetryCount> retry;
  bool failed = false;
  // What the answer says behind its failure mark, as it said it; at most 4 KiB.
  std::string failure_text;
};

// Reads the text of a channel into facts that all channels share. Any thread; the facts outlive it.
class ReverseVideoChannel : private MarkdownTokenSink {
 public:
  explicit ReverseVideoChannel(ReverseVideoFacts& facts)
      : facts_(facts), tokens_(*this), links_(facts.urls) {}
  ReverseVideoChannel(const ReverseVideoChannel&) = delete;
  ReverseVideoChannel& operator=(const ReverseVideoChannel&) = delete;

  void Feed(absl::string_view text);
  void Finish();

  // Whether there was news since the last call.
  bool TakeNews();

 private:
  // Text that is part of no head.
  void FeedBody(char c);
  void AddToHead(char c);
  void EndHead(JsonHead::State state);
  // Whether a `{` here begins the head: on a line of its own, or behind a fence.
  bool IsAtHead() const;

  void OnWord(absl::string_view text) override;
  void OnUrl(absl::string_view text) override;
  void OnSymbol(absl::string_view text) override;
  void Heard(absl::string_view text);

  ReverseVideoFacts& facts_;
  MarkdownTokens tokens_;
  std::string line_;              // The first characters of the line, without blanks.
  std::optional<JsonHead> head_;  // While it comes.
  bool head_is_over_ = false;
  ReverseVideoLinks links_;
  TaskIdMark task_id_;
  RetryMark retry_;
  PercentMark percent_;
  bool news_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_CHANNEL_H_
