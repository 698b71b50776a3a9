#include "server/net/http_request.h"

namespace mediagen {

int64_t BodySegment::wire_size() const {
  const auto size = static_cast<int64_t>(bytes_.size());
  return encoding_ == Encoding::kBase64 ? (size + 2) / 3 * 4 : size;
}

int64_t HttpRequest::body_wire_size() const {
  int64_t size = 0;
  for (const BodySegment& segment : body) size += segment.wire_size();
  return size;
}

}  // namespace mediagen
