#include "sandbox/interaction_request.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/json_input.h"

namespace mediagen::sandbox {
namespace {

constexpr std::string_view kTasks[] = {"text_to_video", "image_to_video", "reference_to_video",
                                       "edit",          "extend",         "upscale"};
constexpr int64_t kMostSeed = 4294967295;
// What an SDK has names for and this model does not take.
constexpr const char* kUnsupported[] = {
    "tools",           "system_instruction", "cached_content", "continuation_token", "environment",
    "safety_settings", "webhook_config",     "agent",          "response_mime_type",
};

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

absl::Status ReadConfig(const rapidjson::Value* config, InteractionRequest& request) {
  if (config == nullptr) return absl::OkStatus();
  if (!config->IsObject()) return Complain("generation_config must be an object.");
  if (absl::Status known = RefuseUnknownMembers(*config, "generation_config",
                                                {"seed", "thinking_level", "video_config"});
      !known.ok()) {
    return known;
  }
  if (const rapidjson::Value* seed = Member(config, "seed")) {
    const std::optional<int64_t> value = WholeNumber(seed);
    if (!value.has_value() || *value < 0 || *value > kMostSeed) {
      return Complain("generation_config.seed must be a whole number of 32 bits.");
    }
    request.seed = static_cast<uint64_t>(*value);
  }
  const rapidjson::Value* video = Member(config, "video_config");
  if (video == nullptr) return absl::OkStatus();
  if (!video->IsObject()) return Complain("video_config must be an object.");
  if (absl::Status known = RefuseUnknownMembers(*video, "video_config", {"task"}); !known.ok()) {
    return known;
  }
  request.task = std::string(Text(Member(video, "task")));
  const bool named = video->HasMember("task");
  if (named && std::find(std::begin(kTasks), std::end(kTasks), request.task) == std::end(kTasks)) {
    return Complain(absl::StrCat("task '", request.task, "' is not supported."));
  }
  return absl::OkStatus();
}

absl::Status CheckModalities(const rapidjson::Value* modalities) {
  if (modalities == nullptr) return absl::OkStatus();
  if (!modalities->IsArray()) return Complain("response_modalities must be a list.");
  for (const rapidjson::Value& modality : modalities->GetArray()) {
    if (Text(&modality) != "video") {
      return Complain(absl::StrCat("response_modalities: '", std::string(Text(&modality)),
                                   "' is not supported by this model."));
    }
  }
  return absl::OkStatus();
}

// A member that is true or false; `otherwise` when it is not there.
absl::StatusOr<bool> ReadBool(const rapidjson::Value& json, const char* name, bool otherwise) {
  const rapidjson::Value* value = Member(&json, name);
  if (value == nullptr) return otherwise;
  if (!value->IsBool()) return Complain(absl::StrCat(name, " must be true or false."));
  return value->GetBool();
}

absl::Status ReadFlags(const rapidjson::Value& json, InteractionRequest& request) {
  const struct {
    const char* name;
    bool* value;
  } flags[] = {
      {"background", &request.background}, {"store", &request.store}, {"stream", &request.stream}};
  for (const auto& flag : flags) {
    absl::StatusOr<bool> value = ReadBool(json, flag.name, *flag.value);
    if (!value.ok()) return value.status();
    *flag.value = *value;
  }
  if (request.background && !request.store) return Complain("background requires store.");
  if (request.stream) return Complain("This sandbox streams no interactions.");
  return absl::OkStatus();
}

absl::Status CheckMembers(const rapidjson::Value& json) {
  for (const char* name : kUnsupported) {
    if (json.HasMember(name)) {
      return Complain(absl::StrCat(name, " is not supported by this model."));
    }
  }
  return RefuseUnknownMembers(
      json, "interaction",
      {"model", "input", "previous_interaction_id", "background", "store", "stream",
       "response_format", "response_modalities", "generation_config", "labels", "service_tier"});
}

}  // namespace

absl::StatusOr<InteractionRequest> ReadInteractionRequest(const Route& route,
                                                          const std::string& body) {
  rapidjson::Document json;
  if (!ParseObject(body, json)) return Complain("Invalid JSON payload received.");
  if (absl::Status checked = CheckMembers(json); !checked.ok()) return checked;
  InteractionRequest request;
  request.model = std::string(Text(Member(&json, "model")));
  request.previous = std::string(Text(Member(&json, "previous_interaction_id")));
  absl::StatusOr<InteractionInput> input =
      ReadInteractionInput(Member(&json, "input"), route.provider);
  if (!input.ok()) return input.status();
  request.input = *std::move(input);
  absl::Status read = ReadFlags(json, request);
  if (read.ok()) {
    read = ReadVideoFormat(Member(&json, "response_format"), route.provider, request.format);
  }
  if (read.ok()) read = ReadConfig(Member(&json, "generation_config"), request);
  if (read.ok()) read = CheckModalities(Member(&json, "response_modalities"));
  const rapidjson::Value* labels = Member(&json, "labels");
  if (read.ok() && labels != nullptr && !labels->IsObject()) {
    read = Complain("labels must be an object.");
  }
  if (!read.ok()) return read;
  return request;
}

}  // namespace mediagen::sandbox
