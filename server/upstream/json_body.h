// A JSON request body with media in it.
#ifndef MEDIAGEN_SERVER_UPSTREAM_JSON_BODY_H_
#define MEDIAGEN_SERVER_UPSTREAM_JSON_BODY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "rapidjson/document.h"
#include "server/net/http_request.h"

namespace mediagen {

// Builds a JSON document whose media strings are not in it: they become segments of their own, so
// that a 20 MB picture is neither copied nor held encoded. Owned and used by one encoder; any
// thread.
class JsonBody {
 public:
  using Value = rapidjson::Value;

  JsonBody() : document_(rapidjson::kObjectType) {}

  // The document's root object, to be filled by hand.
  Value& root() { return document_; }
  rapidjson::Document::AllocatorType& allocator() { return document_.GetAllocator(); }
  Value Text(absl::string_view text);
  // A number, written as short as it is: 9, not 9.0.
  Value Number(double number);
  // A string value: `prefix`, then `bytes` in base64.
  Value Media(absl::string_view prefix, std::string bytes);

  // Sets the member at a dotted path such as `instances[0].prompt`, making what is missing on the
  // way; `[0]` is the only index.
  void Set(absl::string_view path, Value value);

  // The whole body. Call once.
  std::vector<BodySegment> TakeSegments();

 private:
  // The value at `name` of `parent`, made if missing.
  Value& Member(Value& parent, absl::string_view name);

  class MediaString {
   public:
    MediaString(std::string prefix, std::string bytes)
        : prefix(std::move(prefix)), bytes(std::move(bytes)) {}
    std::string prefix;
    std::string bytes;
  };
  friend class SegmentWriter;

  rapidjson::Document document_;
  // A media value in the document is a reference to its prefix here: it is recognized by address,
  // which no text that a caller sends can forge.
  std::vector<std::unique_ptr<MediaString>> media_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_JSON_BODY_H_
