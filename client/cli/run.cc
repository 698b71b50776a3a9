#include "client/cli/run.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cli/arguments.h"
#include "client/cli/closest_word.h"
#include "client/cli/command_help.h"
#include "client/cli/failure_report.h"
#include "client/cli/input.h"
#include "client/cli/record_file.h"
#include "client/cli/session.h"
#include "client/cli/usage_error.h"
#include "client/cli/usd.h"

namespace mediagen::client {
namespace {

ExitCode UnknownCommand(const std::string& word) {
  std::vector<absl::string_view> names;
  for (const Command& command : Commands()) names.push_back(command.name);
  const absl::string_view close = ClosestWord(word, names);
  absl::FPrintF(stderr, "mediagen: unknown command '%s'%s\nTry 'mediagen --help'.\n", word,
                close.empty() ? "" : absl::StrCat("; did you mean '", close, "'?"));
  return ExitCode::kUsage;
}

bool AsksForHelp(const std::vector<std::string>& words) {
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::find_if(words.begin(), end, [](const std::string& word) {
           return word == "--help" || word == "-h";
         }) != end;
}

absl::StatusOr<Arguments> ParseArguments(const Command& command,
                                         const std::vector<std::string>& words) {
  auto arguments = Arguments::Parse(command, words);
  if (!arguments.ok() || command.positional == nullptr) return arguments;
  if (!arguments->positional()) {
    if (!command.positional_required) return arguments;
    return UsageError(absl::StrCat(command.positional->value_name, " is missing"));
  }
  if (command.positional->value_name == "PROMPT") {
    if (arguments->Has("--interactive") && arguments->positional() == "-") {
      return UsageError("`-` and --interactive both want stdin");
    }
    auto prompt = ReadPrompt(*arguments->positional());
    if (!prompt.ok()) return prompt.status();
    arguments->SetPositional(*std::move(prompt));
  }
  return arguments;
}

absl::Status RunCommand(Session& session) {
  const absl::string_view name = session.command().name;
  if (name == "image") return RunImage(session);
  if (name == "upscale") return RunUpscale(session);
  if (name == "chat") return RunChat(session);
  if (name == "video") return RunVideo(session);
  if (name == "watch") return RunWatch(session);
  if (name == "status") return RunStatus(session);
  if (name == "cancel") return RunCancel(session);
  if (name == "delete") return RunDelete(session);
  if (name == "models") return RunModels(session);
  if (name == "token") return RunToken(session);
  if (name == "config explain") return RunConfigExplain(session);
  return RunHealth(session);
}

// Tells the outcome and decides the exit code.
ExitCode Report(Session& session, const absl::Status& status, const Interrupt& interrupt) {
  CommandResult& result = session.result();
  // Turns have told their own.
  if (result.has_cost() && result.turns_size() != 1) {
    session.progress().Note(absl::StrCat(result.turns_size() > 1 ? "cost of all turns: " : "cost: ",
                                         UsdText(result.cost().nano_usd())));
  }
  ExitCode code = ExitCode::kOk;
  if (!status.ok()) {
    const CallError error = ParseCallError(status);
    if (result.operation().empty() && !error.Metadata("operation").empty()) {
      session.SetOperation(std::string(error.Metadata("operation")),
                           session.arguments().Value("-o").value_or(""), 1);
    }
    code =
        interrupt.happened() ? ExitCode::kInterrupted : ClassifyFailure(error, session.progressed);
    if (interrupt.happened()) {
      absl::FPrintF(stderr, "%s", InterruptedText(session.command(), session.progressed, result));
    } else if (!session.failure_told) {
      absl::FPrintF(stderr, "%s",
                    FailureText(error, session.command(), session.progressed, result));
    }
    FillFailure(error, session.command(), result);
  } else if (result.command() != "status" && !session.arguments().Has("--start-only")) {
    // What was fetched needs no command that fetches it.
    result.clear_resume_command();
  }
  result.set_exit_code(static_cast<int>(code));
  if (session.json()) absl::PrintF("%s", ToJson(result));
  return code;
}

// `words` with the name of a command in one piece, also where it is two words.
std::vector<std::string> WithWholeName(const std::vector<std::string>& words) {
  if (words.size() < 2) return words;
  const std::string name = absl::StrCat(words[0], " ", words[1]);
  if (FindCommand(name) == nullptr) return words;
  std::vector<std::string> whole = {name};
  whole.insert(whole.end(), words.begin() + 2, words.end());
  return whole;
}

ExitCode UsageFailure(const Command& command, const std::vector<std::string>& words,
                      const absl::Status& status) {
  CommandResult result;
  result.set_command(std::string(command.name));
  result.set_exit_code(static_cast<int>(ExitCode::kUsage));
  const CallError error = ParseCallError(status);
  absl::FPrintF(stderr, "%s", FailureText(error, command, Progressed::kFree, result));
  FillFailure(error, command, result);
  if (std::find(words.begin(), words.end(), "--json") != words.end()) {
    absl::PrintF("%s", ToJson(result));
  }
  return ExitCode::kUsage;
}

}  // namespace

ExitCode Run(const std::vector<std::string>& given, Interrupt& interrupt) {
  const std::vector<std::string> words = WithWholeName(given);
  if (words.empty()) {
    absl::FPrintF(stderr, "%s", GeneralHelp());
    return ExitCode::kUsage;
  }
  const Command* command = FindCommand(words.front());
  if (command == nullptr && (words.front() == "help" || AsksForHelp({words.front()}))) {
    command = words.size() > 1 ? FindCommand(words[1]) : nullptr;
    absl::PrintF("%s", command == nullptr ? GeneralHelp() : CommandHelp(*command));
    return ExitCode::kOk;
  }
  if (command == nullptr) return UnknownCommand(words.front());
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (AsksForHelp(rest)) {
    absl::PrintF("%s", CommandHelp(*command));
    return ExitCode::kOk;
  }
  const auto arguments = ParseArguments(*command, rest);
  if (!arguments.ok()) return UsageFailure(*command, rest, arguments.status());
  ProgressLine progress(stderr, isatty(STDERR_FILENO) != 0);
  auto session = Session::Create(*command, *arguments, progress, interrupt.cancellation());
  if (!session.ok()) return UsageFailure(*command, rest, session.status());
  const absl::Status status = RunCommand(*session);
  progress.Stop();
  return Report(*session, status, interrupt);
}

}  // namespace mediagen::client
