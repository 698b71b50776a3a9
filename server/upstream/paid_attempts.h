// The tries of a request that costs money.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PAID_ATTEMPTS_H_
#define MEDIAGEN_SERVER_UPSTREAM_PAID_ATTEMPTS_H_

#include <memory>
#include <optional>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/net/http_exchange.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/provider_traffic.h"
#include "server/upstream/request_meter.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// When a paid request may leave, and when it may leave again: while it is proven that nothing of it
// has left, at most twice more, and once after a definite 401 when there is another key to show.
// Not at all while the provider's breaker is open.
// Owned by the flow that sends; everything given outlives it. Loop thread only.
class PaidRules {
 public:
  PaidRules(HttpClient& client, CallContext& call, Credential& credential, UpstreamRequest& request)
      : client_(client), call_(call), credential_(credential), request_(request) {}

  // Authorizes the request for one more try. An error is the call's end; refusal() tells when it
  // may not leave: the provider is to be left alone, or there is nothing to authorize it with.
  Task<absl::Status> Prepare();
  const absl::Status& refusal() const { return refusal_; }
  // The answer has begun, so that there will be no other try: what has left of the request is not
  // needed any more.
  void ReleaseBody(const HttpExchange& exchange);
  // Whether the try that has just failed may be followed by another.
  bool MayTryAgain(const HttpExchange& exchange);
  // Waits before that one.
  Task<absl::Status> Pause();
  // What came of the last try; null: all went well.
  void NoteEnd(const UpstreamError* error);

  const HttpRequest& request() const { return request_.http; }
  const RequestTag& tag() const { return request_.tag; }
  bool IsCallersKey() const { return credential_.IsCallers(); }

 private:
  HttpClient& client_;
  CallContext& call_;
  Credential& credential_;
  UpstreamRequest& request_;
  AccessKey key_;
  std::optional<BreakerPass> pass_;
  absl::Status refusal_;
  int tries_ = 0;
  bool key_was_refused_ = false;
};

// Sends a paid request at most once and reads its answer with a Reader, one for each try. Owned by
// the flow that reads it; credential and request outlive it. Loop thread only.
template <typename Reader>
class PaidAttempts {
 public:
  using MakeReader = absl::AnyInvocable<std::unique_ptr<Reader>(const HttpRequest& request)>;

  PaidAttempts(HttpClient& client, CallContext& call, Credential& credential,
               UpstreamRequest& request, MakeReader make_reader)
      : rules_(client, call, credential, request), make_reader_(std::move(make_reader)) {}

  // As the reader's Next; kEnd is the end of the last try.
  Task<absl::StatusOr<MediaRead>> Next(typename Reader::Piece& piece, absl::Duration limit) {
    for (;;) {
      if (reader_ == nullptr) {
        if (absl::Status ready = co_await rules_.Prepare(); !ready.ok()) co_return ready;
        if (!rules_.refusal().ok()) co_return MediaRead::kEnd;
        reader_ = make_reader_(rules_.request());
        meter_.Begin(rules_.tag(), RequestKind::kPaid, &reader_->exchange());
      }
      absl::StatusOr<MediaRead> read = co_await reader_->Next(piece, limit);
      if (read.ok() && *read == MediaRead::kPiece) rules_.ReleaseBody(reader_->exchange());
      if (!read.ok() || *read != MediaRead::kEnd) co_return read;
      if (reader_->ok() || !rules_.MayTryAgain(reader_->exchange())) co_return read;
      NoteEndOfTry();
      reader_ = nullptr;
      if (absl::Status paused = co_await rules_.Pause(); !paused.ok()) co_return paused;
    }
  }

  const PaidRules& rules() const { return rules_; }
  // Of the try under way or the last one; null: nothing was sent.
  const Reader* reader() const { return reader_.get(); }
  // Whether a byte may have left.
  bool MayHaveLeft() const { return reader_ != nullptr && reader_->exchange().AnythingSent(); }
  // After kEnd: what came of it, as whoever has read the answer understands it; null: all went
  // well. Without it the request counts as cancelled.
  void NoteEnd(const UpstreamError* error) {
    meter_.EndWith(error);
    rules_.NoteEnd(error);
  }
  // Ends the sending here and now, without a further try; Next then ends. For a call that has
  // ended.
  void Abort() {
    if (reader_ != nullptr) reader_->Abort();
  }

 private:
  void NoteEndOfTry() {
    const UpstreamError error = reader_->error();
    meter_.EndWith(&error);
  }

  PaidRules rules_;
  MakeReader make_reader_;
  std::unique_ptr<Reader> reader_;
  RequestMeter meter_;  // Last: it looks at the reader's exchange.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PAID_ATTEMPTS_H_
