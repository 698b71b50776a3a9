#include "server/rpc/image_service.h"

#include <optional>
#include <utility>

#include "server/rpc/accept.h"
#include "server/rpc/image_call.h"
#include "server/rpc/prompt_translation.h"
#include "server/upstream/cost.h"
#include "server/upstream/param_encoder.h"

namespace mediagen {
namespace {

constexpr bool Same(int a, int b) { return a == b; }

// Both streams share their events: StreamImagesResponse's bytes are StreamUpscaleImageResponse's.
using Images = v1::StreamImagesResponse;
using Upscale = v1::StreamUpscaleImageResponse;
static_assert(Same(Images::kHeaderFieldNumber, Upscale::kHeaderFieldNumber));
static_assert(Same(Images::kChunkFieldNumber, Upscale::kChunkFieldNumber));
static_assert(Same(Images::kEndFieldNumber, Upscale::kEndFieldNumber));
static_assert(Same(Images::kLinkFieldNumber, Upscale::kLinkFieldNumber));
static_assert(Same(Images::kFailedFieldNumber, Upscale::kFailedFieldNumber));
static_assert(Same(Images::kFilteredFieldNumber, Upscale::kFilteredFieldNumber));
static_assert(Same(Images::kCompletedFieldNumber, Upscale::kCompletedFieldNumber));

absl::StatusOr<ImageCall> Encode(PaidRequest paid, v1::ImageSpec& spec) {
  v1::GenerationRecord record = paid.Record(spec.prompt());
  if (spec.has_seed()) record.set_seed(spec.seed());
  if (const auto cost = ImagesCost(paid.row, 1); cost.has_value()) *record.mutable_cost() = *cost;
  const int asked = spec.number_of_images();
  absl::StatusOr<UpstreamRequest> http =
      EncodeGenerateImages(paid.provider->options(), paid.model, spec);
  if (!http.ok()) return http.status();
  http->tag = paid.Tag();
  return ImageCall(std::move(paid), *std::move(http), asked, ImagesCost, std::move(record));
}

absl::StatusOr<ImageCall> Encode(PaidRequest paid, v1::UpscaleSpec& spec) {
  v1::GenerationRecord record = paid.Record("");
  if (const auto cost = UpscaleCost(paid.row, 1); cost.has_value()) *record.mutable_cost() = *cost;
  absl::StatusOr<UpstreamRequest> http =
      EncodeUpscaleImage(paid.provider->options(), paid.model, spec);
  if (!http.ok()) return http.status();
  http->tag = paid.Tag();
  return ImageCall(std::move(paid), *std::move(http), 1, UpscaleCost, std::move(record));
}

// All that comes before a picture is asked for: checks, the prompt's translation, the encoding.
template <typename Request>
Task<absl::StatusOr<ImageCall>> PrepareImages(ServiceContext& services, Call& call,
                                              Request& request) {
  absl::StatusOr<PaidRequest> paid =
      PreparePaidRequest(services, call, request, &ProviderOptions::default_image_model);
  if (!paid.ok()) co_return paid.status();
  std::optional<bool> wish;
  if (request.has_translate_prompt()) wish = request.translate_prompt();
  v1::ImageSpec& spec = *request.mutable_spec();
  absl::StatusOr<bool> translate = WantsTranslation(services, wish, spec.prompt());
  if (!translate.ok()) co_return translate.status();
  const bool free_of_charge = paid->validate_only;
  // Encoded first: what the provider refuses must not cost a translation.
  v1::ImageSpec untranslated = spec;
  absl::StatusOr<ImageCall> images = Encode(*paid, untranslated);
  if (!images.ok() || !*translate || free_of_charge) co_return images;
  absl::StatusOr<TranslatedPrompt> translated =
      co_await TranslatePrompt(services, call, spec.prompt());
  if (!translated.ok()) co_return translated.status();
  spec.set_prompt(translated->prompt);
  images = Encode(*std::move(paid), spec);
  if (images.ok()) {
    images->record.set_original_prompt(translated->original_prompt);
    images->spent_before = translated->cost;
  }
  co_return images;
}

}  // namespace

grpc::ServerUnaryReactor* ImageServiceRpc::GenerateImages(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return AcceptUnary<v1::GenerateImagesRequest, v1::GenerateImagesResponse>(
      services_, "mediagen.v1.ImageService/GenerateImages", *context, *request, *response,
      [this](Call& call, v1::GenerateImagesRequest& request, v1::GenerateImagesResponse& response) {
        return GenerateImages(call, request, response);
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ImageServiceRpc::StreamImages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return AcceptStream<v1::StreamImagesRequest>(
      services_, "mediagen.v1.ImageService/StreamImages", *context, *request,
      [this](ResponseStream& stream, v1::StreamImagesRequest& request) {
        return StreamImages(stream, request);
      });
}

grpc::ServerUnaryReactor* ImageServiceRpc::UpscaleImage(grpc::CallbackServerContext* context,
                                                        const grpc::ByteBuffer* request,
                                                        grpc::ByteBuffer* response) {
  return AcceptUnary<v1::UpscaleImageRequest, v1::UpscaleImageResponse>(
      services_, "mediagen.v1.ImageService/UpscaleImage", *context, *request, *response,
      [this](Call& call, v1::UpscaleImageRequest& request, v1::UpscaleImageResponse& response) {
        return UpscaleImage(call, request, response);
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ImageServiceRpc::StreamUpscaleImage(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return AcceptStream<v1::StreamUpscaleImageRequest>(
      services_, "mediagen.v1.ImageService/StreamUpscaleImage", *context, *request,
      [this](ResponseStream& stream, v1::StreamUpscaleImageRequest& request) {
        return StreamUpscaleImage(stream, request);
      });
}

Task<absl::Status> ImageServiceRpc::GenerateImages(Call& call, v1::GenerateImagesRequest& request,
                                                   v1::GenerateImagesResponse& response) {
  absl::StatusOr<ImageCall> images = co_await PrepareImages(services_, call, request);
  if (!images.ok()) co_return images.status();
  absl::Status status = co_await CollectImages(services_, call, *images, response);
  co_return status;
}

Task<absl::Status> ImageServiceRpc::StreamImages(ResponseStream& stream,
                                                 v1::StreamImagesRequest& request) {
  absl::StatusOr<ImageCall> images = co_await PrepareImages(services_, stream.call(), request);
  if (!images.ok()) co_return images.status();
  absl::Status status = co_await StreamPictures(services_, stream, *images);
  co_return status;
}

Task<absl::Status> ImageServiceRpc::UpscaleImage(Call& call, v1::UpscaleImageRequest& request,
                                                 v1::UpscaleImageResponse& response) {
  absl::StatusOr<PaidRequest> paid =
      PreparePaidRequest(services_, call, request, &ProviderOptions::default_upscale_model);
  if (!paid.ok()) co_return paid.status();
  absl::StatusOr<ImageCall> images = Encode(*std::move(paid), *request.mutable_spec());
  if (!images.ok()) co_return images.status();
  v1::GenerateImagesResponse collected;
  absl::Status status = co_await CollectImages(services_, call, *images, collected);
  if (!status.ok()) co_return status;
  response.set_request_id(collected.request_id());
  response.mutable_results()->Swap(collected.mutable_results());
  if (collected.has_cost()) *response.mutable_cost() = collected.cost();
  response.mutable_warnings()->Swap(collected.mutable_warnings());
  co_return absl::OkStatus();
}

Task<absl::Status> ImageServiceRpc::StreamUpscaleImage(ResponseStream& stream,
                                                       v1::StreamUpscaleImageRequest& request) {
  absl::StatusOr<PaidRequest> paid = PreparePaidRequest(services_, stream.call(), request,
                                                        &ProviderOptions::default_upscale_model);
  if (!paid.ok()) co_return paid.status();
  absl::StatusOr<ImageCall> images = Encode(*std::move(paid), *request.mutable_spec());
  if (!images.ok()) co_return images.status();
  absl::Status status = co_await StreamPictures(services_, stream, *images);
  co_return status;
}

}  // namespace mediagen
