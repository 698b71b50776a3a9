#include "sandbox/route.h"

#include <string_view>

namespace mediagen::sandbox {
namespace {

bool Skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool SkipEnd(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

// What follows "/gemini/v1beta/" or "/gemini/v1/".
Route FindGoogleRoute(const std::string& method, std::string_view path) {
  Route route;
  if (method == "GET" && Skip(path, "files/") && SkipEnd(path, ":download")) {
    route.surface = Surface::kFile;
    route.id = std::string(path);
    return route;
  }
  if (!Skip(path, "models/")) return route;
  constexpr std::string_view kOperations = "/operations/";
  if (const size_t at = path.rfind(kOperations); method == "GET" && at != std::string_view::npos) {
    route.surface = Surface::kVideoPoll;
    route.id = std::string(path.substr(at + kOperations.size()));
    path = path.substr(0, at);
  } else if (method == "POST" && SkipEnd(path, ":predict")) {
    route.surface = Surface::kPredict;
  } else if (method == "POST" && SkipEnd(path, ":predictLongRunning")) {
    route.surface = Surface::kVideoStart;
  }
  route.model = std::string(path);
  if (route.model.empty()) route.surface = Surface::kUnknown;
  return route;
}

}  // namespace

Route FindRoute(const std::string& method, const std::string& path) {
  Route route;
  std::string_view left = path;
  if (method == "POST" && (path == "/v1/chat/completions" || path == "/chat/completions")) {
    route.surface = Surface::kChat;
  } else if (method == "GET" && path == "/sandbox/ledger") {
    route.surface = Surface::kLedger;
  } else if (Skip(left, "/gemini/v1beta/") || Skip(left, "/gemini/v1/")) {
    route = FindGoogleRoute(method, left);
  }
  return route;
}

}  // namespace mediagen::sandbox
