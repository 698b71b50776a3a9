#ifndef MEDIAGEN_SANDBOX_ROUTE_H_
#define MEDIAGEN_SANDBOX_ROUTE_H_

#include <string>

namespace mediagen::sandbox {

// Whose manners the answer to a request of Google's kind has.
enum class Provider { kRelay, kGeminiApi, kVertex };

enum class Surface {
  kUnknown,
  kPredict,
  kContent,
  kContentStream,
  kChat,
  kVideoStart,
  kVideoPoll,
  kVideoFetch,
  kInteractionCreate,
  kInteractionGet,
  kInteractionCancel,
  kInteractionDelete,
  kFile,
  kFileState,
  kPublisherModel,
  kReversePage,
  kReverseSource,
  kReverseVideo,
  kToken,
  kMetadata,
  kLedger,
};

// What a method and a path ask for. A value.
struct Route {
  Surface surface = Surface::kUnknown;
  Provider provider = Provider::kRelay;
  std::string model;     // Of the Google surfaces; a chat and an interaction have it in the body.
  std::string resource;  // The same with all that stands before it: "projects/P/.../models/M".
  std::string id;  // Of an operation, interaction, file or reverse task; the path of metadata.

  // Each such request would cost money.
  bool paid() const;
  // The model is named by the body alone.
  bool has_model_in_body() const;
};

// `path` is percent-decoded.
Route FindRoute(const std::string& method, const std::string& path);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_ROUTE_H_
