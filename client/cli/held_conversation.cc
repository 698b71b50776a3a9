#include "client/cli/held_conversation.h"

#include <utility>

#include "client/call_error.h"
#include "client/cli/conversation_file.h"

namespace mediagen::client {

HeldConversation::~HeldConversation() {
  // How the call ends is of no interest any more: each turn has told its own end.
  if (conversation_ != nullptr) conversation_->End().IgnoreError();
}

absl::StatusOr<v1::ChatCompleted> HeldConversation::SayOnce(const v1::ConverseTurn& said,
                                                            ChatTurn& turn) {
  if (conversation_ == nullptr) {
    session_.progressed = Progressed::kFree;
    if (absl::Status status = session_.Connect(); !status.ok()) return status;
    conversation_ = session_.client().Converse(open_, session_.call_options());
  }
  session_.progressed = Progressed::kSent;
  auto completed = conversation_->Say(said, turn.answer(), turn.answer());
  if (conversation_->over()) conversation_.reset();
  return completed;
}

absl::StatusOr<v1::ChatCompleted> HeldConversation::Say(const v1::ConverseTurn& said,
                                                        ChatTurn& turn) {
  auto completed = SayOnce(said, turn);
  if (ParseCallError(completed.status()).reason == "CONVERSATION_IDLE") {
    session_.progress().Note("the server had closed the conversation; opening it again");
    completed = SayOnce(said, turn);
  }
  if (!completed.ok()) return completed;
  v1::ChatMessage answer = turn.answer().message();
  // Without an answer that can be sent back there is nothing to go on from.
  if (answer.parts().empty()) return completed;
  v1::ChatMessage& message = *open_.mutable_spec()->add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  *message.mutable_parts() = said.parts();
  *open_.mutable_spec()->add_messages() = std::move(answer);
  return completed;
}

absl::Status HeldConversation::Save(const std::string& path) const {
  return SaveConversation(path, open_.spec());
}

bool HeldConversation::CannotGoOn(const absl::Status& status) const {
  // The call is still there: only the turn failed.
  if (conversation_ != nullptr) return false;
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    default:
      return ParseCallError(status).reason == "HISTORY_FULL";
  }
}

}  // namespace mediagen::client
