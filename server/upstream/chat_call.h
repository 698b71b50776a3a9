// A paid chat request.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_CALL_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_CALL_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/upstream/chat_decoder.h"
#include "server/upstream/event_answer_reader.h"
#include "server/upstream/paid_attempts.h"

namespace mediagen {

// Sends a chat request at most once and gives the parts of its answer, whether that comes as one
// JSON or as a stream. Owned by the flow that reads it; credential and request outlive it. Loop
// thread only.
class ChatCall {
 public:
  enum class Delivery {
    kWhole,     // The caller gets everything at the end, or nothing.
    kStreamed,  // He gets each piece at once: an answer that breaks then has a status of its own.
  };

  ChatCall(HttpClient& client, CallContext& call, Credential& credential, UpstreamRequest& request,
           Delivery delivery);

  // As the reader's Next.
  Task<absl::StatusOr<MediaRead>> Next(ChatPiece& piece, absl::Duration limit);

  // After kEnd: OK when an answer came that is worth having; else what the caller sees.
  const absl::Status& status() const { return status_; }
  // After kEnd, also of an answer that is an error: what it said beside its parts.
  const ChatFacts& facts() const { return facts_; }
  // After kEnd: what came that can be used.
  int good_pictures() const { return good_pictures_; }
  bool has_text() const { return has_text_; }

  // Whether it may have been paid: something left, and no definite rejection came back.
  bool MayHaveBeenPaid() const { return attempts_.MayHaveLeft() && !rejected_; }

 private:
  using Reader = EventAnswerReader<ChatDecoder>;

  // After the end of the last try.
  void Conclude();

  const Delivery delivery_;
  PaidAttempts<Reader> attempts_;
  bool rejected_ = false;
  absl::Status status_;
  ChatFacts facts_;
  int good_pictures_ = 0;
  bool has_text_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_CALL_H_
