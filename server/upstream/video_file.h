// Videos that an upstream keeps as files.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_FILE_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mediagen {

// The id in `https://…/files/ID:download?…`, or in a bare `files/ID`; nothing else of the URI is of
// use. INTERNAL `NO_VIDEO` when there is none.
absl::StatusOr<std::string> FileIdOf(absl::string_view uri);

// Where a file lies below base URL and version: `files/ID:download?alt=media`.
std::string DownloadPath(absl::string_view id);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_FILE_H_
