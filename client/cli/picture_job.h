#ifndef MEDIAGEN_CLIENT_CLI_PICTURE_JOB_H_
#define MEDIAGEN_CLIENT_CLI_PICTURE_JOB_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/session.h"
#include "client/observers.h"

namespace mediagen::client {

// More than a picture takes; what is not used is given back.
inline constexpr int64_t kPictureReserveBytes = 8'000'000;

// A request for pictures that is ready to leave.
struct PictureJob {
  absl::string_view stem;  // Of the files' default names.
  absl::string_view phase;
  int count = 1;
  bool validate_only = false;
  Record record;
  std::function<absl::StatusOr<v1::ImagesCompleted>(MediaObserver& media)> call;
};

// Opens the files, makes the call, and leaves pictures and records behind.
absl::Status RunPictureJob(Session& session, const PictureJob& job);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_PICTURE_JOB_H_
