#include "client/cli/config_knobs.h"

#include <google/protobuf/descriptor.h>

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/config.pb.h"

namespace mediagen {

// The text of server/config.proto, put in by the build.
extern const char kConfigProto[];

namespace client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// The comments of a proto file by `Message.field` and `Message`. A field without one shares that of
// the field before it. Good enough for a file that is our own.
std::map<std::string, std::string> CommentsOf(absl::string_view proto) {
  std::map<std::string, std::string> comments;
  std::string message;
  std::string comment;
  bool is_told = false;  // The comment has met its field.
  for (absl::string_view line : absl::StrSplit(proto, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&line, "//")) {
      if (is_told) comment.clear();
      is_told = false;
      absl::StrAppend(&comment, comment.empty() ? "" : " ", absl::StripAsciiWhitespace(line));
    } else if (line.empty()) {
      comment.clear();
    } else if (absl::ConsumePrefix(&line, "message ")) {
      message = std::string(line.substr(0, line.find(' ')));
      comments[message] = comment;
      comment.clear();
    } else if (const size_t equals = line.find(" = "); equals != absl::string_view::npos) {
      const absl::string_view name = line.substr(0, equals).substr(line.rfind(' ', equals - 1) + 1);
      comments[absl::StrCat(message, ".", name)] = comment;
      is_told = true;
    }
  }
  return comments;
}

std::string WordFor(const FieldDescriptor& field) {
  if (field.message_type() != nullptr)
    return field.message_type()->name() == "Duration" ? R"(duration, such as "10s")" : "object";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "number";
    case FieldDescriptor::CPPTYPE_STRING:
      return "text";
    default:
      return "whole number";
  }
}

void AddKnobs(const Descriptor& message, const std::string& prefix,
              const std::map<std::string, std::string>& comments, std::vector<ConfigKnob>& knobs) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const auto comment = comments.find(absl::StrCat(message.name(), ".", field.name()));
    ConfigKnob knob;
    knob.path = prefix + field.name();
    knob.type = field.is_repeated() ? absl::StrCat("list of ", WordFor(field)) : WordFor(field);
    if (comment != comments.end()) knob.text = comment->second;
    knob.fallback = DefaultIn(knob.text);
    knobs.push_back(knob);
    const Descriptor* inner = field.message_type();
    if (inner != nullptr && inner->name() != "Duration")
      AddKnobs(*inner, knob.path + ".", comments, knobs);
  }
}

}  // namespace

std::string DefaultIn(absl::string_view explanation) {
  const size_t at = explanation.rfind("Default");
  if (at == absl::string_view::npos) {
    return absl::StrContains(explanation, "Required.") ? "required" : "";
  }
  absl::string_view said = explanation.substr(at + 7);
  absl::ConsumePrefix(&said, ":");
  said = said.substr(0, said.find(". "));
  return std::string(absl::StripSuffix(absl::StripAsciiWhitespace(said), "."));
}

const std::vector<ConfigKnob>& ConfigKnobs() {
  static const auto* knobs = [] {
    auto* all = new std::vector<ConfigKnob>();
    AddKnobs(*config::ServerConfig::descriptor(), "", CommentsOf(kConfigProto), *all);
    return all;
  }();
  return *knobs;
}

}  // namespace client
}  // namespace mediagen
