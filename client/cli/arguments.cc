#include "client/cli/arguments.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/closest_word.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

std::vector<Flag> FlagsOf(const Command& command) {
  std::vector<Flag> flags(command.flags.begin(), command.flags.end());
  flags.insert(flags.end(), CommonFlags().begin(), CommonFlags().end());
  return flags;
}

// What a word stands for: a flag, and whether it is the `--no-` of a toggle.
struct Meaning {
  const Flag* flag = nullptr;
  bool negated = false;
};

Meaning Find(const std::vector<Flag>& flags, absl::string_view word) {
  for (const Flag& flag : flags) {
    if (flag.name == word || (!flag.alias.empty() && flag.alias == word)) return {&flag, false};
    if (flag.kind == FlagKind::kToggle && NegatedName(flag) == word) return {&flag, true};
  }
  return {};
}

absl::Status UnknownFlag(const std::vector<Flag>& flags, absl::string_view name) {
  std::vector<absl::string_view> names;
  std::vector<std::string> negated;
  negated.reserve(flags.size());  // Or the views would go stale.
  for (const Flag& flag : flags) {
    names.push_back(flag.name);
    if (!flag.alias.empty()) names.push_back(flag.alias);
    if (flag.kind != FlagKind::kToggle) continue;
    negated.push_back(NegatedName(flag));
    names.push_back(negated.back());
  }
  const absl::string_view close = ClosestWord(name, names);
  return UsageError(absl::StrCat("unknown flag ", name,
                                 close.empty() ? "" : absl::StrCat("; did you mean ", close, "?")));
}

}  // namespace

absl::Status Arguments::TakePositional(const Command& command, const std::string& word) {
  if (command.positional == nullptr) {
    return UsageError(absl::StrCat("unexpected argument '", word, "'"));
  }
  if (positional_) {
    return UsageError(absl::StrCat("unexpected argument '", word, "': one ",
                                   command.positional->value_name, " is enough, put it in quotes"));
  }
  positional_ = word;
  return absl::OkStatus();
}

absl::Status Arguments::TakeFlag(const std::vector<Flag>& flags,
                                 const std::vector<std::string>& words, size_t& at) {
  const std::string& word = words[at];
  const size_t equals = word.find('=');
  const bool has_value = equals != std::string::npos;
  const std::string name = word.substr(0, equals);
  const auto [flag, negated] = Find(flags, name);
  if (flag == nullptr) return UnknownFlag(flags, name);
  const bool toggle = flag->kind == FlagKind::kToggle;
  std::vector<std::string>& values = values_[std::string(flag->name)];
  if (!values.empty() && flag->kind != FlagKind::kRepeated) {
    return UsageError(toggle
                          ? absl::StrCat(flag->name, " or ", NegatedName(*flag), ": one is enough")
                          : absl::StrCat(name, " is given twice"));
  }
  if (toggle || flag->kind == FlagKind::kSwitch) {
    if (has_value) {
      return UsageError(
          absl::StrCat(name, " takes no value",
                       toggle ? absl::StrCat(": ", flag->name, " or ", NegatedName(*flag)) : ""));
    }
    values.emplace_back(negated ? "false" : "true");
  } else if (has_value) {
    values.push_back(word.substr(equals + 1));
  } else {
    // `--model --json` is a forgotten value, not a model of that name.
    if (at + 1 == words.size() || Find(flags, words[at + 1]).flag != nullptr) {
      return UsageError(absl::StrCat(name, " needs a value: ", flag->value_name));
    }
    values.push_back(words[++at]);
  }
  return absl::OkStatus();
}

absl::StatusOr<Arguments> Arguments::Parse(const Command& command,
                                           const std::vector<std::string>& words) {
  const std::vector<Flag> flags = FlagsOf(command);
  Arguments result;
  bool flags_over = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!flags_over && word == "--") {
      flags_over = true;
      continue;
    }
    const bool is_flag = !flags_over && word != "-" && absl::StartsWith(word, "-");
    absl::Status taken =
        is_flag ? result.TakeFlag(flags, words, i) : result.TakePositional(command, word);
    if (!taken.ok()) return taken;
  }
  return result;
}

std::optional<std::string> Arguments::Value(absl::string_view flag) const {
  const auto found = values_.find(flag);
  if (found == values_.end()) return std::nullopt;
  return found->second.front();
}

std::vector<std::string> Arguments::Values(absl::string_view flag) const {
  const auto found = values_.find(flag);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

absl::StatusOr<int> Arguments::Number(absl::string_view flag, int fallback, int least) const {
  const std::optional<std::string> text = Value(flag);
  if (!text) return fallback;
  int number = 0;
  if (!absl::SimpleAtoi(*text, &number) || number < least) {
    return UsageError(
        absl::StrCat(flag, ": '", *text, "' is not a whole number of at least ", least));
  }
  return number;
}

}  // namespace mediagen::client
