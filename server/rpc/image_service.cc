#include "server/rpc/image_service.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "server/rpc/image_results.h"
#include "server/rpc/paid_request.h"
#include "server/rpc/picture_stream.h"
#include "server/upstream/image_formats.h"
#include "server/upstream/paid_call.h"

namespace mediagen {
namespace {

// Hands the answer of `paid` on while it arrives.
Task<absl::Status> Relay(PaidCall& paid, PictureStream& pictures, int asked,
                         const PaidRequest& request) {
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await paid.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    if (absl::Status sent = co_await pictures.OnPiece(std::move(piece)); !sent.ok()) co_return sent;
  }
  if (!paid.status().ok()) co_return pictures.CutStatus(paid.status());
  absl::Status finished = co_await pictures.Finish(ReadImageAnswer(paid.answer()), asked, request);
  co_return finished;
}

}  // namespace

grpc::ServerUnaryReactor* ImageServiceRpc::GenerateImages(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return new UnaryReactor<v1::GenerateImagesRequest, v1::GenerateImagesResponse>(
      services_.NextWorker(), "mediagen.v1.ImageService/GenerateImages", *context, *request,
      *response,
      [this](Call& call, v1::GenerateImagesRequest& request, v1::GenerateImagesResponse& response) {
        return GenerateImages(call, request, response);
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ImageServiceRpc::StreamImages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return new StreamReactor<v1::StreamImagesRequest>(
      services_.NextWorker(), "mediagen.v1.ImageService/StreamImages", *context, *request,
      [this](ResponseStream& stream, v1::StreamImagesRequest& request) {
        return StreamImages(stream, request);
      });
}

Task<absl::Status> ImageServiceRpc::GenerateImages(Call& call, v1::GenerateImagesRequest& request,
                                                   v1::GenerateImagesResponse& response) {
  absl::StatusOr<PaidRequest> paid_request =
      PreparePaidRequest(services_, call, request, &ProviderOptions::default_image_model);
  if (!paid_request.ok()) co_return paid_request.status();
  v1::ImageSpec& spec = *request.mutable_spec();
  absl::StatusOr<HttpRequest> http =
      paid_request->provider->GenerateImages(paid_request->model, spec);
  if (!http.ok()) co_return http.status();
  if (absl::Status taken = services_.request_ids.Reserve(call.request_id); !taken.ok())
    co_return taken;

  PaidCall paid(call.worker().http, call.context(), *http);
  absl::Cleanup give_back = [&] {
    if (!paid.MayHaveBeenPaid()) services_.request_ids.Forget(call.request_id);
  };
  absl::StatusOr<std::vector<CollectedItem>> media = co_await CollectMedia(paid);
  if (!media.ok()) co_return EndedWhilePaying(media.status(), paid.MayHaveBeenPaid());

  const std::vector<ImageAnswerItem> items = ReadImageAnswer(paid.answer());
  const v1::GenerationRecord record = paid_request->Record(spec.prompt());
  bool any_good = false;
  int64_t corrupt_offset = -1;
  for (const ImageAnswerItem& item : items) {
    if (!item.filter_reason.empty()) continue;
    v1::ImageResult& result = *response.add_results();
    result.set_index(response.results_size() - 1);
    const bool has_bytes =
        item.media_item >= 0 && item.media_item < static_cast<int>(media->size());
    if (has_bytes && (*media)[item.media_item].corrupt) {
      corrupt_offset = (*media)[item.media_item].corrupt_offset;
      *result.mutable_failed() = CorruptItem(corrupt_offset);
      continue;
    }
    any_good = true;
    *result.mutable_record() = record;
    result.mutable_record()->set_rewritten_prompt(item.rewritten_prompt);
    if (has_bytes) {
      CollectedItem& picture = (*media)[item.media_item];
      call.bytes_sent += static_cast<int64_t>(picture.bytes.size());
      *result.mutable_image() = ImageMedia(std::move(picture.bytes), item.said_media_type);
    } else {
      result.mutable_image()->set_gcs_uri(item.gcs_uri);
      result.mutable_image()->set_mime_type(item.said_media_type);
    }
  }
  const std::vector<v1::FilteredItem> filtered = FilteredImages(items, spec.number_of_images());
  if (!any_good) co_return NoGoodImage(filtered, corrupt_offset);
  for (const v1::FilteredItem& item : filtered) {
    v1::ImageResult& result = *response.add_results();
    result.set_index(response.results_size() - 1);
    *result.mutable_filtered() = item;
  }
  response.set_request_id(call.request_id);
  response.mutable_warnings()->Assign(paid_request->warnings.begin(), paid_request->warnings.end());
  co_return absl::OkStatus();
}

Task<absl::Status> ImageServiceRpc::StreamImages(ResponseStream& stream,
                                                 v1::StreamImagesRequest& request) {
  Call& call = stream.call();
  absl::StatusOr<PaidRequest> paid_request =
      PreparePaidRequest(services_, call, request, &ProviderOptions::default_image_model);
  if (!paid_request.ok()) co_return paid_request.status();
  v1::ImageSpec& spec = *request.mutable_spec();
  absl::StatusOr<HttpRequest> http =
      paid_request->provider->GenerateImages(paid_request->model, spec);
  if (!http.ok()) co_return http.status();
  if (absl::Status taken = services_.request_ids.Reserve(call.request_id); !taken.ok())
    co_return taken;

  PaidCall paid(call.worker().http, call.context(), *http);
  absl::Cleanup give_back = [&] {
    if (!paid.MayHaveBeenPaid()) services_.request_ids.Forget(call.request_id);
  };
  PictureStream pictures(stream, paid_request->Record(spec.prompt()));
  absl::Status status = co_await Relay(paid, pictures, spec.number_of_images(), *paid_request);
  if (status.ok()) status = co_await stream.Drain();
  co_return EndedWhilePaying(status, paid.MayHaveBeenPaid());
}

}  // namespace mediagen
