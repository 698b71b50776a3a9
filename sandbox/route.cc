#include "sandbox/route.h"

#include <optional>
#include <string_view>

#include "sandbox/interaction_route.h"

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

struct FixedPath {
  const char* method;
  const char* path;
  Surface surface;
};
constexpr FixedPath kFixedPaths[] = {
    {"POST", "/v1/chat/completions", Surface::kChat},
    {"POST", "/chat/completions", Surface::kChat},
    {"POST", "/token", Surface::kToken},
    {"GET", "/", Surface::kMetadata},
    {"GET", "/sandbox/ledger", Surface::kLedger},
};

// What stands before an ID that is the rest of the path but for `suffix`.
struct IdPath {
  std::string_view prefix;
  std::string_view suffix;
  Surface surface;
};
constexpr IdPath kIdPaths[] = {
    {"/computeMetadata/v1/", "", Surface::kMetadata},
    {"/web/", "", Surface::kReversePage},
    {"/source/", "", Surface::kReverseSource},
    {"/cdn/download/", ".mp4", Surface::kReverseVideo},
    {"/cdn/", ".mp4", Surface::kReverseVideo},
};

// The Gemini API has no path of its own before the version, a relay has.
struct Version {
  std::string_view prefix;
  bool relay;
};
constexpr Version kVersions[] = {
    {"/gemini/v1beta/", true}, {"/gemini/v1/", true}, {"/v1beta/", false},
    {"/v1/", false},           {"/v1beta1/", false},
};

struct Verb {
  std::string_view name;
  Surface surface;
};
constexpr Verb kVerbs[] = {
    {":predict", Surface::kPredict},
    {":generateContent", Surface::kContent},
    {":streamGenerateContent", Surface::kContentStream},
    {":predictLongRunning", Surface::kVideoStart},
    {":fetchPredictOperation", Surface::kVideoFetch},
};

void FindVerb(std::string_view path, Route& route) {
  for (const Verb& verb : kVerbs) {
    std::string_view resource = path;
    if (!SkipEnd(resource, verb.name)) continue;
    route.surface = verb.surface;
    route.resource = std::string(resource);
  }
}

// `path` begins with "projects/" or "publishers/".
Route FindVertexRoute(const std::string& method, std::string_view path) {
  Route route;
  route.provider = Provider::kVertex;
  if (method == "POST") {
    FindVerb(path, route);
  } else if (path.find(':') == std::string_view::npos) {
    route.surface = Surface::kPublisherModel;
    route.resource = std::string(path);
  }
  constexpr std::string_view kModels = "/models/";
  const size_t at = route.resource.rfind(kModels);
  if (at != std::string::npos) route.model = route.resource.substr(at + kModels.size());
  if (route.model.empty() || route.model.find("/operations/") != std::string::npos) {
    route.surface = Surface::kUnknown;
  }
  return route;
}

Route FindGeminiRoute(const std::string& method, std::string_view path) {
  Route route;
  if (method == "GET" && Skip(path, "files/")) {
    route.surface = SkipEnd(path, ":download") ? Surface::kFile : Surface::kFileState;
    if (path.empty() || path.find_first_of(":/") != std::string_view::npos) {
      route.surface = Surface::kUnknown;
    }
    route.id = std::string(path);
    return route;
  }
  constexpr std::string_view kOperations = "/operations/";
  if (const size_t at = path.rfind(kOperations); method == "GET" && at != std::string_view::npos) {
    route.surface = Surface::kVideoPoll;
    route.id = std::string(path.substr(at + kOperations.size()));
    route.resource = std::string(path.substr(0, at));
  } else if (method == "POST") {
    FindVerb(path, route);
    if (route.surface == Surface::kVideoFetch) route.surface = Surface::kUnknown;
  }
  std::string_view model = route.resource;
  const bool known = Skip(model, "models/") || Skip(model, "tunedModels/");
  if (!known || model.empty()) route.surface = Surface::kUnknown;
  route.model = std::string(model);
  return route;
}

}  // namespace

bool Route::paid() const {
  return surface == Surface::kPredict || surface == Surface::kContent ||
         surface == Surface::kContentStream || surface == Surface::kChat ||
         surface == Surface::kVideoStart || surface == Surface::kInteractionCreate;
}

bool Route::has_model_in_body() const {
  return surface == Surface::kChat || surface == Surface::kInteractionCreate;
}

Route FindRoute(const std::string& method_asked, const std::string& path) {
  const std::string method = method_asked == "HEAD" ? "GET" : method_asked;
  Route route;
  for (const FixedPath& fixed : kFixedPaths) {
    if (method != fixed.method || path != fixed.path) continue;
    route.surface = fixed.surface;
    return route;
  }
  for (const IdPath& row : kIdPaths) {
    std::string_view id = path;
    if (method != "GET" || !Skip(id, row.prefix) || !SkipEnd(id, row.suffix)) continue;
    route.surface = row.surface;
    route.id = std::string(id);
    return route;
  }
  for (const Version& version : kVersions) {
    std::string_view rest = path;
    if (!Skip(rest, version.prefix)) continue;
    const Provider below = version.relay ? Provider::kRelay : Provider::kGeminiApi;
    if (std::optional<Route> found = FindInteractionRoute(method, rest); found.has_value()) {
      const bool vertex = !found->resource.empty();
      if (vertex && version.relay) return route;
      found->provider = vertex ? Provider::kVertex : below;
      return *found;
    }
    if (!version.relay && (rest.starts_with("projects/") || rest.starts_with("publishers/"))) {
      return FindVertexRoute(method, rest);
    }
    route = FindGeminiRoute(method, rest);
    route.provider = below;
    return route;
  }
  return route;
}

}  // namespace mediagen::sandbox
