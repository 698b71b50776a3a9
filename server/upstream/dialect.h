// How a provider speaks, as a table.
#ifndef MEDIAGEN_SERVER_UPSTREAM_DIALECT_H_
#define MEDIAGEN_SERVER_UPSTREAM_DIALECT_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mediagen {

// Which of a provider's base URLs a path belongs to.
enum class Base { kGemini, kChat };

// Where the key goes. Never into the URL.
enum class KeyPlace {
  kGoogleHeader,  // x-goog-api-key: KEY
  kBearer,        // Authorization: Bearer KEY
};

// One call of a provider. The path is joined to the base URL; {version}, {model} and {name} are
// filled in.
struct Endpoint {
  absl::string_view method;
  Base base;
  absl::string_view path;
  KeyPlace key_place;
};

enum class Encoding {
  kValue,  // A scalar, as it is.
  kMedia,  // {bytesBase64Encoded, mimeType}
};

// One field of a spec message and where it goes in the JSON body, such as `parameters.aspectRatio`.
// A field that is set and has no line is refused with its path.
struct ParameterLine {
  absl::string_view field;
  absl::string_view json_path;
  Encoding encoding = Encoding::kValue;
};

// A provider. Lives as long as the program.
struct Dialect {
  absl::string_view name;
  absl::string_view default_gemini_base_url;
  absl::string_view default_chat_base_url;
  absl::string_view default_api_version;
  absl::string_view default_key_variable;  // Of the environment.
  absl::string_view default_image_model;
  absl::string_view default_chat_model;
  absl::string_view default_video_model;

  Endpoint generate_images;
  absl::Span<const ParameterLine> image_lines;
  Endpoint chat;
  absl::Span<const ParameterLine> chat_lines;
  Endpoint start_video;
  absl::Span<const ParameterLine> video_lines;
  Endpoint poll_video;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_DIALECT_H_
