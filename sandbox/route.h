#ifndef MEDIAGEN_SANDBOX_ROUTE_H_
#define MEDIAGEN_SANDBOX_ROUTE_H_

#include <string>

namespace mediagen::sandbox {

enum class Surface { kUnknown, kPredict, kChat, kVideoStart, kVideoPoll, kFile, kLedger };

// What a method and a path ask for. A value.
struct Route {
  Surface surface = Surface::kUnknown;
  std::string model;  // Of the Google surfaces; a chat has it in its body.
  std::string id;     // Of an operation or a file.

  // Each such request would cost money.
  bool paid() const {
    return surface == Surface::kPredict || surface == Surface::kChat ||
           surface == Surface::kVideoStart;
  }
};

// `path` is percent-decoded.
Route FindRoute(const std::string& method, const std::string& path);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_ROUTE_H_
