#ifndef MEDIAGEN_SANDBOX_JSON_BODY_H_
#define MEDIAGEN_SANDBOX_JSON_BODY_H_

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <memory>
#include <string>

#include "sandbox/body.h"

namespace mediagen::sandbox {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

// Compact JSON, written member by member, in which media stands as a base64 string. One use; one
// thread.
class JsonBody {
 public:
  JsonBody() : writer_(buffer_) {}

  JsonWriter& writer() { return writer_; }
  // A key with a text.
  void Text(const char* key, const std::string& value);
  // A key with media; `blank` puts a blank before the string.
  void Media(const char* key, std::shared_ptr<const class Media> media, bool blank = false);
  Body Finish();

 private:
  void Flush();

  rapidjson::StringBuffer buffer_;
  JsonWriter writer_;
  Body body_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_JSON_BODY_H_
