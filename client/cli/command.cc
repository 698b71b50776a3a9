#include "client/cli/command.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/command_tables.h"

namespace mediagen::client {
namespace {

// How much of `field` is `path` or something below it; 0: nothing.
size_t MatchLength(absl::string_view path, absl::string_view field) {
  if (path.empty() || !absl::StartsWith(field, path)) return 0;
  const absl::string_view rest = field.substr(path.size());
  return rest.empty() || rest.front() == '.' || rest.front() == '[' ? path.size() : 0;
}

}  // namespace

std::span<const Command> Commands() { return kCommands; }

std::span<const Flag> CommonFlags() { return kCommonFlags; }

const Command* FindCommand(absl::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::string NegatedName(const Flag& flag) {
  return absl::StrCat("--no-", absl::StripPrefix(flag.name, "--"));
}

absl::string_view FlagOfField(const Command& command, absl::string_view written) {
  absl::string_view field = written;
  if (command.name == "chat") {
    // A conversation names its fields by where they were said.
    if (absl::ConsumePrefix(&field, "turn.parts")) field = "spec.messages";
    absl::ConsumePrefix(&field, "open.");
    // Whatever part of a conversation is not text must be a picture.
    if (absl::StartsWith(field, "spec.messages") && absl::StrContains(written, ".image")) {
      return "--image";
    }
  }
  absl::string_view best;
  size_t best_length = 0;
  const auto consider = [&](const Flag& flag) {
    const size_t length = std::max(MatchLength(flag.field, field), MatchLength(flag.fills, field));
    // The longest match wins: `spec.image` over `spec`.
    if (length <= best_length) return;
    best_length = length;
    best = flag.name.empty() ? flag.value_name : flag.name;
  };
  if (command.positional != nullptr) consider(*command.positional);
  for (const Flag& flag : command.flags) consider(flag);
  return best;
}

}  // namespace mediagen::client
