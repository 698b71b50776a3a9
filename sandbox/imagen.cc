#include "sandbox/imagen.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/errors.h"
#include "sandbox/imagen_answer.h"
#include "sandbox/json_input.h"
#include "sandbox/refusal.h"
#include "sandbox/upscale.h"

namespace mediagen::sandbox {
namespace {

Reply Invalid(const absl::Status& status) {
  return GoogleError(400, std::string(status.message()));
}

Reply LargerPicture(const Route& route, const rapidjson::Value* instance,
                    const rapidjson::Value* parameters, Misbehaviour misbehaviour) {
  ImagenAnswer answer;
  absl::StatusOr<ImagenOutput> output = ReadImagenOutput(parameters, route.provider);
  if (!output.ok()) return Invalid(output.status());
  absl::StatusOr<Canvas> larger = Upscale(instance, parameters, route.provider);
  if (!larger.ok()) return Invalid(larger.status());
  answer.output = *std::move(output);
  answer.misbehaviour = misbehaviour;
  answer.picture = [&](int) { return Encode(*larger, answer.output.format); };
  return answer.Write();
}

}  // namespace

Reply Imagen::Predict(const Route& route, const std::string& request_body) {
  rapidjson::Document request;
  if (!ParseObject(request_body, request)) {
    return GoogleError(400, "Invalid JSON payload received.");
  }
  const rapidjson::Value* instance = FirstEntry(Member(&request, "instances"));
  const rapidjson::Value* parameters = Member(&request, "parameters");
  const std::string prompt(Text(Member(instance, "prompt")));
  const bool upscale = IsUpscale(parameters);
  if (prompt.empty() && !upscale) {
    return GoogleError(400, "Prompt is required: instances[0].prompt.");
  }
  absl::StatusOr<Misbehaviour> misbehaviour = AskedMisbehaviour(route.model, prompt);
  if (!misbehaviour.ok()) return Invalid(misbehaviour.status());
  if (auto refusal = RefusalFor(*misbehaviour, ErrorShape::kGoogle, route.model,
                                /*awaits_operation=*/false)) {
    return *std::move(refusal);
  }
  if (upscale) return LargerPicture(route, instance, parameters, *misbehaviour);

  absl::StatusOr<ImagenRequest> order = ReadImagenRequest(WithoutTags(prompt), route, parameters);
  if (!order.ok()) return Invalid(order.status());
  ImagenAnswer answer;
  answer.count = order->spec.count;
  answer.output = order->output;
  answer.misbehaviour = *misbehaviour;
  if (order->rewrites_prompt) {
    answer.rewritten_prompt =
        absl::StrCat(order->spec.prompt, ", in soft natural light, rich in detail");
  }
  answer.picture = [&](int index) {
    PictureSpec spec = order->spec;
    spec.index = index;
    return studio_.Picture(spec, order->output.format);
  };
  return answer.Write();
}

}  // namespace mediagen::sandbox
