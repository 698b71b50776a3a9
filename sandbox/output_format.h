#ifndef MEDIAGEN_SANDBOX_OUTPUT_FORMAT_H_
#define MEDIAGEN_SANDBOX_OUTPUT_FORMAT_H_

#include <rapidjson/document.h>

#include <memory>

#include "absl/status/statusor.h"
#include "sandbox/canvas.h"
#include "sandbox/media.h"

namespace mediagen::sandbox {

// What a picture is encoded as. A value.
struct OutputFormat {
  bool jpeg = false;
  int quality = 75;  // 0..100, of a JPEG.

  const char* mime_type() const { return jpeg ? "image/jpeg" : "image/png"; }
  const char* extension() const { return jpeg ? ".jpg" : ".png"; }
};

// Reads {mimeType, compressionQuality}; what it does not say, also as null, stays as in
// `otherwise`. INVALID_ARGUMENT with the upstream's words.
absl::StatusOr<OutputFormat> ReadOutputFormat(const rapidjson::Value* options,
                                              OutputFormat otherwise);

std::shared_ptr<const Media> Encode(const Canvas& canvas, OutputFormat format);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_OUTPUT_FORMAT_H_
