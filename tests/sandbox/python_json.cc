#include "tests/sandbox/python_json.h"

#include <rapidjson/encodings.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace mediagen::testing {
namespace {

template <typename Writer>
std::string Written(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

using CompactWriter = rapidjson::Writer<rapidjson::StringBuffer>;
using AsciiWriter =
    rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::ASCII<>>;

}  // namespace

std::string CompactJson(const rapidjson::Value& value) { return Written<CompactWriter>(value); }

std::string PythonJson(const rapidjson::Value& value) {
  std::string text;
  if (value.IsObject()) {
    for (const auto& member : value.GetObject()) {
      text +=
          (text.empty() ? "" : ", ") + PythonJson(member.name) + ": " + PythonJson(member.value);
    }
    return "{" + text + "}";
  }
  if (value.IsArray()) {
    for (const rapidjson::Value& entry : value.GetArray()) {
      text += (text.empty() ? "" : ", ") + PythonJson(entry);
    }
    return "[" + text + "]";
  }
  return Written<AsciiWriter>(value);
}

}  // namespace mediagen::testing
