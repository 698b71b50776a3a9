#include "client/cli/command_help.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "client/cli/exit_code.h"

namespace mediagen::client {
namespace {

constexpr size_t kIndent = 28;
constexpr size_t kWidth = 96;

// `left` in its column, `text` wrapped beside it.
std::string Row(const std::string& left, absl::string_view text) {
  const bool fits = left.size() <= kIndent - 4;
  std::string result = fits ? absl::StrFormat("  %-*s", kIndent - 2, left)
                            : absl::StrCat("  ", left, "\n", std::string(kIndent, ' '));
  size_t column = kIndent;
  absl::string_view gap;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (column + gap.size() + word.size() > kWidth) {
      absl::StrAppend(&result, "\n", std::string(kIndent, ' '));
      column = kIndent;
      gap = "";
    }
    absl::StrAppend(&result, gap, word);
    column += gap.size() + word.size();
    gap = " ";
  }
  return result + "\n";
}

std::string Row(const Flag& flag) {
  std::string left(flag.name.empty() ? flag.value_name : flag.name);
  if (flag.kind == FlagKind::kToggle) absl::StrAppend(&left, ", ", NegatedName(flag));
  if (!flag.alias.empty()) absl::StrAppend(&left, ", ", flag.alias);
  if (!flag.name.empty() && !flag.value_name.empty()) absl::StrAppend(&left, " ", flag.value_name);
  return Row(left, flag.help);
}

}  // namespace

std::string GeneralHelp() {
  std::string text =
      "mediagen: pictures and videos from a mediagen server.\n\n"
      "Usage: mediagen COMMAND [ARGUMENT] [FLAGS]\n\nCommands:\n";
  for (const Command& command : Commands()) {
    absl::StrAppend(&text, Row(std::string(command.name), command.summary));
  }
  absl::StrAppend(&text, "\nFlags of every command:\n");
  for (const Flag& flag : CommonFlags()) absl::StrAppend(&text, Row(flag));
  absl::StrAppend(&text, "\nExit codes:\n");
  for (const ExitCodeRow& row : ExitCodes()) {
    absl::StrAppend(&text, Row(absl::StrCat(static_cast<int>(row.code)), row.meaning));
  }
  absl::StrAppend(&text,
                  "\n`mediagen COMMAND --help` shows the flags of a command and examples.\n");
  return text;
}

std::string CommandHelp(const Command& command) {
  std::string text = absl::StrCat("mediagen ", command.name, ": ", command.summary,
                                  "\n\nUsage: mediagen ", command.name);
  if (command.positional != nullptr) {
    const absl::string_view name = command.positional->value_name;
    absl::StrAppend(&text, " ",
                    command.positional_required ? std::string(name) : absl::StrCat("[", name, "]"));
  }
  absl::StrAppend(&text, " [FLAGS]\n\n");
  if (command.positional != nullptr) absl::StrAppend(&text, Row(*command.positional));
  for (const Flag& flag : command.flags) absl::StrAppend(&text, Row(flag));
  for (const Flag& flag : CommonFlags()) absl::StrAppend(&text, Row(flag));
  absl::StrAppend(&text, "\nExamples:\n", command.examples,
                  "\nExit codes: see `mediagen --help`.\n");
  return text;
}

}  // namespace mediagen::client
