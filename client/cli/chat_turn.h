#ifndef MEDIAGEN_CLIENT_CLI_CHAT_TURN_H_
#define MEDIAGEN_CLIENT_CLI_CHAT_TURN_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/chat_answer.h"
#include "client/cli/output_names.h"
#include "client/cli/result_sink.h"
#include "client/cli/session.h"

namespace mediagen::client {

// The stem of the pictures' default names: with --out-dir in that folder, which is made.
absl::StatusOr<std::string> PictureStem(const Arguments& arguments);

// One turn of a chat on this side: the files it may need are open before it is paid, and its answer
// goes into the results of the session, which outlives it. One thread.
class ChatTurn {
 public:
  // `stem` outlives it. `record` is what is known so far.
  static absl::StatusOr<std::unique_ptr<ChatTurn>> Open(Session& session, absl::string_view stem,
                                                        const Record& record);

  // Both observers of the call.
  ChatAnswer& answer() { return *answer_; }
  ResultSink& sink() { return *sink_; }
  // Takes what the end of the answer told into records and results. An error: something of it could
  // not be saved.
  absl::Status Finish(const v1::ChatCompleted& completed);

 private:
  ChatTurn(Session& session, OutputNames names) : session_(session), names_(std::move(names)) {}

  Session& session_;
  OutputNames names_;
  std::unique_ptr<ResultSink> sink_;
  std::unique_ptr<ChatAnswer> answer_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_CHAT_TURN_H_
