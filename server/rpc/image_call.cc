#include "server/rpc/image_call.h"

#include <utility>

#include "server/rpc/image_results.h"
#include "server/rpc/paid_reservation.h"
#include "server/rpc/picture_stream.h"
#include "server/upstream/image_formats.h"
#include "server/upstream/paid_call.h"

namespace mediagen {
namespace {

// Hands the answer of `paid` on while it arrives.
Task<absl::Status> Relay(PaidCall& paid, PictureStream& pictures, const ImageCall& images) {
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await paid.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    if (absl::Status sent = co_await pictures.OnPiece(std::move(piece)); !sent.ok()) co_return sent;
  }
  if (!paid.status().ok()) co_return pictures.CutStatus(images.paid.Explained(paid.status()));
  absl::Status finished = co_await pictures.Finish(ReadImageAnswer(paid.answer()));
  co_return finished;
}

}  // namespace

Task<absl::Status> CollectImages(ServiceContext& services, Call& call, ImageCall& images,
                                 v1::GenerateImagesResponse& response) {
  response.set_request_id(call.request_id);
  images.paid.AddWarnings(*response.mutable_warnings());
  if (images.paid.validate_only) {
    if (images.paid.estimate.has_value()) *response.mutable_cost() = *images.paid.estimate;
    co_return absl::OkStatus();
  }
  PaidCall paid(call.worker().http, call.context(), *images.paid.credential, images.http);
  PaidReservation reservation(services, call, images.paid, paid);
  if (!reservation.status().ok()) co_return reservation.status();
  absl::StatusOr<std::vector<CollectedItem>> media = co_await CollectMedia(call.context(), paid);
  if (!media.ok()) {
    co_return images.paid.Explained(EndedWhilePaying(media.status(), paid.MayHaveBeenPaid()));
  }
  absl::Status filled =
      FillResults(ReadImageAnswer(paid.answer()), *media, images.asked, images.record, response);
  if (!filled.ok()) co_return filled;
  int delivered = 0;
  for (const v1::ImageResult& result : response.results()) {
    if (result.has_image()) ++delivered;
    call.bytes_sent += static_cast<int64_t>(result.image().data().size());
  }
  reservation.Settle(images.price(images.paid.row, delivered));
  if (const auto cost = images.CostOf(delivered); cost.has_value()) {
    *response.mutable_cost() = *cost;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> StreamPictures(ServiceContext& services, ResponseStream& stream,
                                  ImageCall& images) {
  Call& call = stream.call();
  if (images.paid.validate_only) {
    v1::StreamImagesResponse only;
    only.mutable_completed()->set_request_id(call.request_id);
    images.paid.AddWarnings(*only.mutable_completed()->mutable_warnings());
    if (images.paid.estimate.has_value()) {
      *only.mutable_completed()->mutable_cost() = *images.paid.estimate;
    }
    absl::Status told = co_await stream.Write(only);
    co_return told;
  }
  PaidCall paid(call.worker().http, call.context(), *images.paid.credential, images.http);
  PaidReservation reservation(services, call, images.paid, paid);
  if (!reservation.status().ok()) co_return reservation.status();
  PictureStream pictures(stream, images);
  absl::Status status = co_await Relay(paid, pictures, images);
  if (status.ok()) {
    reservation.Settle(images.price(images.paid.row, pictures.good()));
    status = co_await stream.Drain();
  }
  co_return EndedWhilePaying(status, paid.MayHaveBeenPaid());
}

}  // namespace mediagen
