#include "server/net/http_head.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace mediagen {

absl::string_view HttpHead::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

int64_t HttpHead::ContentLength() const {
  int64_t length = 0;
  return absl::SimpleAtoi(Header("Content-Length"), &length) ? std::max<int64_t>(length, 0) : 0;
}

}  // namespace mediagen
