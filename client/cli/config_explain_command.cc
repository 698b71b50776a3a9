#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "client/cli/closest_word.h"
#include "client/cli/config_knobs.h"
#include "client/cli/input.h"
#include "client/cli/session.h"
#include "client/cli/usage_error.h"
#include "server/config.pb.h"

namespace mediagen::client {
namespace {

constexpr size_t kLargestConfig = 16 * 1024 * 1024;
constexpr size_t kWidth = 96;

bool IsOrIsBelow(absl::string_view path, absl::string_view asked) {
  return asked.empty() || path == asked || absl::StartsWith(path, absl::StrCat(asked, "."));
}

absl::StatusOr<std::vector<ConfigKnob>> KnobsFor(const std::string& asked) {
  std::vector<ConfigKnob> found;
  std::vector<absl::string_view> names;
  for (const ConfigKnob& knob : ConfigKnobs()) {
    names.push_back(knob.path);
    if (IsOrIsBelow(knob.path, asked)) found.push_back(knob);
  }
  if (!found.empty()) return found;
  const absl::string_view close = ClosestWord(asked, names);
  return UsageError(
      absl::StrCat("there is no knob '", asked, "'",
                   close.empty() ? "" : absl::StrCat("; did you mean '", close, "'?")));
}

absl::StatusOr<config::ServerConfig> ReadConfig(const std::string& path) {
  absl::StatusOr<std::string> json = ReadFile(path, kLargestConfig);
  if (!json.ok()) return json.status();
  config::ServerConfig config;
  const auto parsed = google::protobuf::util::JsonStringToMessage(*json, &config);
  if (parsed.ok()) return config;
  return UsageError(absl::StrCat(path, ": ", std::string(parsed.message())));
}

// What a configuration says for the outermost key of `path`, as JSON; empty: nothing.
std::string SettingOf(absl::string_view path, const config::ServerConfig& config) {
  const std::string outermost(path.substr(0, path.find('.')));
  config::ServerConfig alone = config;
  const auto& reflection = *alone.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> set;
  reflection.ListFields(alone, &set);
  for (const auto* field : set) {
    if (field->name() != outermost) reflection.ClearField(&alone, field);
  }
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const bool printed = google::protobuf::util::MessageToJsonString(alone, &json, options).ok();
  return printed && json != "{}" ? json : "";
}

void PrintWrapped(absl::string_view text) {
  std::string line = "   ";
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (line.size() + 1 + word.size() > kWidth) {
      absl::PrintF("%s\n", line);
      line = "   ";
    }
    absl::StrAppend(&line, " ", word);
  }
  absl::PrintF("%s\n", line);
}

void Print(const ConfigKnob& knob) {
  absl::PrintF("%s: %s%s\n", knob.path, knob.type,
               knob.fallback.empty() ? "" : absl::StrCat("; default: ", knob.fallback));
  PrintWrapped(knob.text);
}

}  // namespace

absl::Status RunConfigExplain(Session& session) {
  if (session.json()) return UsageError("config explain prints text only, no --json");
  absl::StatusOr<std::vector<ConfigKnob>> knobs =
      KnobsFor(session.arguments().positional().value_or(""));
  if (!knobs.ok()) return knobs.status();
  config::ServerConfig config;
  if (const auto path = session.arguments().Value("--config"); path.has_value()) {
    absl::StatusOr<config::ServerConfig> read = ReadConfig(*path);
    if (!read.ok()) return read.status();
    config = *std::move(read);
  }
  for (const ConfigKnob& knob : *knobs) {
    Print(knob);
    // What an object holds is told once, with the object.
    const bool is_outermost = !absl::StrContains(knob.path, '.');
    if (!is_outermost && knobs->size() > 1) continue;
    if (const std::string setting = SettingOf(knob.path, config); !setting.empty())
      absl::PrintF("    set here: %s\n", setting);
  }
  return absl::OkStatus();
}

}  // namespace mediagen::client
