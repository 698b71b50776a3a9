#include "tests/wire/json_text.h"

#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace mediagen::testing {

std::string JsonText(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace mediagen::testing
