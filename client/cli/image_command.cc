#include "client/cli/paid_request.h"
#include "client/cli/picture_job.h"
#include "client/cli/session.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {

absl::Status RunImage(Session& session) {
  v1::StreamImagesRequest request;
  PictureJob job{.stem = "picture", .phase = "waiting for the picture"};
  if (absl::Status status = BeginPaidRequest(session, request, job.record); !status.ok()) {
    return status;
  }
  job.record.set_prompt(request.spec().prompt());
  job.count = request.spec().number_of_images();
  job.validate_only = request.validate_only();
  job.call = [&](MediaObserver& media) {
    return session.client().StreamImages(request, media, session.call_options());
  };
  return RunPictureJob(session, job);
}

absl::Status RunUpscale(Session& session) {
  v1::StreamUpscaleImageRequest request;
  PictureJob job{.stem = "upscaled", .phase = "waiting for the larger picture"};
  if (!session.arguments().Has("--factor")) return UsageError("--factor is missing: x2 or x4");
  if (absl::Status status = BeginPaidRequest(session, request, job.record); !status.ok()) {
    return status;
  }
  job.validate_only = request.validate_only();
  job.call = [&](MediaObserver& media) {
    return session.client().StreamUpscaleImage(request, media, session.call_options());
  };
  return RunPictureJob(session, job);
}

}  // namespace mediagen::client
