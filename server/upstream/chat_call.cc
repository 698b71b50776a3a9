#include "server/upstream/chat_call.h"

#include <limits>
#include <memory>

#include "server/upstream/chat_outcome.h"
#include "server/upstream/upstream_status.h"

namespace mediagen {
namespace {

// What is collected in any case may as well be held until its order is certain.
constexpr size_t kHoldsAll = std::numeric_limits<size_t>::max();

}  // namespace

ChatCall::ChatCall(HttpClient& client, CallContext& call, Credential& credential,
                   UpstreamRequest& request, Delivery delivery)
    : delivery_(delivery),
      attempts_(client, call, credential, request,
                [&client, &call, delivery](const HttpRequest& authorized) {
                  const size_t held_bytes =
                      delivery == Delivery::kWhole ? kHoldsAll : ChatDecoder::kHeldBytes;
                  return std::make_unique<Reader>(client, call, authorized, held_bytes,
                                                  call.bytes().budget);
                }) {}

Task<absl::StatusOr<MediaRead>> ChatCall::Next(ChatPiece& piece, absl::Duration limit) {
  absl::StatusOr<MediaRead> read = co_await attempts_.Next(piece, limit);
  if (read.ok() && *read == MediaRead::kEnd) Conclude();
  co_return read;
}

void ChatCall::Conclude() {
  const Reader* reader = attempts_.reader();
  if (reader == nullptr) {
    status_ = attempts_.rules().refusal();
    return;
  }
  const ChatOutput& output = reader->answer().output();
  facts_ = reader->answer().facts();
  good_pictures_ = output.good_pictures();
  has_text_ = output.has_text();
  if (reader->ok()) {
    status_ = ChatOutcome(facts_, output);
    attempts_.NoteEnd(nullptr);
    return;
  }
  UpstreamError error = reader->error();
  error.callers_key = attempts_.rules().IsCallersKey();
  rejected_ = error.definite_rejection;
  attempts_.NoteEnd(&error);
  status_ = PaidCallStatus(error, attempts_.MayHaveLeft());
  if (delivery_ == Delivery::kStreamed && output.parts() > 0) status_ = StreamCutStatus(status_);
}

}  // namespace mediagen
