#include "sandbox/input_picture.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "sandbox/base64.h"
#include "sandbox/json_input.h"
#include "sandbox/picture_codec.h"
#include "sandbox/pictures.h"

namespace mediagen::sandbox {
namespace {

absl::Status Complain(const char* text) { return absl::InvalidArgumentError(text); }

}  // namespace

absl::StatusOr<InputBytes> ReadInputPicture(const rapidjson::Value* image, Provider provider) {
  std::string_view text = Text(Member(image, "bytesBase64Encoded"));
  if (text.empty()) text = Text(Member(Member(image, "inlineData"), "data"));
  if (!text.empty()) return DecodeInputPicture(text);
  const std::string uri(Text(Member(image, "gcsUri")));
  if (uri.empty()) return InputBytes();
  if (provider != Provider::kVertex) return Complain("gcsUri is not supported.");
  if (!uri.starts_with("gs://")) return Complain("gcsUri must begin with gs://.");
  return StandInFor(uri);
}

absl::StatusOr<InputBytes> DecodeInputPicture(std::string_view base64) {
  std::optional<std::string> bytes = DecodeBase64(base64);
  if (!bytes.has_value()) return Complain("Invalid base64 in the input picture.");
  if (!DecodePicture(*bytes).has_value()) {
    return Complain("Unable to process input image: it is neither PNG nor JPEG.");
  }
  return std::make_shared<const std::string>(*std::move(bytes));
}

InputBytes StandInFor(const std::string& address) {
  PictureSpec spec;
  spec.prompt = address;
  spec.model = "stand-in";
  return std::make_shared<const std::string>(EncodePng(PaintPicture(spec)));
}

}  // namespace mediagen::sandbox
