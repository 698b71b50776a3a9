#ifndef MEDIAGEN_CLIENT_CLI_ARGUMENTS_H_
#define MEDIAGEN_CLIENT_CLI_ARGUMENTS_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/command.h"

namespace mediagen::client {

// What was written after a subcommand, checked against its table but not yet interpreted. A value.
class Arguments {
 public:
  // An error is one sentence for the person at the keyboard.
  static absl::StatusOr<Arguments> Parse(const Command& command,
                                         const std::vector<std::string>& words);

  const std::optional<std::string>& positional() const { return positional_; }
  void SetPositional(std::string text) { positional_ = std::move(text); }
  bool Has(absl::string_view flag) const { return values_.contains(flag); }
  // The value of a flag, or nothing.
  std::optional<std::string> Value(absl::string_view flag) const;
  // Every value of a repeated flag, in order.
  std::vector<std::string> Values(absl::string_view flag) const;
  // A whole number of at least `least`, or `fallback` when the flag is not there.
  absl::StatusOr<int> Number(absl::string_view flag, int fallback, int least) const;

 private:
  absl::Status TakePositional(const Command& command, const std::string& word);
  // Takes the flag at `words[at]`, and moves `at` on to its value.
  absl::Status TakeFlag(const std::vector<Flag>& flags, const std::vector<std::string>& words,
                        size_t& at);

  std::optional<std::string> positional_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_ARGUMENTS_H_
