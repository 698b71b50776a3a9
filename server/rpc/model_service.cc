#include "server/rpc/model_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/rpc/accept.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"
#include "server/upstream/lifecycle.h"
#include "server/upstream/model_message.h"
#include "server/upstream/request_check_fields.h"

namespace mediagen {
namespace {

constexpr int kDefaultPageSize = 100;
constexpr int kMaxPageSize = 1000;

using SpecCase = v1::EstimateCostRequest::SpecCase;

// Where a page begins: the token is the number of models before it.
absl::StatusOr<size_t> PageStart(absl::string_view token, size_t count) {
  size_t start = 0;
  if (token.empty()) return start;
  if (!absl::SimpleAtoi(token, &start) || start == 0 || start >= count)
    return InvalidField("page_token", "does not come from this call");
  return start;
}

std::string DefaultModel(const ProviderOptions& options, SpecCase spec) {
  switch (spec) {
    case SpecCase::kImage:
      return options.default_image_model;
    case SpecCase::kUpscale:
      return options.default_upscale_model;
    case SpecCase::kChat:
      return options.default_chat_model;
    case SpecCase::kVideo:
      return options.default_video_model;
    case SpecCase::SPEC_NOT_SET:
      break;
  }
  return "";
}

// A name is answered with, and must not be a way to be answered at length.
absl::Status CheckModelName(absl::string_view model) {
  if (model.size() <= kMaxWordBytes) return absl::OkStatus();
  return InvalidField("model", absl::StrCat("is longer than ", kMaxWordBytes, " bytes"));
}

absl::Status CheckEstimate(const ModelRow* row, const v1::EstimateCostRequest& request) {
  switch (request.spec_case()) {
    case SpecCase::kImage:
      return FirstError(
          {CheckSurface(row, {v1::MODEL_SURFACE_IMAGE}),
           CheckWhole("image.number_of_images", request.image().number_of_images(), 0, kMaxCount)});
    case SpecCase::kUpscale:
      return CheckSurface(row, {v1::MODEL_SURFACE_UPSCALE});
    case SpecCase::kChat:
      return CheckSurface(row, {v1::MODEL_SURFACE_CHAT});
    case SpecCase::kVideo:
      return FirstError(
          {CheckSurface(row, {v1::MODEL_SURFACE_VIDEO, v1::MODEL_SURFACE_REVERSE_VIDEO,
                              v1::MODEL_SURFACE_INTERACTIONS}),
           CheckWhole("video.number_of_videos", request.video().number_of_videos(), 0, kMaxCount),
           CheckWhole("video.duration_seconds", request.video().duration_seconds(), 0,
                      kMaxDurationSeconds)});
    case SpecCase::SPEC_NOT_SET:
      break;
  }
  return InvalidField("spec", "one of image, upscale, chat and video is required");
}

std::optional<v1::Cost> Estimate(const ModelRow* row, const v1::EstimateCostRequest& request) {
  switch (request.spec_case()) {
    case SpecCase::kImage:
      return EstimateCost(row, request.image());
    case SpecCase::kUpscale:
      return EstimateCost(row, request.upscale());
    case SpecCase::kChat:
      return EstimateCost(row, request.chat());
    case SpecCase::kVideo:
      return EstimateCost(row, request.video());
    case SpecCase::SPEC_NOT_SET:
      break;
  }
  return std::nullopt;
}

}  // namespace

grpc::ServerUnaryReactor* ModelServiceRpc::ListModels(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  return AcceptUnary<v1::ListModelsRequest, v1::ListModelsResponse>(
      services_, "mediagen.v1.ModelService/ListModels", *context, *request, *response,
      [this](Call& call, v1::ListModelsRequest& request, v1::ListModelsResponse& response) {
        return ListModels(call, request, response);
      });
}

grpc::ServerUnaryReactor* ModelServiceRpc::GetModel(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) {
  return AcceptUnary<v1::GetModelRequest, v1::GetModelResponse>(
      services_, "mediagen.v1.ModelService/GetModel", *context, *request, *response,
      [this](Call& call, v1::GetModelRequest& request, v1::GetModelResponse& response) {
        return GetModel(call, request, response);
      });
}

grpc::ServerUnaryReactor* ModelServiceRpc::EstimateCost(grpc::CallbackServerContext* context,
                                                        const grpc::ByteBuffer* request,
                                                        grpc::ByteBuffer* response) {
  return AcceptUnary<v1::EstimateCostRequest, v1::EstimateCostResponse>(
      services_, "mediagen.v1.ModelService/EstimateCost", *context, *request, *response,
      [this](Call& call, v1::EstimateCostRequest& request, v1::EstimateCostResponse& response) {
        return EstimateCost(call, request, response);
      });
}

Task<absl::Status> ModelServiceRpc::ListModels(Call& call, v1::ListModelsRequest& request,
                                               v1::ListModelsResponse& response) {
  if (!call.context().status().ok()) co_return call.context().status();
  if (!v1::ModelSurface_IsValid(request.surface()))
    co_return InvalidField("surface", "is not known");
  if (request.page_size() < 0) co_return InvalidField("page_size", "must not be negative");
  const Provider* only = nullptr;
  if (!request.provider().empty()) {
    absl::StatusOr<const Provider*> found = services_.providers.Find(request.provider());
    if (!found.ok()) co_return found.status();
    only = *found;
    call.provider = only->name();
  }
  std::vector<std::pair<const Provider*, const ModelRow*>> models;
  for (const auto& provider : services_.providers.all()) {
    if (only != nullptr && provider.get() != only) continue;
    for (const ModelRow* row : provider->Models()) {
      if (request.surface() == v1::MODEL_SURFACE_UNSPECIFIED || row->Serves(request.surface()))
        models.emplace_back(provider.get(), row);
    }
  }
  const absl::StatusOr<size_t> start = PageStart(request.page_token(), models.size());
  if (!start.ok()) co_return start.status();
  const int page = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  const size_t end =
      std::min(models.size(), *start + static_cast<size_t>(std::min(page, kMaxPageSize)));
  const absl::Time now = absl::Now();
  for (size_t i = *start; i < end; ++i)
    *response.add_models() = MakeModelMessage(*models[i].second, models[i].first->name(), now);
  if (end < models.size()) response.set_next_page_token(absl::StrCat(end));
  co_return absl::OkStatus();
}

Task<absl::Status> ModelServiceRpc::GetModel(Call& call, v1::GetModelRequest& request,
                                             v1::GetModelResponse& response) {
  if (!call.context().status().ok()) co_return call.context().status();
  absl::StatusOr<const Provider*> provider = services_.providers.Find(request.provider());
  if (!provider.ok()) co_return provider.status();
  call.provider = (*provider)->name();
  if (request.model().empty()) co_return InvalidField("model", "is required");
  const ModelRow* row = (*provider)->FindModel(request.model());
  if (row == nullptr || !row->served) {
    co_return MakeError(
        absl::StatusCode::kNotFound, "MODEL_NOT_FOUND",
        absl::StrCat("the catalogue does not list that model for ", (*provider)->name()));
  }
  call.model = row->name;
  *response.mutable_model() = MakeModelMessage(*row, (*provider)->name(), absl::Now());
  co_return absl::OkStatus();
}

Task<absl::Status> ModelServiceRpc::EstimateCost(Call& call, v1::EstimateCostRequest& request,
                                                 v1::EstimateCostResponse& response) {
  if (!call.context().status().ok()) co_return call.context().status();
  absl::StatusOr<const Provider*> provider = services_.providers.Find(request.provider());
  if (!provider.ok()) co_return provider.status();
  call.provider = (*provider)->name();
  const std::string model = request.model().empty()
                                ? DefaultModel((*provider)->options(), request.spec_case())
                                : request.model();
  if (absl::Status name = CheckModelName(model); !name.ok()) co_return name;
  const ModelRow* row = (*provider)->FindModel(model);
  if (absl::Status checked = CheckEstimate(row, request); !checked.ok()) co_return checked;
  if (model.empty()) co_return InvalidField("model", "is required: the provider has no default");
  if (row != nullptr) call.model = row->name;
  response.set_provider((*provider)->name());
  response.set_model(SentName(row, model));
  const std::optional<v1::Cost> cost = Estimate(row, request);
  if (cost) *response.mutable_cost() = *cost;
  const std::string warning = ModelWarning(row, model, absl::Now());
  if (!warning.empty()) response.add_warnings(warning);
  co_return absl::OkStatus();
}

}  // namespace mediagen
