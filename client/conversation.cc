#include "client/conversation.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <utility>

#include "client/call_error.h"
#include "client/calls.h"
#include "client/grpc_status.h"
#include "client/stream_events.h"
#include "mediagen/v1/chat_image_service.grpc.pb.h"

namespace mediagen::client {

struct Conversation::Call {
  Call(const std::shared_ptr<grpc::Channel>& channel, const CallOptions& options)
      : stub(channel), scope(options.cancellation, [this] { context.TryCancel(); }) {
    Apply(options, context);
    stream = stub.Converse(&context);
  }

  v1::ChatImageService::Stub stub;
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ConverseRequest, v1::ConverseResponse>> stream;
  // Last, because it must let go of the context first.
  const Cancellation::Scope scope;
};

std::unique_ptr<Conversation> Conversation::Open(const std::shared_ptr<grpc::Channel>& channel,
                                                 v1::ConverseOpen open,
                                                 const CallOptions& options) {
  auto call = std::make_unique<Call>(channel, options);
  v1::ConverseRequest request;
  *request.mutable_open() = std::move(open);
  // Why it failed, if it did, is what the first turn ends with.
  call->stream->Write(request);
  return std::unique_ptr<Conversation>(new Conversation(std::move(call)));
}

Conversation::Conversation(std::unique_ptr<Call> call) : call_(std::move(call)) {}

Conversation::~Conversation() {
  if (over_) return;
  call_->context.TryCancel();
  Finish().IgnoreError();
}

absl::Status Conversation::Finish() {
  over_ = true;
  return ToAbslStatus(call_->stream->Finish());
}

absl::StatusOr<v1::ChatCompleted> Conversation::Say(v1::ConverseTurn turn, ChatObserver& chat,
                                                    MediaObserver& media) {
  if (over_) {
    return LocalError(absl::StatusCode::kFailedPrecondition, "CONVERSATION_OVER",
                      "the conversation is over; nothing was sent");
  }
  v1::ConverseRequest request;
  *request.mutable_turn() = std::move(turn);
  v1::ConverseResponse event;
  // Of a call that has ended the reads tell, too.
  call_->stream->Write(request);
  while (call_->stream->Read(&event)) {
    if (event.has_completed()) return std::move(*event.mutable_completed());
    if (event.has_turn_failed()) return ToAbslStatus(event.turn_failed());
    if (absl::Status status = DispatchChat(event, chat, media); !status.ok()) {
      call_->context.TryCancel();
      Finish().IgnoreError();
      return status;
    }
  }
  if (absl::Status status = Finish(); !status.ok()) return status;
  return absl::UnavailableError("the conversation ended in the middle of a turn");
}

absl::Status Conversation::End() {
  if (over_) return absl::OkStatus();
  call_->stream->WritesDone();
  v1::ConverseResponse event;
  while (call_->stream->Read(&event)) {
  }
  return Finish();
}

}  // namespace mediagen::client
