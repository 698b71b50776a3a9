#include "server/upstream/event_answer_reader.h"

namespace mediagen {

EventExchange::EventExchange(HttpClient& client, CallContext& call, const HttpRequest& request,
                             EventAnswer& answer)
    : call_(call),
      answer_(answer),
      bytes_(call.bytes(), call.loop()),
      http_(client, request, *this) {
  if (answer.HoldsMedia()) call.bytes().collects = true;
}

Task<absl::StatusOr<Waited>> EventExchange::WaitForMore(MonotonicTime until) {
  if (waits_for_bytes_ && !bytes_.IsWaiting()) http_.Resume();
  absl::Duration pause = absl::InfiniteDuration();
  if (until != kNever) pause = absl::FromChrono(until - call_.loop().now());
  absl::StatusOr<Waited> waited = co_await Wait(call_, http_.changed(), pause);
  co_return waited;
}

bool EventExchange::AtEnd() {
  if (!http_.done()) {
    if (answer_.state() == EventAnswer::State::kReading) return false;
    // What comes behind the end of an answer, or behind its failure, is nobody's.
    http_.Abort();
  } else if (http_.result().ok() && http_.head().IsSuccess()) {
    answer_.Finish();
  }
  return true;
}

BodySink::Taken EventExchange::OnBody(absl::string_view bytes) {
  if (!http_.head().IsSuccess()) {
    error_text_.Append(bytes);
    return Taken::kAll;
  }
  if (!answer_.HasRoom() || !MayDecode()) return Taken::kNothing;
  answer_.Add(bytes);
  return Taken::kAll;
}

bool EventExchange::MayDecode() {
  if (!answer_.HoldsMedia()) return true;
  // What is decoded now is counted when it is there; this much there must be to spare.
  const ByteLease room = bytes_.Get(ByteBudget::kSmallestChunk, http_.changed());
  waits_for_bytes_ = room.empty();
  return !waits_for_bytes_;
}

UpstreamError EventExchange::error() const {
  switch (answer_.state()) {
    case EventAnswer::State::kUnreadable:
      return UnreadableAnswer(answer_.problem());
    case EventAnswer::State::kError: {
      UpstreamError error = ReadUpstreamError(http_.head(), answer_.error_event());
      // Behind the start of an answer it rejects nothing.
      if (answer_.has_choice()) error.definite_rejection = false;
      return error;
    }
    default:
      break;
  }
  if (!http_.result().ok()) return FromTransport(http_);
  return ReadUpstreamError(http_.head(), error_text_.text());
}

}  // namespace mediagen
