#include "sandbox/json_body.h"

#include <utility>

namespace mediagen::sandbox {

void JsonBody::Text(const char* key, const std::string& value) {
  writer_.Key(key);
  writer_.String(value);
}

void JsonBody::Media(const char* key, std::shared_ptr<const class Media> media, bool blank) {
  writer_.Key(key);
  // The writer sees to the colon; the closing quote goes past it.
  const std::string opening = blank ? " \"" : "\"";
  writer_.RawValue(opening.data(), opening.size(), rapidjson::kStringType);
  Flush();
  body_.AddBase64(std::move(media));
  buffer_.Put('"');
}

Body JsonBody::Finish() {
  Flush();
  return std::move(body_);
}

void JsonBody::Flush() {
  body_.AddText(std::string(buffer_.GetString(), buffer_.GetSize()));
  buffer_.Clear();
}

}  // namespace mediagen::sandbox
