#ifndef MEDIAGEN_CLIENT_CLI_COMMAND_H_
#define MEDIAGEN_CLIENT_CLI_COMMAND_H_

#include <span>
#include <string>

#include "absl/strings/string_view.h"

namespace mediagen::client {

enum class FlagKind {
  kValue,
  kRepeated,
  kSwitch,
  // `--audio` sets true, `--no-audio` false; neither leaves the choice to others.
  kToggle,
};

// One row of a command's table: what may be written, what it means, and which field it sets.
struct Flag {
  absl::string_view name;        // `--aspect-ratio`; a positional argument has none.
  absl::string_view value_name;  // `RATIO`; empty for a switch.
  // Path of the request's field, such as `spec.aspect_ratio`, set as it is written. Empty: the
  // command reads the value itself.
  absl::string_view field;
  absl::string_view help;
  FlagKind kind = FlagKind::kValue;
  // Field paths that begin like this are reported under this flag too, since it fills them.
  absl::string_view fills = {};
  // Another name that people expect.
  absl::string_view alias = {};
};

// A subcommand: its table, and the words of its help.
struct Command {
  absl::string_view name;
  absl::string_view summary;
  const Flag* positional;  // Null: takes none.
  bool positional_required;
  std::span<const Flag> flags;  // Its own; those of CommonFlags() come on top.
  absl::string_view examples;
};

// All subcommands, in the order of the help.
std::span<const Command> Commands();
// The flags that every subcommand takes.
std::span<const Flag> CommonFlags();
// The subcommand of that name, or null.
const Command* FindCommand(absl::string_view name);

// What a person writes to set a field of the request, which is named as the server writes it:
// `--aspect-ratio` for `spec.aspect_ratio`, `PROMPT` for `spec.prompt`. Empty when the command has
// no flag for it.
absl::string_view FlagOfField(const Command& command, absl::string_view written);

// The other form of a toggle: `--no-audio` for `--audio`.
std::string NegatedName(const Flag& flag);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_COMMAND_H_
