#include "sandbox/imagen.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "sandbox/errors.h"
#include "sandbox/json_body.h"
#include "sandbox/json_input.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr int kDefaultCount = 4;
constexpr int kMostPictures = 8;
constexpr int kDefaultJpegQuality = 75;
constexpr char kFilteredReason[] =
    "Unable to show generated images. All images were filtered out because they violated the usage "
    "guidelines. Try rephrasing the prompt. Support codes: 63429089";

void WriteSafetyAttributes(JsonBody& body) {
  body.writer().Key("safetyAttributes");
  body.writer().StartObject();
  body.writer().Key("categories");
  body.writer().StartArray();
  for (const char* category : {"Death, Harm & Tragedy", "Violence"}) body.writer().String(category);
  body.writer().EndArray();
  body.writer().Key("scores");
  body.writer().StartArray();
  for (double score : {0.1, 0.2}) body.writer().Double(score);
  body.writer().EndArray();
  body.writer().EndObject();
}

}  // namespace

// What a request asks for.
struct Imagen::Order {
  PictureSpec spec;
  int count = kDefaultCount;
  bool jpeg = false;
  int jpeg_quality = kDefaultJpegQuality;
  bool include_rai_reason = false;
  bool include_safety_attributes = false;
  Misbehaviour misbehaviour = Misbehaviour::kNone;

  // What is wrong with it; "" when nothing is.
  std::string ReadParameters(const rapidjson::Value* parameters);
};

std::string Imagen::Order::ReadParameters(const rapidjson::Value* parameters) {
  if (const rapidjson::Value* value = Member(parameters, "sampleCount")) {
    const std::optional<int64_t> number = WholeNumber(value);
    if (!number.has_value() || *number < 1 || *number > kMostPictures) {
      return absl::StrCat("sampleCount must be between 1 and ", kMostPictures, ".");
    }
    count = static_cast<int>(*number);
  }
  std::string ratio(Text(Member(parameters, "aspectRatio")));
  if (ratio.empty()) ratio = "1:1";
  const bool twice = http::EqualsIgnoreCase(Text(Member(parameters, "sampleImageSize")), "2K");
  const std::optional<Size> size = ImagenSize(ratio, twice);
  if (!size.has_value()) return absl::StrCat("Aspect ratio ", ratio, " is not supported.");
  spec.size = *size;

  const rapidjson::Value* output = Member(parameters, "outputOptions");
  const std::string mime_type = http::ToLower(Text(Member(output, "mimeType")));
  jpeg = mime_type == "image/jpeg";
  if (!jpeg && !mime_type.empty() && mime_type != "image/png") {
    return absl::StrCat("Unsupported output MIME type ", mime_type, ".");
  }
  if (const rapidjson::Value* value = Member(output, "compressionQuality")) {
    const std::optional<int64_t> number = WholeNumber(value);
    if (!number.has_value() || *number < 0 || *number > 100) {
      return "compressionQuality must be between 0 and 100.";
    }
    jpeg_quality = static_cast<int>(*number);
  }
  if (Member(parameters, "seed") != nullptr && IsTrue(Member(parameters, "addWatermark"))) {
    return "Seed is not supported when watermark is enabled.";
  }
  include_rai_reason = IsTrue(Member(parameters, "includeRaiReason"));
  include_safety_attributes = IsTrue(Member(parameters, "includeSafetyAttributes"));
  return "";
}

Reply Imagen::Predict(const std::string& model, const std::string& request_body) {
  rapidjson::Document request;
  if (!ParseObject(request_body, request))
    return GoogleError(400, "Invalid JSON payload received.");
  const std::string prompt(Text(Member(FirstEntry(Member(&request, "instances")), "prompt")));
  if (prompt.empty()) return GoogleError(400, "Prompt is required: instances[0].prompt.");

  Order order;
  absl::StatusOr<Misbehaviour> misbehaviour = AskedMisbehaviour(model, prompt);
  if (!misbehaviour.ok()) return GoogleError(400, std::string(misbehaviour.status().message()));
  order.misbehaviour = *misbehaviour;
  if (auto refusal = RefusalFor(*misbehaviour, ErrorShape::kGoogle, /*awaits_operation=*/false)) {
    return *std::move(refusal);
  }
  const std::string complaint = order.ReadParameters(Member(&request, "parameters"));
  if (!complaint.empty()) return GoogleError(400, complaint);
  order.spec.prompt = WithoutTags(prompt);
  order.spec.model = model;
  order.spec.count = order.count;
  return Pictures(order);
}

Reply Imagen::Pictures(const Order& order) {
  const bool filter_one = order.misbehaviour == Misbehaviour::kFilterOne;
  Reply reply;
  // All filtered: no `predictions` at all.
  if (order.misbehaviour == Misbehaviour::kFilterAll ||
      (filter_one && order.count == 1 && !order.include_rai_reason)) {
    reply.body = Body("{}");
    return reply;
  }
  JsonBody body;
  body.writer().StartObject();
  body.writer().Key("predictions");
  body.writer().StartArray();
  for (int index = 0; index < order.count; ++index) {
    const bool filtered = filter_one && index == order.count - 1;
    if (filtered && !order.include_rai_reason) continue;
    body.writer().StartObject();
    if (filtered) {
      body.Text("raiFilteredReason", kFilteredReason);
    } else {
      PictureSpec spec = order.spec;
      spec.index = index;
      auto picture = studio_.Picture(spec, order.jpeg, order.jpeg_quality);
      body.Text("mimeType", picture->mime_type());
      body.Media("bytesBase64Encoded", picture);
      if (order.include_safety_attributes) WriteSafetyAttributes(body);
    }
    body.writer().EndObject();
  }
  if (order.include_safety_attributes) {
    body.writer().StartObject();
    body.Text("contentType", "Positive Prompt");
    WriteSafetyAttributes(body);
    body.writer().EndObject();
  }
  body.writer().EndArray();
  body.writer().EndObject();
  reply.body = body.Finish();
  reply.cut = order.misbehaviour == Misbehaviour::kCut;
  return reply;
}

}  // namespace mediagen::sandbox
