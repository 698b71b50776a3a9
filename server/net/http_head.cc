#include "server/net/http_head.h"

#include "absl/strings/match.h"

namespace mediagen {

absl::string_view HttpHead::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

}  // namespace mediagen
