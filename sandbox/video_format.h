#ifndef MEDIAGEN_SANDBOX_VIDEO_FORMAT_H_
#define MEDIAGEN_SANDBOX_VIDEO_FORMAT_H_

#include <rapidjson/document.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// What `response_format` of an interaction says about its video. A value.
struct VideoFormat {
  std::string aspect_ratio;    // "": not named.
  std::string resolution;      // The same.
  std::optional<int> seconds;  // The same.
  bool by_uri = false;         // As a link, to a file or into the bucket.
  std::string gcs_uri;         // "gs://bucket/prefix/"; "": none.
};

// Reads an object, or a list of one; null is none. INVALID_ARGUMENT with the upstream's words.
absl::Status ReadVideoFormat(const rapidjson::Value* format, Provider provider, VideoFormat& read);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VIDEO_FORMAT_H_
