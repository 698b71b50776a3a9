#include "sandbox/video_format.h"

#include <cmath>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "sandbox/interaction_input.h"
#include "sandbox/json_input.h"

namespace mediagen::sandbox {
namespace {

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

// Whole seconds of "8s" or "7.5s".
absl::StatusOr<int> ReadSeconds(std::string_view text) {
  double seconds = 0;
  const bool has_unit = text.ends_with('s');
  const std::string number(text.substr(0, text.size() - (has_unit ? 1 : 0)));
  const bool plain = !number.empty() && number.find_first_not_of("0123456789.") == number.npos;
  if (!has_unit || !plain || !absl::SimpleAtod(number, &seconds) || seconds > 1e6) {
    return Complain(absl::StrCat("duration '", std::string(text),
                                 "' must be a number of seconds that ends with 's'."));
  }
  return static_cast<int>(std::lround(seconds));
}

absl::Status ReadDelivery(const rapidjson::Value& format, Provider provider, VideoFormat& read) {
  const std::string delivery(Text(Member(&format, "delivery")));
  if (!delivery.empty() && delivery != "inline" && delivery != "uri") {
    return Complain(absl::StrCat("delivery '", delivery, "' is not supported."));
  }
  read.by_uri = delivery == "uri";
  read.gcs_uri = std::string(Text(Member(&format, "gcs_uri")));
  if (provider != Provider::kVertex) {
    if (!read.gcs_uri.empty()) return Complain("gcs_uri is not supported here.");
    return absl::OkStatus();
  }
  if (read.by_uri != !read.gcs_uri.empty()) {
    return Complain("delivery uri and gcs_uri go together.");
  }
  if (!read.by_uri) return absl::OkStatus();
  if (!read.gcs_uri.starts_with("gs://")) return Complain("gcs_uri must begin with gs://.");
  if (!read.gcs_uri.ends_with('/')) read.gcs_uri += '/';
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadVideoFormat(const rapidjson::Value* format, Provider provider, VideoFormat& read) {
  if (format == nullptr) return absl::OkStatus();
  if (format->IsArray() && format->Size() == 1) format = &(*format)[0];
  if (!format->IsObject()) return Complain("response_format must be one object.");
  if (absl::Status known = RefuseUnknownMembers(
          *format, "response_format",
          {"type", "aspect_ratio", "resolution", "duration", "delivery", "gcs_uri"});
      !known.ok()) {
    return known;
  }
  if (Text(Member(format, "type")) != "video") {
    return Complain("response_format.type must be video: this model makes nothing else.");
  }
  read.aspect_ratio = std::string(Text(Member(format, "aspect_ratio")));
  read.resolution = std::string(Text(Member(format, "resolution")));
  if (const rapidjson::Value* duration = Member(format, "duration")) {
    absl::StatusOr<int> seconds = ReadSeconds(Text(duration));
    if (!seconds.ok()) return seconds.status();
    read.seconds = *seconds;
  }
  return ReadDelivery(*format, provider, read);
}

}  // namespace mediagen::sandbox
