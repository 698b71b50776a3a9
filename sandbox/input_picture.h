#ifndef MEDIAGEN_SANDBOX_INPUT_PICTURE_H_
#define MEDIAGEN_SANDBOX_INPUT_PICTURE_H_

#include <rapidjson/document.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// The bytes of a file that came with a request. Null: there is none.
using InputBytes = std::shared_ptr<const std::string>;

// The picture of {bytesBase64Encoded | gcsUri | inlineData{data}}, as `:predict` and Veo take it; a
// PNG or JPEG for certain. INVALID_ARGUMENT with the upstream's words.
absl::StatusOr<InputBytes> ReadInputPicture(const rapidjson::Value* image, Provider provider);

// The picture that base64 text stands for, checked in the same way.
absl::StatusOr<InputBytes> DecodeInputPicture(std::string_view base64);

// A picture for an address that this sandbox cannot read, a bucket or a link: one that shows it.
InputBytes StandInFor(const std::string& address);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INPUT_PICTURE_H_
