#include "server/upstream/request_check.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "server/upstream/error_details.h"

namespace mediagen {

absl::Status CheckRequestId(absl::string_view request_id) {
  const bool clean = std::all_of(request_id.begin(), request_id.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
  if (request_id.size() <= 128 && clean) return absl::OkStatus();
  return InvalidField("request_id", "must be 1 to 128 printable ASCII characters without blanks");
}

}  // namespace mediagen
