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

absl::string_view LongName(absl::string_view name) {
  if (name == "--output") return "-o";
  if (name == "-h") return "--help";
  return name;
}

const Flag* Find(const std::vector<Flag>& flags, absl::string_view name) {
  for (const Flag& flag : flags) {
    if (flag.name == LongName(name)) return &flag;
  }
  return nullptr;
}

absl::Status UnknownFlag(const std::vector<Flag>& flags, absl::string_view name) {
  std::vector<absl::string_view> names;
  names.reserve(flags.size());
  for (const Flag& flag : flags) names.push_back(flag.name);
  const absl::string_view close = ClosestWord(name, names);
  return UsageError(absl::StrCat("unknown flag ", name,
                                 close.empty() ? "" : absl::StrCat("; did you mean ", close, "?")));
}

}  // namespace

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
    if (flags_over || word == "-" || !absl::StartsWith(word, "-")) {
      if (command.positional == nullptr) {
        return UsageError(absl::StrCat("unexpected argument '", word, "'"));
      }
      if (result.positional_) {
        return UsageError(absl::StrCat("unexpected argument '", word, "': one ",
                                       command.positional->value_name,
                                       " is enough, put it in quotes"));
      }
      result.positional_ = word;
      continue;
    }
    const size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const Flag* flag = Find(flags, name);
    if (flag == nullptr) return UnknownFlag(flags, name);
    std::vector<std::string>& values = result.values_[std::string(flag->name)];
    if (!values.empty() && flag->kind != FlagKind::kRepeated) {
      return UsageError(absl::StrCat(name, " is given twice"));
    }
    if (flag->kind == FlagKind::kSwitch) {
      if (equals != std::string::npos) {
        return UsageError(absl::StrCat(name, " takes no value"));
      }
      values.emplace_back("true");
    } else if (equals != std::string::npos) {
      values.push_back(word.substr(equals + 1));
    } else {
      // `--model --json` is a forgotten value, not a model of that name.
      if (i + 1 == words.size() || Find(flags, words[i + 1]) != nullptr) {
        return UsageError(absl::StrCat(name, " needs a value: ", flag->value_name));
      }
      values.push_back(words[++i]);
    }
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
