// Checks of conversations.
#include <algorithm>
#include <string>

#include "server/upstream/request_check.h"
#include "server/upstream/request_check_fields.h"
#include "server/upstream/request_check_media.h"

namespace mediagen {
namespace {

constexpr absl::string_view kModalities[] = {"text", "image"};
constexpr absl::string_view kPictures[] = {"image/"};
constexpr absl::string_view kThresholds[] = {"BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE",
                                             "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF"};
constexpr char kJpeg[] = "image/jpeg";
constexpr int kMaxStopSequences = 5;

absl::Status CheckPart(absl::string_view field, const v1::ChatPart& part, bool of_system,
                       const GcsPrefixes& buckets) {
  if (part.has_text()) {
    // A model may sign an empty piece of text.
    if (!part.text().empty() || !part.thought_signature().empty()) return absl::OkStatus();
    return InvalidField(absl::StrCat(field, ".text"), "must not be empty");
  }
  if (!part.has_image()) return InvalidField(field, "must hold text or an image");
  const std::string image_field = absl::StrCat(field, ".image");
  if (of_system) return InvalidField(image_field, "has no place in a system message");
  MediaRules rules(buckets);
  rules.types = kPictures;
  rules.max_bytes = kMaxInputMediaBytes;
  rules.takes_links = true;
  return CheckMedia(image_field, part.image(), rules);
}

absl::Status CheckMessage(absl::string_view field, const v1::ChatMessage& message,
                          const GcsPrefixes& buckets) {
  if (message.role() == v1::CHAT_ROLE_UNSPECIFIED || !v1::ChatRole_IsValid(message.role())) {
    return InvalidField(absl::StrCat(field, ".role"), "must be user, model or system");
  }
  if (message.parts().empty())
    return InvalidField(absl::StrCat(field, ".parts"), "must not be empty");
  for (int i = 0; i < message.parts_size(); ++i) {
    absl::Status checked = CheckPart(absl::StrCat(field, ".parts[", i, "]"), message.parts(i),
                                     message.role() == v1::CHAT_ROLE_SYSTEM, buckets);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

// Pictures of the user's new message, which is the last of the user's.
absl::Status CheckInputImages(const ModelRow* row, absl::string_view field,
                              const v1::ChatMessage& message) {
  if (!LimitsOf(row).has_max_input_images()) return absl::OkStatus();
  const auto images = std::count_if(message.parts().begin(), message.parts().end(),
                                    [](const v1::ChatPart& part) { return part.has_image(); });
  const int most = LimitsOf(row).max_input_images();
  if (images <= most) return absl::OkStatus();
  return InvalidField(absl::StrCat(field, ".parts"),
                      absl::StrCat("holds ", images, " pictures, this model takes ", most));
}

absl::Status CheckMessages(const ModelRow* row, const v1::ChatSpec& spec,
                           const GcsPrefixes& buckets) {
  int last_of_user = -1;
  for (int i = 0; i < spec.messages_size(); ++i) {
    absl::Status checked =
        CheckMessage(absl::StrCat("spec.messages[", i, "]"), spec.messages(i), buckets);
    if (!checked.ok()) return checked;
    if (spec.messages(i).role() == v1::CHAT_ROLE_USER) last_of_user = i;
  }
  if (last_of_user < 0) return InvalidField("spec.messages", "must hold a message of the user");
  return CheckInputImages(row, absl::StrCat("spec.messages[", last_of_user, "]"),
                          spec.messages(last_of_user));
}

absl::Status CheckModalities(const v1::ChatSpec& spec) {
  for (int i = 0; i < spec.modalities_size(); ++i) {
    const std::string field = absl::StrCat("spec.modalities[", i, "]");
    if (spec.modalities(i).empty()) return InvalidField(field, "must not be empty");
    absl::Status word = CheckWord(field, spec.modalities(i), kModalities);
    if (!word.ok()) return word;
  }
  return absl::OkStatus();
}

absl::Status CheckSampling(const v1::ChatSpec& spec) {
  const auto positive = [](absl::string_view field, bool is_set, int value) {
    if (!is_set || value >= 1) return absl::OkStatus();
    return InvalidField(field, absl::StrCat("is ", value, ", must be 1 or more"));
  };
  return FirstError({
      spec.has_temperature() ? CheckNumber("spec.temperature", spec.temperature(), 0, 2)
                             : absl::OkStatus(),
      spec.has_top_p() ? CheckNumber("spec.top_p", spec.top_p(), 0, 1) : absl::OkStatus(),
      positive("spec.top_k", spec.has_top_k(), spec.top_k()),
      positive("spec.max_output_tokens", spec.has_max_output_tokens(), spec.max_output_tokens()),
  });
}

absl::Status CheckStopSequences(const v1::ChatSpec& spec) {
  if (spec.stop_sequences_size() > kMaxStopSequences) {
    return InvalidField("spec.stop_sequences",
                        absl::StrCat("has more than ", kMaxStopSequences, " entries"));
  }
  for (int i = 0; i < spec.stop_sequences_size(); ++i) {
    const std::string field = absl::StrCat("spec.stop_sequences[", i, "]");
    if (spec.stop_sequences(i).empty()) return InvalidField(field, "must not be empty");
    if (absl::Status text = CheckText(field, spec.stop_sequences(i)); !text.ok()) return text;
  }
  return absl::OkStatus();
}

absl::Status CheckImageConfig(const ModelRow* row, const v1::ChatImageConfig& config) {
  const v1::ModelLimits& limits = LimitsOf(row);
  // Which format comes when none is asked for is the model's secret.
  const bool may_be_jpeg =
      config.output_mime_type().empty() || absl::EqualsIgnoreCase(config.output_mime_type(), kJpeg);
  return FirstError({
      CheckWord("spec.image_config.aspect_ratio", config.aspect_ratio(), limits.aspect_ratios()),
      CheckImageSize(row, "spec.image_config.image_size", config.image_size()),
      CheckPersonGeneration(row, "spec.image_config.person_generation", config.person_generation()),
      CheckWord("spec.image_config.output_mime_type", config.output_mime_type(),
                limits.output_mime_types()),
      config.has_output_compression_quality()
          ? CheckJpegQuality("spec.image_config.output_compression_quality",
                             config.output_compression_quality(), may_be_jpeg)
          : absl::OkStatus(),
  });
}

absl::Status CheckSafetySettings(const v1::ChatSpec& spec) {
  for (int i = 0; i < spec.safety_settings_size(); ++i) {
    const v1::SafetySetting& setting = spec.safety_settings(i);
    const std::string category = absl::StrCat("spec.safety_settings[", i, "].category");
    const std::string threshold = absl::StrCat("spec.safety_settings[", i, "].threshold");
    if (setting.category().empty()) return InvalidField(category, "is required");
    if (setting.threshold().empty()) return InvalidField(threshold, "is required");
    // Categories are the upstream's to name: there are more than any page lists.
    absl::Status words =
        FirstError({CheckWord(category, setting.category(), absl::Span<const absl::string_view>()),
                    CheckWord(threshold, setting.threshold(), kThresholds)});
    if (!words.ok()) return words;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckAndComplete(const ModelRow* row, v1::ChatSpec& spec, const GcsPrefixes& buckets) {
  absl::Status checked = FirstError({
      CheckSurface(row, {v1::MODEL_SURFACE_CHAT}),
      CheckMessages(row, spec, buckets),
      CheckRefusedFields(row, spec),
      CheckModalities(spec),
      CheckSampling(spec),
      CheckStopSequences(spec),
      CheckImageConfig(row, spec.image_config()),
      CheckText("spec.system_instruction", spec.system_instruction()),
      CheckSafetySettings(spec),
  });
  if (checked.ok() && spec.modalities().empty()) {
    for (absl::string_view modality : kModalities) spec.add_modalities(std::string(modality));
  }
  return checked;
}

}  // namespace mediagen
