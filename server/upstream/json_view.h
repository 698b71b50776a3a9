// Reading what an upstream said, without trusting its shape.
#ifndef MEDIAGEN_SERVER_UPSTREAM_JSON_VIEW_H_
#define MEDIAGEN_SERVER_UPSTREAM_JSON_VIEW_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "rapidjson/document.h"

namespace mediagen {

// Parses `text` into `document`. False when it is no JSON or nested too deeply for RapidJSON's
// recursive destructor. Bytes that are no UTF-8 become U+FFFD: what is read goes into protobuf
// strings.
bool ParseJson(absl::string_view text, rapidjson::Document& document);

// A value of a parsed document, or its absence: every step down from something absent is absent.
// `null` is absent. Borrows the document. Any thread.
class JsonView {
 public:
  JsonView() = default;
  explicit JsonView(const rapidjson::Value* value)
      : value_(value != nullptr && value->IsNull() ? nullptr : value) {}

  bool exists() const { return value_ != nullptr; }
  bool IsObject() const { return exists() && value_->IsObject(); }
  bool IsArray() const { return exists() && value_->IsArray(); }
  bool IsEmpty() const;  // Absent, or an object, list or string without content.

  // The member of one of these names that is neither null nor empty, in order of preference; else
  // one that exists.
  JsonView Get(std::initializer_list<absl::string_view> names) const;
  JsonView Get(absl::string_view name) const { return Get({name}); }
  // Elements of a list, nulls left out by the caller (they are absent); 0 for anything else.
  size_t size() const { return IsArray() ? value_->Size() : 0; }
  JsonView at(size_t index) const;

  // The text of a string; empty for anything else.
  absl::string_view Text() const;
  // A whole number, written `2` or `2.0`.
  std::optional<int64_t> Integer() const;
  std::optional<double> Number() const;
  bool IsTrue() const { return exists() && value_->IsTrue(); }

 private:
  const rapidjson::Value* value_ = nullptr;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_JSON_VIEW_H_
