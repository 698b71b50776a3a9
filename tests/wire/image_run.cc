#include <string>
#include <utility>

#include "client/grpc_status.h"
#include "tests/wire/runs.h"

namespace mediagen::testing {
namespace {

JsonBody::Value ImageOf(const v1::ImageResult& result, Observed& observed) {
  JsonBody::Value image = observed.MediaValue(result.image());
  const v1::GenerationRecord& record = result.record();
  if (!record.rewritten_prompt().empty()) {
    observed.Add(image, "enhanced_prompt", record.rewritten_prompt());
  }
  if (!record.safety_attributes().empty()) {
    observed.Add(image, "safety_attributes", observed.Scores(record.safety_attributes()));
  }
  return image;
}

void NoteResults(const google::protobuf::RepeatedPtrField<v1::ImageResult>& results,
                 Observed& observed) {
  JsonBody::Value images = observed.List();
  google::protobuf::RepeatedPtrField<v1::FilteredItem> filtered;
  for (const v1::ImageResult& result : results) {
    if (result.has_image()) observed.Append(images, ImageOf(result, observed));
    if (result.has_filtered()) *filtered.Add() = result.filtered();
  }
  observed.SetList("images", std::move(images));
  observed.SetFiltered(filtered.size(), filtered);
}

}  // namespace

absl::Status RunGenerateImages(WireServer& server, NeutralRequest& request, Observed& observed) {
  v1::GenerateImagesRequest call;
  call.set_model(request.model());
  if (absl::Status filled = request.Fill(*call.mutable_spec()); !filled.ok()) return filled;
  v1::GenerateImagesResponse response;
  grpc::ClientContext context;
  SetDeadline(context);
  const grpc::Status status = server.images().GenerateImages(&context, call, &response);
  if (!status.ok()) {
    observed.SetError("error", client::ToAbslStatus(status));
    return absl::OkStatus();
  }
  NoteResults(response.results(), observed);
  observed.SetScores("prompt_safety_attributes", response.prompt_safety_attributes());
  observed.SetBilled(response.cost());
  return absl::OkStatus();
}

absl::Status RunUpscaleImage(WireServer& server, NeutralRequest& request, Observed& observed) {
  v1::UpscaleImageRequest call;
  call.set_model(request.model());
  if (absl::Status filled = request.Fill(*call.mutable_spec()); !filled.ok()) return filled;
  v1::UpscaleImageResponse response;
  grpc::ClientContext context;
  SetDeadline(context);
  const grpc::Status status = server.images().UpscaleImage(&context, call, &response);
  if (!status.ok()) {
    observed.SetError("error", client::ToAbslStatus(status));
    return absl::OkStatus();
  }
  NoteResults(response.results(), observed);
  observed.SetBilled(response.cost());
  return absl::OkStatus();
}

}  // namespace mediagen::testing
