#ifndef MEDIAGEN_CLIENT_CLI_CHAT_ANSWER_H_
#define MEDIAGEN_CLIENT_CLI_CHAT_ANSWER_H_

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/progress_line.h"
#include "client/cli/result_sink.h"
#include "client/observers.h"
#include "mediagen/v1/chat_image_service.pb.h"

namespace mediagen::client {

// Takes one answer of a chat model as it comes: prints its text, hands its pictures to a sink, and
// puts its message together, signatures included. A picture that cannot be saved does not take the
// rest along: all of it is paid. One thread; owns nothing but the message.
class ChatAnswer : public ChatObserver, public MediaObserver {
 public:
  // `out` is where the text goes; null: it is only kept.
  ChatAnswer(ResultSink& sink, ProgressLine& progress, FILE* out);

  absl::Status OnText(const v1::ChatTextDelta& text) override;
  absl::Status OnSignature(const v1::ChatPartSignature& signature) override;
  absl::Status OnHeader(const v1::MediaHeader& header) override;
  absl::Status OnChunk(const v1::MediaChunk& chunk) override;
  absl::Status OnEnd(const v1::MediaEnd& end) override;
  absl::Status OnLink(const v1::MediaLink& link) override;
  absl::Status OnFailed(const v1::MediaFailed& failed) override;
  absl::Status OnFiltered(const v1::Filtered& filtered) override;

  // Ends the line that the text left open.
  void EndLine();
  // The text parts, in order.
  std::vector<std::string> texts() const;
  // The answer as a message that can be sent back: without what cannot be used.
  v1::ChatMessage message() const;
  // How many pictures came.
  int pictures() const { return pictures_; }
  // The first fault of saving a picture.
  const absl::Status& save_error() const { return save_error_; }

 private:
  // Counts what is kept against a limit.
  absl::Status Keep(size_t bytes);
  // The part that picture events are about, renumbered for the sink, which counts pictures only.
  template <typename Event>
  Event ForSink(Event event) const;
  void Save(const absl::Status& status);

  ResultSink& sink_;
  ProgressLine& progress_;
  FILE* const out_;
  const bool terminal_;
  std::map<int, v1::ChatPart> parts_;
  size_t kept_bytes_ = 0;
  int text_index_ = -1;
  bool line_open_ = false;
  int pictures_ = 0;
  // The picture under way could not be saved so far: its rest is not tried.
  bool lost_ = false;
  absl::Status save_error_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_CHAT_ANSWER_H_
