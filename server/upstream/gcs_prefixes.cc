#include "server/upstream/gcs_prefixes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace mediagen {
namespace {

constexpr absl::string_view kScheme = "gs://";
constexpr size_t kMaxUriBytes = 2'000;

}  // namespace

GcsPrefixes::GcsPrefixes(std::vector<std::string> prefixes) : prefixes_(std::move(prefixes)) {}

const GcsPrefixes& GcsPrefixes::None() {
  static const auto* none = new GcsPrefixes();
  return *none;
}

bool GcsPrefixes::Allowed(absl::string_view uri) const {
  if (!IsGcsUri(uri)) return false;
  return std::any_of(prefixes_.begin(), prefixes_.end(), [uri](absl::string_view prefix) {
    absl::string_view rest = uri;
    if (!absl::StartsWith(prefix, kScheme) || !absl::ConsumePrefix(&rest, prefix)) return false;
    return rest.empty() || absl::EndsWith(prefix, "/") || absl::StartsWith(rest, "/");
  });
}

bool IsGcsUri(absl::string_view uri) {
  if (uri.size() > kMaxUriBytes || !absl::ConsumePrefix(&uri, kScheme)) return false;
  const size_t slash = uri.find('/');
  if (slash == 0 || slash == absl::string_view::npos) return false;
  const auto is_control = [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); };
  if (std::any_of(uri.begin(), uri.end(), is_control)) return false;
  for (absl::string_view segment : absl::StrSplit(uri, '/')) {
    if (segment == "." || segment == "..") return false;
  }
  return true;
}

}  // namespace mediagen
