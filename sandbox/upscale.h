#ifndef MEDIAGEN_SANDBOX_UPSCALE_H_
#define MEDIAGEN_SANDBOX_UPSCALE_H_

#include <rapidjson/document.h>

#include "absl/status/statusor.h"
#include "sandbox/canvas.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// Whether a `:predict` with these parameters wants its picture larger instead of a new one.
bool IsUpscale(const rapidjson::Value* parameters);

// The picture of the instance, as much larger as the parameters say. INVALID_ARGUMENT with the
// upstream's words.
absl::StatusOr<Canvas> Upscale(const rapidjson::Value* instance, const rapidjson::Value* parameters,
                               Provider provider);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_UPSCALE_H_
