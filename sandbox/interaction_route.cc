#include "sandbox/interaction_route.h"

#include <vector>

#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr std::string_view kCollection = "interactions";

Surface SurfaceOf(const std::string& method, const std::vector<std::string_view>& behind) {
  const bool named = !behind.empty() && !behind[0].empty();
  if (behind.empty() && method == "POST") return Surface::kInteractionCreate;
  if (behind.size() == 1 && named && method == "GET") return Surface::kInteractionGet;
  if (behind.size() == 1 && named && method == "DELETE") return Surface::kInteractionDelete;
  if (behind.size() == 2 && named && behind[1] == "cancel" && method == "POST") {
    return Surface::kInteractionCancel;
  }
  return Surface::kUnknown;
}

// Where the piece begins in the path that it was split from.
size_t PlaceOf(std::string_view path, std::string_view piece) {
  return static_cast<size_t>(piece.data() - path.data());
}

}  // namespace

std::optional<Route> FindInteractionRoute(const std::string& method, std::string_view path) {
  std::vector<std::string_view> pieces = http::Split(path, "/");
  const bool vertex = pieces.size() > 4 && pieces[0] == "projects" && pieces[2] == "locations";
  const size_t before = vertex ? 4 : 0;
  if (pieces[before] != kCollection) return std::nullopt;
  const std::vector<std::string_view> behind(pieces.begin() + static_cast<ptrdiff_t>(before) + 1,
                                             pieces.end());
  Route route;
  route.surface = SurfaceOf(method, behind);
  if (!behind.empty()) route.id = std::string(behind[0]);
  if (vertex) route.resource = std::string(path.substr(0, PlaceOf(path, pieces[4]) - 1));
  return route;
}

}  // namespace mediagen::sandbox
