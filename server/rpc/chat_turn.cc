#include "server/rpc/chat_turn.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "server/rpc/chat_events.h"
#include "server/rpc/paid_reservation.h"
#include "server/upstream/chat_call.h"
#include "server/upstream/cost.h"
#include "server/upstream/param_encoder.h"

namespace mediagen {
namespace {

constexpr int64_t kMaxWholeAnswerBytes = int64_t{512} << 20;

// Text of the last message of the user, for the record.
std::string LastUserText(const v1::ChatSpec& spec) {
  std::string text;
  for (const v1::ChatMessage& message : spec.messages()) {
    if (message.role() != v1::CHAT_ROLE_USER) continue;
    text.clear();
    for (const v1::ChatPart& part : message.parts()) text += part.text();
  }
  return text;
}

ChatShape ShapeOf(const PaidRequest& paid) {
  const ProviderOptions& options = paid.provider->options();
  if (options.chat_shape.has_value()) return *options.chat_shape;
  switch (paid.row == nullptr ? config::CHAT_SHAPE_UNSPECIFIED : paid.row->terms.chat_shape()) {
    case config::CHAT_COMPLETIONS:
      return ChatShape::kChatCompletions;
    case config::GENERATE_CONTENT:
      return ChatShape::kGenerateContent;
    default:
      return options.dialect->chat_shape;
  }
}

// What the answer cost; nothing when the catalogue has no price. A picture that was made and paid
// but got lost on its way counts, too.
std::optional<v1::Cost> CostOf(const ChatTurn& turn, const ChatCall& chat) {
  constexpr int64_t kTokensOfAPicture = 1290;
  const std::optional<v1::Usage>& usage = chat.facts().usage;
  int pictures = chat.good_pictures();
  if (pictures == 0 && !chat.has_text() && usage.has_value() &&
      usage->output_tokens() >= kTokensOfAPicture) {
    pictures = 1;
  }
  return ChatCost(turn.paid.row, usage.has_value() ? &*usage : nullptr, pictures, turn.image_size);
}

// Whether the upstream told what the answer was billed for, also where it then broke.
bool SaysWhatItCost(const ChatCall& chat) { return chat.facts().usage.has_value(); }

// What the caller of a chat that ended with `status` sees.
absl::Status Explained(absl::Status status, const ChatTurn& turn, const ChatCall& chat) {
  if (status.ok()) return status;
  const std::optional<v1::Cost> cost = CostOf(turn, chat);
  const bool billed = chat.facts().usage.has_value() && chat.facts().usage->output_tokens() > 0;
  if (billed && cost.has_value())
    SetErrorMetadata(status, "cost_nano_usd", absl::StrCat(cost->nano_usd()));
  return turn.paid.Explained(EndedWhilePaying(status, chat.MayHaveBeenPaid()));
}

// What the whole answer tells: ChatResponse and ChatCompleted have the same fields for it.
template <typename Message>
void TellEnd(const ChatTurn& turn, const ChatCall& chat, Message& message) {
  const ChatFacts& facts = chat.facts();
  message.set_request_id(turn.paid.request_id);
  message.set_finish_reason(FinishReasonOf(facts.finish_reason));
  message.set_finish_reason_raw(facts.finish_reason);
  if (facts.usage.has_value()) *message.mutable_usage() = *facts.usage;
  *message.mutable_record() = turn.record;
  if (const std::optional<v1::Cost> cost = CostOf(turn, chat); cost.has_value()) {
    *message.mutable_cost() = *cost;
    *message.mutable_record()->mutable_cost() = *cost;
  }
  turn.paid.AddWarnings(*message.mutable_warnings());
}

// The answer to a request that is only to be checked.
template <typename Message>
void TellEstimate(const ChatTurn& turn, Message& message) {
  message.set_request_id(turn.paid.request_id);
  if (turn.paid.estimate.has_value()) *message.mutable_cost() = *turn.paid.estimate;
  turn.paid.AddWarnings(*message.mutable_warnings());
}

// Hands the answer on. An error is the call's end or what the caller sees.
Task<absl::Status> Relay(ChatCall& chat, ChatEvents& events, ReceivedParts* kept) {
  for (;;) {
    ChatPiece piece;
    absl::StatusOr<MediaRead> read = co_await chat.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    if (kept != nullptr) kept->Add(piece);
    if (absl::Status sent = co_await events.Send(std::move(piece)); !sent.ok()) co_return sent;
  }
  co_return chat.status();
}

}  // namespace

absl::StatusOr<ChatTurn> EncodeChatTurn(PaidRequest paid, bool stream, v1::ChatSpec& spec) {
  v1::GenerationRecord record = paid.Record(LastUserText(spec));
  if (spec.has_seed()) record.set_seed(spec.seed());
  std::string image_size = spec.image_config().image_size();
  ChatCallOptions options;
  options.shape = ShapeOf(paid);
  options.stream = stream;
  // Else a stream does not say what it cost.
  if (stream && options.shape == ChatShape::kChatCompletions) options.include_usage = true;
  absl::StatusOr<UpstreamRequest> http =
      EncodeChat(paid.provider->options(), paid.model, options, spec);
  if (!http.ok()) return http.status();
  http->tag = paid.Tag();
  // Who gets it whole has it in memory, here and there.
  if (!stream) http->http.max_body_bytes = kMaxWholeAnswerBytes;
  // Between its words and its picture a model may think as long as before its first word.
  http->http.stall_timeout = std::max(http->http.stall_timeout, http->http.response_timeout);
  return ChatTurn(std::move(paid), *std::move(http), std::move(record), std::move(image_size));
}

Task<absl::Status> CollectChat(ServiceContext& services, Call& call, ChatTurn& turn,
                               v1::ChatResponse& response) {
  if (turn.paid.validate_only) {
    TellEstimate(turn, response);
    co_return absl::OkStatus();
  }
  ChatCall chat(call.worker().http, call.context(), *turn.paid.credential, turn.http,
                ChatCall::Delivery::kWhole);
  PaidReservation reservation(services, call, turn.paid, chat);
  if (!reservation.status().ok()) co_return reservation.status();
  ReceivedParts parts;
  for (;;) {
    ChatPiece piece;
    absl::StatusOr<MediaRead> read = co_await chat.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return Explained(read.status(), turn, chat);
    if (*read == MediaRead::kEnd) break;
    parts.Add(piece);
    call.context().bytes().collected.Absorb(piece.bytes.TakeLease());
  }
  if (chat.status().ok() || SaysWhatItCost(chat)) reservation.Settle(CostOf(turn, chat));
  if (!chat.status().ok()) co_return Explained(chat.status(), turn, chat);
  call.bytes_sent += parts.media_bytes();
  *response.mutable_message() = parts.Take(/*with_failed=*/true);
  TellEnd(turn, chat, response);
  co_return absl::OkStatus();
}

Task<absl::Status> StreamChat(ServiceContext& services, ResponseStream& stream, ChatTurn& turn,
                              ReceivedParts* kept) {
  Call& call = stream.call();
  if (turn.paid.validate_only) {
    v1::StreamChatResponse only;
    TellEstimate(turn, *only.mutable_completed());
    absl::Status told = co_await stream.Write(only);
    co_return told;
  }
  ChatCall chat(call.worker().http, call.context(), *turn.paid.credential, turn.http,
                ChatCall::Delivery::kStreamed);
  PaidReservation reservation(services, call, turn.paid, chat);
  if (!reservation.status().ok()) co_return reservation.status();
  ChatEvents events(stream, turn.record);
  absl::Status status = co_await Relay(chat, events, kept);
  if (status.ok() || SaysWhatItCost(chat)) reservation.Settle(CostOf(turn, chat));
  if (status.ok()) {
    v1::StreamChatResponse last;
    TellEnd(turn, chat, *last.mutable_completed());
    status = co_await stream.Write(last);
  }
  if (status.ok()) status = co_await stream.Drain();
  co_return Explained(status, turn, chat);
}

}  // namespace mediagen
