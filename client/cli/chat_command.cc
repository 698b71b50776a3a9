#include <utility>

#include "client/cli/chat_turn.h"
#include "client/cli/conversation_file.h"
#include "client/cli/interactive_chat.h"
#include "client/cli/paid_request.h"
#include "client/cli/session.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

absl::Status FillMessages(Session& session, v1::ChatSpec& spec) {
  const Arguments& arguments = session.arguments();
  if (!arguments.positional()) {
    return UsageError("PROMPT is missing (it may be left out only with --interactive)");
  }
  if (absl::Status status = AddEarlierMessages(arguments, spec); !status.ok()) return status;
  v1::ChatMessage& message = *spec.add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  if (absl::Status status = AddPictures(arguments, *message.mutable_parts()); !status.ok()) {
    return status;
  }
  message.add_parts()->set_text(*arguments.positional());
  return absl::OkStatus();
}

}  // namespace

absl::Status RunChat(Session& session) {
  if (session.arguments().Has("--interactive")) return RunInteractiveChat(session);
  v1::StreamChatRequest request;
  Record record;
  if (absl::Status status = BeginPaidRequest(session, request, record); !status.ok()) return status;
  if (absl::Status status = FillMessages(session, *request.mutable_spec()); !status.ok()) {
    return status;
  }
  record.set_prompt(*session.arguments().positional());
  const auto stem = PictureStem(session.arguments());
  if (!stem.ok()) return stem.status();
  const auto turn = ChatTurn::Open(session, *stem, record);
  if (!turn.ok()) return turn.status();
  if (absl::Status status = session.Connect(); !status.ok()) return status;

  ChatAnswer& answer = (*turn)->answer();
  if (!request.validate_only()) MarkSent(session, (*turn)->sink().base());
  session.progress().Show(request.validate_only() ? "checking" : "waiting for the answer");
  const auto completed =
      session.client().StreamChat(request, answer, answer, session.call_options());
  answer.EndLine();
  session.progress().Stop();
  if (!completed.ok()) return completed.status();
  if (request.validate_only()) {
    session.AddWarnings(completed->warnings());
    return FinishCheck(session, completed->has_cost() ? &completed->cost() : nullptr);
  }
  if (completed->has_cost()) *session.result().mutable_cost() = completed->cost();
  absl::Status saved = (*turn)->Finish(*completed);
  const auto path = session.arguments().Value("--conversation");
  // Without an answer that can be sent back there is nothing to go on from.
  if (v1::ChatMessage message = answer.message(); path && !message.parts().empty()) {
    *request.mutable_spec()->add_messages() = std::move(message);
    saved.Update(SaveConversation(*path, request.spec()));
  }
  return saved;
}

}  // namespace mediagen::client
