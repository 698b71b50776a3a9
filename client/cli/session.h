#ifndef MEDIAGEN_CLIENT_CLI_SESSION_H_
#define MEDIAGEN_CLIENT_CLI_SESSION_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/arguments.h"
#include "client/cli/command.h"
#include "client/cli/exit_code.h"
#include "client/cli/progress_line.h"
#include "client/client.h"
#include "client/record.pb.h"

namespace mediagen::client {

// What one run of a subcommand works with, and what it leaves behind for whoever reports the end.
// Lives for the run; one thread.
class Session {
 public:
  // Nothing is owned. An error is about the flags.
  static absl::StatusOr<Session> Create(const Command& command, const Arguments& arguments,
                                        ProgressLine& progress, Cancellation& cancellation);

  // Call it after every check that can be made here, and before the first call.
  absl::Status Connect();
  // Limits for the next call: what is left of --timeout.
  CallOptions call_options() const;
  // False: interrupted, or --timeout is over.
  bool Sleep(absl::Duration duration) const;
  // Tells each warning once and keeps it.
  void AddWarnings(const google::protobuf::RepeatedPtrField<std::string>& warnings);
  // From here on the job can be fetched by anybody who has the handle; `output` is the `-o` that
  // holds its bytes (may be empty), `count` how many videos it makes.
  void SetOperation(const std::string& operation, const std::string& output, int count);

  const Command& command() const { return *command_; }
  const Arguments& arguments() const { return *arguments_; }
  ProgressLine& progress() { return *progress_; }
  Client& client() { return *client_; }
  CommandResult& result() { return result_; }
  bool json() const { return arguments_->Has("--json"); }
  const Cancellation& cancellation() const { return *cancellation_; }

  Progressed progressed = Progressed::kFree;
  // The command has told its failure itself.
  bool failure_told = false;

 private:
  Session() = default;

  const Command* command_ = nullptr;
  const Arguments* arguments_ = nullptr;
  ProgressLine* progress_ = nullptr;
  Cancellation* cancellation_ = nullptr;
  std::unique_ptr<Client> client_;
  absl::Time deadline_ = absl::InfiniteFuture();
  CommandResult result_;
};

// The subcommands. An error's details decide the exit code; results are in session.result().
absl::Status RunImage(Session& session);
absl::Status RunUpscale(Session& session);
absl::Status RunChat(Session& session);
absl::Status RunVideo(Session& session);
absl::Status RunWatch(Session& session);
absl::Status RunStatus(Session& session);
absl::Status RunCancel(Session& session);
absl::Status RunDelete(Session& session);
absl::Status RunModels(Session& session);
absl::Status RunHealth(Session& session);
absl::Status RunToken(Session& session);
absl::Status RunConfigExplain(Session& session);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_SESSION_H_
