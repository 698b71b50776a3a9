#include "server/rpc/conversation.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/rpc/chat_turn.h"
#include "server/rpc/held_bytes.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr bool Same(int a, int b) { return a == b; }

// A turn's events are those of StreamChat: ConverseResponse's bytes are StreamChatResponse's.
using Stream = v1::StreamChatResponse;
using Converse = v1::ConverseResponse;
static_assert(Same(Stream::kTextFieldNumber, Converse::kTextFieldNumber));
static_assert(Same(Stream::kHeaderFieldNumber, Converse::kHeaderFieldNumber));
static_assert(Same(Stream::kChunkFieldNumber, Converse::kChunkFieldNumber));
static_assert(Same(Stream::kEndFieldNumber, Converse::kEndFieldNumber));
static_assert(Same(Stream::kLinkFieldNumber, Converse::kLinkFieldNumber));
static_assert(Same(Stream::kFailedFieldNumber, Converse::kFailedFieldNumber));
static_assert(Same(Stream::kSignatureFieldNumber, Converse::kSignatureFieldNumber));
static_assert(Same(Stream::kCompletedFieldNumber, Converse::kCompletedFieldNumber));

v1::ConverseTurnFailed FailureOf(const absl::Status& status) {
  v1::ConverseTurnFailed failed;
  const google::rpc::ErrorInfo info = ErrorInfoOf(status);
  failed.set_code(static_cast<int>(status.code()));
  failed.set_reason(info.reason());
  failed.set_message(std::string(status.message()));
  *failed.mutable_metadata() = info.metadata();
  if (const std::optional<absl::Duration> delay = RetryDelay(status); delay.has_value()) {
    *failed.mutable_retry_delay() =
        google::protobuf::util::TimeUtil::NanosecondsToDuration(absl::ToInt64Nanoseconds(*delay));
  }
  return failed;
}

// A fault of the request, which the caller knows as a turn and not as a message of a spec.
absl::Status InWordsOfTurn(const absl::Status& status, int message_index) {
  const std::string field = absl::StrCat("spec.messages[", message_index, "]");
  absl::Status told(status.code(), absl::StrReplaceAll(status.message(), {{field, "turn"}}));
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { told.SetPayload(url, payload); });
  return told;
}

absl::Status OutOfTurn(absl::string_view why) {
  return MakeError(absl::StatusCode::kInvalidArgument, "INVALID_REQUEST", why);
}

}  // namespace

Task<absl::Status> Conversation::Run() {
  bool is_open = false;
  for (;;) {
    v1::ConverseRequest request;
    absl::StatusOr<RequestRead> read = co_await Listen(request);
    if (!read.ok()) co_return read.status();
    if (*read == RequestRead::kClosed) co_return absl::OkStatus();
    if (*read == RequestRead::kIdle) {
      co_return MakeError(absl::StatusCode::kAborted, "CONVERSATION_IDLE",
                          "no turn came within this server's limit");
    }
    if (request.has_open() == is_open || !(request.has_open() || request.has_turn()))
      co_return OutOfTurn("action: must be `open` at first and a turn each time after");
    absl::Status status;
    if (!is_open) {
      status = Open(std::move(*request.mutable_open()));
      is_open = true;
    } else {
      status = co_await Answer(std::move(*request.mutable_turn()));
    }
    if (!status.ok()) co_return status;
  }
}

Task<absl::StatusOr<RequestRead>> Conversation::Listen(v1::ConverseRequest& request) {
  Call& call = responses_.call();
  call.SetMayMoveOn(true);
  absl::StatusOr<RequestRead> read =
      co_await requests_.Read(call.context(), request, services_.options().conversation_idle_limit);
  call.SetMayMoveOn(false);
  co_return read;
}

absl::Status Conversation::Open(v1::ConverseOpen open) {
  Call& call = responses_.call();
  opening_.set_provider(open.provider());
  opening_.set_model(open.model());
  *opening_.mutable_spec() = std::move(*open.mutable_spec());
  // What would spoil every turn ends the conversation at once.
  v1::StreamChatRequest check = opening_;
  v1::ChatMessage& first_turn = *check.mutable_spec()->add_messages();
  first_turn.set_role(v1::CHAT_ROLE_USER);
  first_turn.add_parts()->set_text("-");
  absl::StatusOr<PaidRequest> prepared =
      PreparePaidRequest(services_, call, check, &ProviderOptions::default_chat_model);
  call.request_id.clear();
  if (!prepared.ok()) return prepared.status();
  history_.Swap(opening_.mutable_spec()->mutable_messages());
  for (const v1::ChatMessage& message : history_)
    history_bytes_ += static_cast<int64_t>(message.ByteSizeLong());
  held().collected = held().budget.Take(history_bytes_);
  return absl::OkStatus();
}

Task<absl::Status> Conversation::Answer(v1::ConverseTurn turn) {
  Call& call = responses_.call();
  if (turn.parts().empty()) co_return OutOfTurn("turn.parts: must not be empty");
  v1::ChatMessage message;
  message.set_role(v1::CHAT_ROLE_USER);
  message.mutable_parts()->Swap(turn.mutable_parts());
  if (absl::Status room = CheckRoom(message); !room.ok()) co_return room;

  const MonotonicTime begun = call.worker().loop.now();
  absl::Status taken = co_await Take(turn, std::move(message));
  // Until the next turn it holds its history alone, and lets others go first.
  held().upload = ByteLease();
  held().place_ahead = PlaceAhead();
  if (!call.context().status().ok()) co_return taken;
  taken = call.Conclude("turn", begun, std::move(taken));
  call.request_id.clear();
  if (taken.ok()) co_return taken;
  v1::ConverseResponse event;
  *event.mutable_turn_failed() = FailureOf(taken);
  absl::Status written = co_await responses_.Write(event);
  co_return written;
}

Task<absl::Status> Conversation::Take(const v1::ConverseTurn& turn, v1::ChatMessage message) {
  const Admission& admission = responses_.call().caller().admission;
  absl::Status in_time = admission.TakeRequest(responses_.call().worker().loop.now());
  if (!in_time.ok()) co_return in_time;
  // What was said before has been checked, or is the model's own.
  v1::StreamChatRequest request = opening_;
  request.set_request_id(turn.request_id());
  *request.mutable_spec()->add_messages() = message;
  absl::StatusOr<PaidRequest> paid = PreparePaidRequest(services_, responses_.call(), request,
                                                        &ProviderOptions::default_chat_model);
  if (!paid.ok()) co_return InWordsOfTurn(paid.status(), 0);
  // The whole history leaves once more.
  ByteLease sent_again = held().budget.TryTake(std::max<int64_t>(1, history_bytes_));
  if (sent_again.empty()) co_return NoRoomFor(responses_.call(), history_bytes_);
  held().upload.Absorb(std::move(sent_again));
  v1::ChatSpec& spec = *request.mutable_spec();
  *spec.mutable_messages() = history_;
  *spec.add_messages() = message;
  paid->estimate = EstimateCost(paid->row, spec);
  absl::StatusOr<ChatTurn> encoded = EncodeChatTurn(*std::move(paid), /*stream=*/true, spec);
  if (!encoded.ok()) co_return InWordsOfTurn(encoded.status(), history_.size());
  const auto message_bytes = static_cast<int64_t>(message.ByteSizeLong());
  ReceivedParts answer(services_.options().max_history_bytes - history_bytes_ - message_bytes);
  absl::Status status = co_await StreamChat(services_, responses_, *encoded, &answer);
  if (!status.ok()) co_return status;
  history_is_full_ = answer.overflown();
  v1::ChatMessage said = answer.Take(/*with_failed=*/false);
  history_bytes_ += message_bytes + static_cast<int64_t>(said.ByteSizeLong());
  held().collected = held().budget.Take(history_bytes_);
  *history_.Add() = std::move(message);
  *history_.Add() = std::move(said);
  co_return absl::OkStatus();
}

absl::Status Conversation::CheckRoom(const v1::ChatMessage& message) const {
  const int64_t most = services_.options().max_history_bytes;
  const auto bytes = history_bytes_ + static_cast<int64_t>(message.ByteSizeLong());
  if (!history_is_full_ && bytes <= most) return absl::OkStatus();
  return MakeError(absl::StatusCode::kResourceExhausted, "HISTORY_FULL",
                   absl::StrCat("the conversation has outgrown this server's limit of ", most,
                                " bytes; nothing was sent"));
}

}  // namespace mediagen
