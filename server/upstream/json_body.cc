#include "server/upstream/json_body.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace mediagen {

// Writes the document and cuts the text where a media string stands.
class SegmentWriter : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using Base = rapidjson::Writer<rapidjson::StringBuffer>;
  SegmentWriter(rapidjson::StringBuffer& buffer, JsonBody& body, std::vector<BodySegment>& segments)
      : Base(buffer), buffer_(buffer), body_(body), segments_(segments) {}

  bool String(const char* text, rapidjson::SizeType length, bool copy = false) {
    const bool written = Base::String(text, length, copy);
    for (const auto& media : body_.media_) {
      if (media->prefix.c_str() != text) continue;
      Cut(1);  // The closing quote comes behind the media.
      segments_.emplace_back(std::move(media->bytes), BodySegment::Encoding::kBase64);
      buffer_.Put('"');
    }
    return written;
  }

  // Moves the text so far, less its last `keep_off` characters, into a segment.
  void Cut(size_t keep_off) {
    segments_.emplace_back(std::string(buffer_.GetString(), buffer_.GetSize() - keep_off),
                           BodySegment::Encoding::kAsIs);
    buffer_.Clear();
  }

 private:
  rapidjson::StringBuffer& buffer_;
  JsonBody& body_;
  std::vector<BodySegment>& segments_;
};

JsonBody::Value JsonBody::Text(absl::string_view text) {
  return Value(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator());
}

JsonBody::Value JsonBody::Number(double number) {
  constexpr double kExactIntegers = 9007199254740992.0;  // 2^53
  if (std::trunc(number) == number && std::fabs(number) < kExactIntegers) {
    return Value(static_cast<int64_t>(number));
  }
  return Value(number);
}

JsonBody::Value JsonBody::Media(absl::string_view prefix, std::string bytes) {
  media_.push_back(std::make_unique<MediaString>(std::string(prefix), std::move(bytes)));
  const std::string& held = media_.back()->prefix;
  return Value(rapidjson::StringRef(held.c_str(), held.size()));
}

JsonBody::Value& JsonBody::Member(Value& parent, absl::string_view name) {
  if (!parent.IsObject()) parent.SetObject();
  auto found = parent.FindMember(Text(name));
  if (found != parent.MemberEnd()) return found->value;
  parent.AddMember(Text(name), Value(), allocator());
  return (parent.MemberEnd() - 1)->value;
}

void JsonBody::Set(absl::string_view path, Value value) {
  Value* at = &document_;
  for (absl::string_view name : absl::StrSplit(path, '.')) {
    const bool first_of_list = absl::ConsumeSuffix(&name, "[0]");
    at = &Member(*at, name);
    if (!first_of_list) continue;
    if (!at->IsArray()) at->SetArray();
    if (at->Empty()) at->PushBack(Value(), allocator());
    at = &(*at)[0];
  }
  *at = std::move(value);
}

std::vector<BodySegment> JsonBody::TakeSegments() {
  std::vector<BodySegment> segments;
  rapidjson::StringBuffer buffer;
  SegmentWriter writer(buffer, *this, segments);
  document_.Accept(writer);
  writer.Cut(0);
  return segments;
}

}  // namespace mediagen
