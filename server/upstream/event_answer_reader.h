// Sends a request and reads its answer, event by event, while it arrives.
#ifndef MEDIAGEN_SERVER_UPSTREAM_EVENT_ANSWER_READER_H_
#define MEDIAGEN_SERVER_UPSTREAM_EVENT_ANSWER_READER_H_

#include <utility>

#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_exchange.h"
#include "server/upstream/error_text.h"
#include "server/upstream/event_answer.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

// An exchange whose body an EventAnswer reads. While that has no room, or the call's byte budget
// none to spare, no bytes are taken, and TCP stops the upstream. The answer and the request outlive
// it. Loop thread only.
class EventExchange : private BodySink {
 public:
  EventExchange(HttpClient& client, CallContext& call, const HttpRequest& request,
                EventAnswer& answer);

  // Waits for something new, at most until then. An error says that the call has ended.
  Task<absl::StatusOr<Waited>> WaitForMore(MonotonicTime until);
  // Whether nothing more will come.
  bool AtEnd();
  // Takes bytes again: the answer has room.
  void Resume() { http_.Resume(); }
  void Abort() { http_.Abort(); }

  const HttpExchange& http() const { return http_; }
  // At the end, if the answer is not complete: why.
  UpstreamError error() const;

 private:
  Taken OnBody(absl::string_view bytes) override;

  // Whether there are bytes to spare for media; if not, changed() tells when there are.
  bool MayDecode();

  CallContext& call_;
  EventAnswer& answer_;
  ByteWaiter bytes_;
  bool waits_for_bytes_ = false;
  ErrorText error_text_;  // Of an answer that is not 2xx.
  HttpExchange http_;     // Last: it calls OnBody.
};

// One try at an Answer, an EventAnswer whose bool Take(Piece&) gives piece by piece what it has
// read. Owned by the flow that reads it, in the smallest scope; the request outlives it. Loop
// thread only.
template <typename Answer>
class EventAnswerReader {
 public:
  using Piece = typename Answer::Piece;

  template <typename... Options>
  EventAnswerReader(HttpClient& client, CallContext& call, const HttpRequest& request,
                    Options&&... options)
      : call_(call),
        answer_(std::forward<Options>(options)...),
        events_(client, call, request, answer_) {}

  // Waits for the next piece, at most for `limit`. An error says that the call has ended.
  Task<absl::StatusOr<MediaRead>> Next(Piece& piece, absl::Duration limit) {
    const MonotonicTime until = After(call_.loop().now(), limit);
    for (;;) {
      const bool at_end = events_.AtEnd();
      if (answer_.Take(piece)) {
        events_.Resume();
        co_return MediaRead::kPiece;
      }
      if (at_end) co_return MediaRead::kEnd;
      absl::StatusOr<Waited> waited = co_await events_.WaitForMore(until);
      if (!waited.ok()) co_return waited.status();
      if (*waited == Waited::kIdle) co_return MediaRead::kIdle;
    }
  }

  const HttpExchange& exchange() const { return events_.http(); }
  // As HttpExchange::Abort; Next then ends.
  void Abort() { events_.Abort(); }
  // After kEnd: whether a whole answer came and could be read.
  bool ok() const { return answer_.state() == EventAnswer::State::kComplete; }
  // After kEnd, if not ok(): why.
  UpstreamError error() const { return events_.error(); }
  const Answer& answer() const { return answer_; }

 private:
  CallContext& call_;
  Answer answer_;
  EventExchange events_;  // Behind the answer, which it feeds.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_EVENT_ANSWER_READER_H_
