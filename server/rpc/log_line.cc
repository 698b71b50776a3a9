#include "server/rpc/log_line.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace mediagen {
namespace {

using google::protobuf::FieldDescriptor;

// Length of the UTF-8 character at the start of `text`; 0 where there is none.
size_t CharacterLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  if (byte(0) < 0x80) return 1;
  if (byte(0) >= 0xC2 && byte(0) < 0xE0 && follows(1)) return 2;
  if ((byte(0) & 0xF0) == 0xE0 && follows(1) && follows(2)) {
    const unsigned code = (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6;
    return code >= 0x800 && (code < 0xD800 || code > 0xDFFF) ? 3 : 0;
  }
  if ((byte(0) & 0xF8) == 0xF0 && follows(1) && follows(2) && follows(3)) {
    const unsigned code = (byte(0) & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12;
    return code >= 0x10000 && code < 0x110000 ? 4 : 0;
  }
  return 0;
}

bool IsPlain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

void AppendString(std::string& line, absl::string_view text) {
  line.push_back('"');
  while (!text.empty()) {
    const auto plain =
        static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsPlain) - text.begin());
    line.append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const char first = text[0];
    const size_t length = CharacterLength(text);
    if (length == 0) {
      line.append("\\ufffd");
    } else if (first == '"' || first == '\\') {
      line.push_back('\\');
      line.push_back(first);
    } else if (static_cast<unsigned char>(first) < 0x20 || first == 0x7F) {
      absl::StrAppendFormat(&line, "\\u%04x", first);
    } else {
      line.append(text.data(), length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  line.push_back('"');
}

void AppendNumber(std::string& line, double number) {
  if (!std::isfinite(number)) {
    line.append("null");
  } else if (number == std::floor(number) && std::fabs(number) < 1e15) {
    absl::StrAppend(&line, static_cast<int64_t>(number));
  } else {
    absl::StrAppendFormat(&line, "%.3f", number);
  }
}

}  // namespace

std::string LogLine(const google::protobuf::Message& entry) {
  const google::protobuf::Descriptor& descriptor = *entry.GetDescriptor();
  const google::protobuf::Reflection& reflection = *entry.GetReflection();
  std::string line = "{";
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    if (!reflection.HasField(entry, field)) continue;
    absl::StrAppend(&line, line.size() > 1 ? "," : "", "\"", field->name(), "\":");
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      AppendString(line, reflection.GetString(entry, field));
    } else {
      AppendNumber(line, reflection.GetDouble(entry, field));
    }
  }
  line.push_back('}');
  return line;
}

}  // namespace mediagen
