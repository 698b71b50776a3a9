#include "sandbox/output_format.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/json_input.h"
#include "sandbox/picture_codec.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {

absl::StatusOr<OutputFormat> ReadOutputFormat(const rapidjson::Value* options,
                                              OutputFormat otherwise) {
  OutputFormat format = otherwise;
  const std::string mime_type = http::ToLower(Text(Member(options, "mimeType")));
  if (!mime_type.empty()) format.jpeg = mime_type == "image/jpeg";
  if (!format.jpeg && !mime_type.empty() && mime_type != "image/png") {
    return absl::InvalidArgumentError(
        absl::StrCat("Unsupported output MIME type ", mime_type, "."));
  }
  if (const rapidjson::Value* value = Member(options, "compressionQuality")) {
    const std::optional<int64_t> number = WholeNumber(value);
    if (!number.has_value() || *number < 0 || *number > 100) {
      return absl::InvalidArgumentError("compressionQuality must be between 0 and 100.");
    }
    format.quality = static_cast<int>(*number);
  }
  return format;
}

std::shared_ptr<const Media> Encode(const Canvas& canvas, OutputFormat format) {
  return std::make_shared<const Media>(
      format.mime_type(), format.jpeg ? EncodeJpeg(canvas, format.quality) : EncodePng(canvas));
}

}  // namespace mediagen::sandbox
