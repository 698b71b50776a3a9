#include "server/check_config.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/config.h"

namespace mediagen {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What errors of knobs begin with, see WrongKnob.
constexpr absl::string_view kPrefix = "configuration, ";
// Nobody reads more.
constexpr int kMostFaults = 100;

// One step of a path: `name` or `name[index]`.
class Step {
 public:
  explicit Step(absl::string_view text) {
    const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits('[', 1));
    name = std::string(parts[0]);
    has_index = parts.size() > 1 && absl::SimpleAtoi(absl::StripSuffix(parts[1], "]"), &index);
  }
  std::string name;
  bool has_index = false;
  int index = 0;
};

// The message that a step leads to; null: there is none.
Message* Follow(const Step& step, Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(step.name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  const auto& reflection = *message.GetReflection();
  if (!field->is_repeated()) return reflection.MutableMessage(&message, field);
  if (!step.has_index || step.index >= reflection.FieldSize(message, field)) return nullptr;
  return reflection.MutableRepeatedMessage(&message, field, step.index);
}

// Unsets a knob; false when it is not set, or is one of a list, whose others would change their
// places.
bool Unset(absl::string_view path, Message& message) {
  const std::vector<absl::string_view> steps = absl::StrSplit(path, '.');
  Message* holder = &message;
  for (size_t i = 0; i + 1 < steps.size(); ++i) {
    holder = Follow(Step(steps[i]), *holder);
    if (holder == nullptr) return false;
  }
  const Step last(steps.back());
  const FieldDescriptor* field = holder->GetDescriptor()->FindFieldByName(last.name);
  if (field == nullptr || last.has_index) return false;
  const auto& reflection = *holder->GetReflection();
  const bool is_set = field->is_repeated() ? reflection.FieldSize(*holder, field) > 0
                                           : reflection.HasField(*holder, field);
  if (is_set) reflection.ClearField(holder, field);
  return is_set;
}

}  // namespace

std::vector<std::string> FaultsOfJson(absl::string_view json, config::ServerConfig& raw) {
  absl::StatusOr<config::ServerConfig> parsed = ParseConfig(json);
  if (parsed.ok()) {
    raw = *std::move(parsed);
    return {};
  }
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(std::string(json), &raw, options).ok())
    raw.Clear();
  return {std::string(parsed.status().message())};
}

std::vector<std::string> FaultsOf(config::ServerConfig raw) {
  std::vector<std::string> faults;
  for (int i = 0; i < kMostFaults; ++i) {
    const absl::Status resolved = ResolveConfig(raw).status();
    if (resolved.ok()) return faults;
    const absl::string_view fault = absl::StripPrefix(resolved.message(), kPrefix);
    faults.emplace_back(fault);
    // As if it had not been written, so that the next one shows.
    if (!Unset(fault.substr(0, fault.find(": ")), raw)) break;
  }
  faults.emplace_back("there may be more, behind the last of these");
  return faults;
}

}  // namespace mediagen
