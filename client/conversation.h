#ifndef MEDIAGEN_CLIENT_CONVERSATION_H_
#define MEDIAGEN_CLIENT_CONVERSATION_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/call_options.h"
#include "client/observers.h"
#include "mediagen/v1/chat_image_service.pb.h"

namespace grpc {
class Channel;
}

namespace mediagen::client {

// A conversation with a chat model, held by the server while this object lives: turn by turn one
// message of the user and the model's answer. Each turn is a paid call of its own, and none is ever
// sent twice. Owns its call; blocks its thread; one thread. Ends with the object.
class Conversation {
 public:
  static std::unique_ptr<Conversation> Open(const std::shared_ptr<grpc::Channel>& channel,
                                            v1::ConverseOpen open, const CallOptions& options);
  // Cancels what End did not end.
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  // Says one thing and takes the answer to its end. An error is either that of the turn, then the
  // conversation stands where it stood before it and may go on; or the conversation itself is over.
  absl::StatusOr<v1::ChatCompleted> Say(v1::ConverseTurn turn, ChatObserver& chat,
                                        MediaObserver& media);
  // No turn can follow: the call has ended, or an observer has ended it by its error.
  bool over() const { return over_; }
  // Says that no turn follows, and waits for the server to agree.
  absl::Status End();

 private:
  struct Call;

  explicit Conversation(std::unique_ptr<Call> call);
  absl::Status Finish();

  std::unique_ptr<Call> call_;
  bool over_ = false;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CONVERSATION_H_
