#ifndef MEDIAGEN_CLIENT_CLI_HELD_CONVERSATION_H_
#define MEDIAGEN_CLIENT_CLI_HELD_CONVERSATION_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/chat_turn.h"
#include "client/cli/session.h"
#include "client/conversation.h"
#include "mediagen/v1/chat_image_service.pb.h"

namespace mediagen::client {

// A conversation of the command line over as many calls as it takes: what was said is kept here
// too, so that it goes on when a call has ended between two turns. No turn is sent twice, but for
// the one that the server did not read because it had closed the call. One thread; the session
// outlives it.
class HeldConversation {
 public:
  // `open` holds what was said before.
  HeldConversation(Session& session, v1::ConverseOpen open)
      : session_(session), open_(std::move(open)) {}
  ~HeldConversation();
  HeldConversation(const HeldConversation&) = delete;
  HeldConversation& operator=(const HeldConversation&) = delete;

  // Says one thing; `turn` takes the answer, and both become part of what was said.
  absl::StatusOr<v1::ChatCompleted> Say(const v1::ConverseTurn& said, ChatTurn& turn);
  // Writes what was said to --conversation.
  absl::Status Save(const std::string& path) const;
  // True for an error after which another turn would only fail the same way.
  bool CannotGoOn(const absl::Status& status) const;

 private:
  absl::StatusOr<v1::ChatCompleted> SayOnce(const v1::ConverseTurn& said, ChatTurn& turn);

  Session& session_;
  v1::ConverseOpen open_;
  // Null: to be opened by the next turn.
  std::unique_ptr<Conversation> conversation_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_HELD_CONVERSATION_H_
