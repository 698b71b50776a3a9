#include "client/cli/session.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/cli/connection_flags.h"
#include "client/cli/printable.h"
#include "client/cli/shell_word.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr absl::string_view kDefaultServer = "127.0.0.1:50051";
constexpr absl::Duration kConnectLimit = absl::Seconds(10);
constexpr absl::Duration kLookEvery = absl::Milliseconds(50);

absl::StatusOr<std::string> ServerOf(const Arguments& arguments) {
  const char* environment = std::getenv("MEDIAGEN_SERVER");
  const bool in_environment = environment != nullptr && *environment != '\0';
  const std::string server =
      arguments.Value("--server")
          .value_or(in_environment ? environment : std::string(kDefaultServer));
  const size_t colon = server.rfind(':');
  int port = 0;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(server.substr(colon + 1), &port) || port < 1 || port > 65535) {
    return UsageError(absl::StrCat(arguments.Has("--server") ? "--server" : "MEDIAGEN_SERVER",
                                   ": '", server, "' is not HOST:PORT"));
  }
  return server;
}

absl::StatusOr<absl::Time> DeadlineOf(const Arguments& arguments) {
  const std::optional<std::string> text = arguments.Value("--timeout");
  if (!text) return absl::InfiniteFuture();
  absl::Duration timeout;
  double seconds = 0;
  if (absl::SimpleAtod(*text, &seconds)) {
    timeout = absl::Seconds(seconds);
  } else if (!absl::ParseDuration(*text, &timeout)) {
    return UsageError(absl::StrCat("--timeout: '", *text, "' is no time such as 90s or 5m"));
  }
  if (timeout <= absl::ZeroDuration()) return UsageError("--timeout: must be more than 0");
  return absl::Now() + timeout;
}

}  // namespace

absl::StatusOr<Session> Session::Create(const Command& command, const Arguments& arguments,
                                        ProgressLine& progress, Cancellation& cancellation) {
  const absl::StatusOr<std::string> server = ServerOf(arguments);
  if (!server.ok()) return server.status();
  const absl::StatusOr<absl::Time> deadline = DeadlineOf(arguments);
  if (!deadline.ok()) return deadline.status();
  if (arguments.Has("--json") && arguments.Value("-o") == "-") {
    return UsageError("--json and -o - both want stdout");
  }
  absl::StatusOr<ConnectionOptions> connection = ReadConnectionFlags(arguments, *server);
  if (!connection.ok()) return connection.status();
  Session session;
  session.command_ = &command;
  session.arguments_ = &arguments;
  session.progress_ = &progress;
  session.cancellation_ = &cancellation;
  session.client_ = std::make_unique<Client>(*server, *connection);
  session.deadline_ = *deadline;
  session.result_.set_command(std::string(command.name));
  return session;
}

absl::Status Session::Connect() {
  return client_->Connect(std::min(kConnectLimit, deadline_ - absl::Now()), cancellation_);
}

CallOptions Session::call_options() const {
  return {.timeout = deadline_ - absl::Now(), .cancellation = cancellation_};
}

bool Session::Sleep(absl::Duration duration) const {
  const absl::Time end = absl::Now() + duration;
  while (absl::Now() < std::min(end, deadline_)) {
    if (cancellation_->cancelled()) return false;
    absl::SleepFor(kLookEvery);
  }
  return absl::Now() < deadline_;
}

void Session::AddWarnings(const google::protobuf::RepeatedPtrField<std::string>& warnings) {
  for (const std::string& warning : warnings) {
    const auto& known = result_.warnings();
    if (std::find(known.begin(), known.end(), warning) != known.end()) continue;
    result_.add_warnings(warning);
    progress_->Note(absl::StrCat("warning: ", PrintableLine(warning)));
  }
}

void Session::SetOperation(const std::string& operation, const std::string& output, int count) {
  result_.set_operation(operation);
  std::string& resume = *result_.mutable_resume_command();
  resume = absl::StrCat("mediagen watch ", ShellWord(operation));
  if (!output.empty()) absl::StrAppend(&resume, " -o ", ShellWord(output));
  if (count > 1) absl::StrAppend(&resume, " --count ", count);
  if (const auto server = arguments_->Value("--server")) {
    absl::StrAppend(&resume, " --server ", ShellWord(*server));
  }
  absl::StrAppend(&resume, ConnectionWords(*arguments_));
}

}  // namespace mediagen::client
