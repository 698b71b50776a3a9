// How a provider speaks, as a table.
#ifndef MEDIAGEN_SERVER_UPSTREAM_DIALECT_H_
#define MEDIAGEN_SERVER_UPSTREAM_DIALECT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mediagen {

// Which of a provider's base URLs a path belongs to.
enum class Base {
  kGoogle,  // Google's own style, at Google or at a relay.
  kChat,    // OpenAI's style.
};

// Where an API key goes. Never into the URL. (A token always goes as Bearer.)
enum class KeyPlace {
  kGoogleHeader,  // x-goog-api-key: KEY
  kBearer,        // Authorization: Bearer KEY
};

// How a model's name becomes part of a path.
enum class ModelNaming {
  kModels,     // models/{m}
  kPublisher,  // projects/{P}/locations/{L}/publishers/google/models/{m}, without project from
               // publishers/ on
};

// The two ways to have a conversation about pictures.
enum class ChatShape { kChatCompletions, kGenerateContent };

// The ways to get a video.
enum class VideoShape {
  kLongRunning,   // An operation that is polled.
  kReverseChat,   // A chat answer of progress lines and links.
  kInteractions,  // An interaction of steps that is polled, and built upon by a later one.
};

// One call of a provider. The path is joined to the base URL; {version}, {project} (with location
// and a slash behind it, or empty), {model}, {name} and {id} are filled in. A provider that does
// not have the call has an empty path.
struct Endpoint {
  absl::string_view method;
  Base base;
  absl::string_view path;
  KeyPlace key_place;
  bool exists() const { return !path.empty(); }
};

// How a field's value becomes JSON.
enum class Encoding {
  kValue,            // A scalar, a list or a map of scalars, as it is.
  kUpperWords,       // A list of words, in upper case.
  kLowerWords,       // A list of words, in lower case.
  kLowerWord,        // A word, in lower case.
  kSeconds,          // A number of seconds as text: `8s`.
  kMedia,            // {bytesBase64Encoded or gcsUri, mimeType}
  kEncodedVideo,     // {encodedVideo or uri, encoding}
  kReferenceImages,  // [{image: media, referenceType}]
  kMask,             // media with maskMode
  kSafetySettings,   // [{category, threshold}]
};

// One field of a spec message (`image_config.image_size` for one of a message in it) and where it
// goes in the JSON body, such as `parameters.aspectRatio`. A field that is set and has no line is
// refused with its path.
struct ParameterLine {
  absl::string_view field;
  absl::string_view json_path;
  Encoding encoding = Encoding::kValue;
};

// A provider. Lives as long as the program.
struct Dialect {
  absl::string_view name;
  // Base URL of Google-style calls for a location (empty where the provider has none).
  std::string (*google_base_url)(absl::string_view location);
  absl::string_view default_chat_base_url;
  absl::string_view default_api_version;
  absl::string_view default_interactions_version;  // Empty: that of the other calls.
  absl::string_view default_key_variable;          // Of the environment.
  absl::string_view default_image_model;
  absl::string_view default_upscale_model;
  absl::string_view default_chat_model;
  absl::string_view default_video_model;

  ModelNaming model_naming;
  bool reads_buckets;  // Takes gs:// links.
  ChatShape chat_shape;

  Endpoint predict;
  absl::Span<const ParameterLine> image_lines;
  absl::Span<const ParameterLine> upscale_lines;  // Empty: does not upscale.

  Endpoint chat_completions;
  absl::Span<const ParameterLine> chat_completions_lines;
  Endpoint generate_content;
  Endpoint stream_generate_content;
  absl::Span<const ParameterLine> content_lines;

  Endpoint start_video;
  absl::Span<const ParameterLine> video_lines;
  // {name} is the operation's, or with a POST, which carries the whole name in its body, what
  // stands before
  // `/operations/` in it.
  Endpoint poll_video;
  Endpoint download_file;

  Endpoint start_interaction;
  absl::Span<const ParameterLine> interaction_lines;
  Endpoint poll_interaction;
  Endpoint cancel_interaction;
  Endpoint delete_interaction;
  Endpoint file_state;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_DIALECT_H_
