#include "client/cli/request_fields.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/field_values.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// How many bytes the UTF-8 character at the beginning of `text` has; 0: it is none.
size_t CharacterLength(absl::string_view text) {
  const auto byte = [text](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
      (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) {
    return 0;
  }
  return length;
}

absl::Status SetField(Message& request, const Flag& flag, const std::string& text) {
  const absl::string_view name = flag.name.empty() ? flag.value_name : flag.name;
  const std::vector<std::string> path = absl::StrSplit(absl::string_view(flag.field), '.');
  Message* message = &request;
  for (size_t i = 0; i < path.size(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(path[i]);
    if (field == nullptr) {
      return absl::InternalError(absl::StrCat(name, ": no field ", flag.field));
    }
    if (i + 1 == path.size()) {
      const bool scalar = field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
      return scalar ? SetScalar(*message, *field, name, text)
                    : SetMessage(*message, *field, name, text);
    }
    message = message->GetReflection()->MutableMessage(message, field);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckUtf8(absl::string_view source, absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = CharacterLength(text.substr(at));
    if (length == 0) {
      return UsageError(absl::StrCat(source, " is not UTF-8 text (byte ", at, ")"));
    }
    at += length;
  }
  return absl::OkStatus();
}

absl::Status FillRequest(const Command& command, const Arguments& arguments, Message& request) {
  for (const Flag& flag : command.flags) {
    if (flag.field.empty()) continue;
    for (const std::string& text : arguments.Values(flag.name)) {
      if (absl::Status status = SetField(request, flag, text); !status.ok()) return status;
    }
  }
  if (command.positional == nullptr || command.positional->field.empty() ||
      !arguments.positional()) {
    return absl::OkStatus();
  }
  return SetField(request, *command.positional, *arguments.positional());
}

}  // namespace mediagen::client
