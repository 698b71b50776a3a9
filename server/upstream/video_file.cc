#include "server/upstream/video_file.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr absl::string_view kFolder = "files/";
constexpr size_t kMaxIdBytes = 200;

bool IsIdCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
}

// What follows the first segment `files` of the path; empty when there is none.
absl::string_view BehindFolder(absl::string_view uri) {
  const absl::string_view path = uri.substr(0, uri.find('?'));
  if (absl::StartsWith(path, kFolder)) return path.substr(kFolder.size());
  const size_t at = path.find(absl::StrCat("/", kFolder));
  return at == absl::string_view::npos ? "" : path.substr(at + 1 + kFolder.size());
}

}  // namespace

absl::StatusOr<std::string> FileIdOf(absl::string_view uri) {
  absl::string_view id = BehindFolder(uri);
  id = id.substr(0, id.find_first_of(":/"));
  if (id.empty() || id.size() > kMaxIdBytes || !std::all_of(id.begin(), id.end(), &IsIdCharacter)) {
    absl::Status status = MakeError(absl::StatusCode::kInternal, "NO_VIDEO",
                                    "the upstream names its video in a way that cannot be read");
    SetErrorMetadata(status, "upstream_code", "INTERNAL");
    return status;
  }
  return std::string(id);
}

std::string DownloadPath(absl::string_view id) {
  return absl::StrCat(kFolder, id, ":download?alt=media");
}

}  // namespace mediagen
