#include "client/cli/interactive_chat.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "client/call_error.h"
#include "client/cli/chat_turn.h"
#include "client/cli/conversation_file.h"
#include "client/cli/failure_report.h"
#include "client/cli/held_conversation.h"
#include "client/cli/input.h"
#include "client/cli/line_reader.h"
#include "client/cli/paid_request.h"
#include "client/cli/request_fields.h"
#include "client/cli/usage_error.h"
#include "client/cli/usd.h"

namespace mediagen::client {
namespace {

constexpr absl::string_view kCommandsHelp =
    "Each line is a turn, and paid. /image FILE adds a picture to the next one, /quit ends.\n"
    "A turn that begins with a slash is written with two.";

// What one line of stdin asks for.
enum class Next { kGoOn, kEnd };

// The loop behind `chat --interactive`. Lives for one run; owns nothing of the session.
class InteractiveChat {
 public:
  InteractiveChat(Session& session, v1::ConverseOpen open, std::string stem)
      : session_(session), conversation_(session, std::move(open)), stem_(std::move(stem)) {}

  // Takes the first pictures and the first turn from the command line, the rest from stdin.
  absl::Status Run();

 private:
  absl::StatusOr<Next> TakeLine(const std::string& line);
  absl::StatusOr<Next> TakeCommand(absl::string_view word, const std::string& rest);
  // An error ends the conversation; a turn that merely failed is kept in `last_`.
  absl::StatusOr<Next> TakeTurn(const std::string& text);
  absl::Status Say(const v1::ConverseTurn& said, const std::string& text, Turn& result);
  void TellFailure(const absl::Status& status, Turn& result);
  void TellCost(const v1::Cost& cost, Turn& result);

  Session& session_;
  HeldConversation conversation_;
  const std::string stem_;
  const bool asks_ = isatty(STDIN_FILENO) != 0;
  google::protobuf::RepeatedPtrField<v1::ChatPart> pictures_;
  // How the last turn ended.
  absl::Status last_;
};

absl::Status InteractiveChat::Run() {
  if (absl::Status status = AddPictures(session_.arguments(), pictures_); !status.ok()) {
    return status;
  }
  if (absl::Status status = session_.Connect(); !status.ok()) return status;
  if (const auto& prompt = session_.arguments().positional()) {
    const auto next = TakeTurn(*prompt);
    if (!next.ok()) return next.status();
  }
  LineReader lines(STDIN_FILENO, session_.cancellation());
  for (;;) {
    if (asks_) absl::FPrintF(stderr, "> ");
    const auto line = lines.Next();
    if (!line.ok()) return line.status();
    if (!line->has_value()) {
      // Or the shell's next line would begin behind the question.
      if (asks_) absl::FPrintF(stderr, "\n");
      break;
    }
    const auto next = TakeLine(**line);
    if (next.ok() && *next == Next::kEnd) break;
    if (next.ok()) continue;
    // A person corrects a line that is wrong; whoever wrote a script cannot, and the turns behind
    // it would be paid without what it was to add.
    if (!asks_ || ParseCallError(next.status()).reason != "USAGE") return next.status();
    session_.progress().Note(next.status().message());
  }
  if (!pictures_.empty()) session_.progress().Note("warning: no turn came for the last picture");
  return last_;
}

absl::StatusOr<Next> InteractiveChat::TakeLine(const std::string& line) {
  const absl::string_view text = absl::StripAsciiWhitespace(line);
  if (text.empty()) return Next::kGoOn;
  if (absl::Status status = CheckUtf8("stdin", line); !status.ok()) return status;
  if (absl::StartsWith(text, "//")) return TakeTurn(std::string(text.substr(1)));
  if (!absl::StartsWith(text, "/")) return TakeTurn(line);
  const size_t blank = text.find_first_of(" \t");
  const absl::string_view rest = blank == absl::string_view::npos ? "" : text.substr(blank);
  return TakeCommand(text.substr(0, blank), std::string(absl::StripAsciiWhitespace(rest)));
}

absl::StatusOr<Next> InteractiveChat::TakeCommand(absl::string_view word, const std::string& rest) {
  if (word == "/quit" || word == "/exit") return Next::kEnd;
  if (word == "/help") {
    session_.progress().Note(kCommandsHelp);
    return Next::kGoOn;
  }
  if (word != "/image") {
    return UsageError(absl::StrCat("stdin: there is no ", word,
                                   ", but /image, /help and /quit; a "
                                   "turn that begins with a slash is written with two"));
  }
  if (rest.empty() || rest == "-") return UsageError("/image needs the name of a file, or a link");
  auto picture = ReadMedia("/image", rest);
  if (!picture.ok()) return picture.status();
  *pictures_.Add()->mutable_image() = *std::move(picture);
  return Next::kGoOn;
}

absl::StatusOr<Next> InteractiveChat::TakeTurn(const std::string& text) {
  v1::ConverseTurn said;
  said.set_request_id(MakeRequestId());
  said.mutable_parts()->Swap(&pictures_);
  pictures_.Clear();
  said.add_parts()->set_text(text);
  session_.result().set_request_id(said.request_id());
  session_.failure_told = false;
  Turn result;
  result.set_request_id(said.request_id());
  result.set_prompt(text);
  last_ = Say(said, text, result);
  if (!last_.ok() && !session_.cancellation().cancelled()) TellFailure(last_, result);
  *session_.result().add_turns() = result;
  if (session_.cancellation().cancelled()) return last_;
  if (!last_.ok() && conversation_.CannotGoOn(last_)) return last_;
  if (last_.ok()) session_.progressed = Progressed::kFree;
  return Next::kGoOn;
}

absl::Status InteractiveChat::Say(const v1::ConverseTurn& said, const std::string& text,
                                  Turn& result) {
  Record record;
  record.set_request_id(said.request_id());
  record.set_prompt(text);
  record.set_provider(session_.arguments().Value("--provider").value_or(""));
  record.set_model(session_.arguments().Value("--model").value_or(""));
  const auto turn = ChatTurn::Open(session_, stem_, record);
  if (!turn.ok()) return turn.status();
  *(*turn)->sink().base().mutable_start_time() = CurrentTimestamp();
  session_.progress().Begin("waiting for the answer");
  const auto completed = conversation_.Say(said, **turn);
  (*turn)->answer().EndLine();
  session_.progress().Stop();
  const std::vector<std::string> texts = (*turn)->answer().texts();
  result.mutable_texts()->Assign(texts.begin(), texts.end());
  absl::Status status = completed.status();
  if (completed.ok()) {
    status = (*turn)->Finish(*completed);
    if (completed->has_cost()) TellCost(completed->cost(), result);
    if (const auto path = session_.arguments().Value("--conversation")) {
      status.Update(conversation_.Save(*path));
    }
  }
  const std::vector<std::string> files = (*turn)->sink().files();
  result.mutable_files()->Assign(files.begin(), files.end());
  return status;
}

void InteractiveChat::TellFailure(const absl::Status& status, Turn& result) {
  const CallError error = ParseCallError(status);
  absl::FPrintF(stderr, "%s",
                FailureText(error, session_.command(), session_.progressed, session_.result()));
  session_.failure_told = true;
  CommandResult told;
  FillFailure(error, session_.command(), told);
  *result.mutable_error() = told.error();
}

void InteractiveChat::TellCost(const v1::Cost& cost, Turn& result) {
  *result.mutable_cost() = cost;
  v1::Cost& sum = *session_.result().mutable_cost();
  sum.set_nano_usd(sum.nano_usd() + cost.nano_usd());
  session_.progress().Note(absl::StrCat("cost: ", UsdText(cost.nano_usd())));
}

// Flags that have no meaning for many turns.
absl::Status CheckFlags(const Arguments& arguments) {
  if (arguments.Has("-o")) {
    return UsageError("-o names one picture; with --interactive name a folder: --out-dir");
  }
  const std::vector<std::string> pictures = arguments.Values("--image");
  if (std::find(pictures.begin(), pictures.end(), "-") != pictures.end()) {
    return UsageError("--image - and --interactive both want stdin");
  }
  if (arguments.Has("--request-id")) {
    return UsageError("--request-id names one request; with --interactive each turn has its own");
  }
  if (arguments.Has("--validate-only")) {
    return UsageError("--validate-only checks one request; leave --interactive out");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RunInteractiveChat(Session& session) {
  if (absl::Status status = CheckFlags(session.arguments()); !status.ok()) return status;
  v1::StreamChatRequest request;
  if (absl::Status status = FillRequest(session.command(), session.arguments(), request);
      !status.ok()) {
    return status;
  }
  v1::ConverseOpen open;
  open.set_provider(request.provider());
  open.set_model(request.model());
  *open.mutable_spec() = std::move(*request.mutable_spec());
  if (absl::Status status = AddEarlierMessages(session.arguments(), *open.mutable_spec());
      !status.ok()) {
    return status;
  }
  auto stem = PictureStem(session.arguments());
  if (!stem.ok()) return stem.status();
  return InteractiveChat(session, std::move(open), *std::move(stem)).Run();
}

}  // namespace mediagen::client
