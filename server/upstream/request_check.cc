#include "server/upstream/request_check.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"

namespace mediagen {
namespace {

constexpr size_t kMaxPromptBytes = 32'000;
constexpr int kMaxCount = 100;  // Of a model that is not known.
constexpr int kMaxDurationSeconds = 600;

constexpr absl::string_view kPersonGenerations[] = {"dont_allow", "allow_adult", "allow_all"};
constexpr absl::string_view kModalities[] = {"text", "image"};

absl::Status CheckSurface(const ModelRow* row, std::initializer_list<v1::ModelSurface> wanted) {
  const auto serves = [row](v1::ModelSurface surface) { return row->Serves(surface); };
  if (row == nullptr || std::any_of(wanted.begin(), wanted.end(), serves)) return absl::OkStatus();
  const absl::string_view service = ServiceOf(*row);
  return InvalidField("model", service.empty()
                                   ? absl::StrCat(row->name, " is served by no service yet")
                                   : absl::StrCat(row->name, " is served by ", service));
}

absl::Status CheckPrompt(absl::string_view prompt) {
  if (absl::StripAsciiWhitespace(prompt).empty())
    return InvalidField("spec.prompt", "must not be empty");
  if (prompt.size() > kMaxPromptBytes) {
    return InvalidField("spec.prompt", absl::StrCat("is longer than ", kMaxPromptBytes, " bytes"));
  }
  return absl::OkStatus();
}

absl::Status CheckCount(const ModelRow* row, absl::string_view field, int count) {
  const int most =
      row == nullptr || !row->limits().has_max_count() ? kMaxCount : row->limits().max_count();
  if (count >= 1 && count <= most) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("is ", count, ", must be 1 to ", most,
                                          row == nullptr ? "" : " for this model"));
}

template <typename Values>
absl::Status CheckWord(absl::string_view field, absl::string_view value, const Values& allowed) {
  if (value.empty() || std::empty(allowed)) return absl::OkStatus();
  for (absl::string_view word : allowed) {
    if (absl::EqualsIgnoreCase(word, value)) return absl::OkStatus();
  }
  return InvalidField(field, absl::StrCat("is none of ", absl::StrJoin(allowed, ", ")));
}

absl::Status CheckAspectRatio(const ModelRow* row, absl::string_view ratio) {
  if (row == nullptr) return absl::OkStatus();
  return CheckWord("spec.aspect_ratio", ratio, row->limits().aspect_ratios());
}

// A picture of the request: bytes that are a picture, or a link.
absl::Status CheckImage(absl::string_view field, const v1::Media& image) {
  switch (image.content_case()) {
    case v1::Media::kData:
      break;
    case v1::Media::kUri:
      if (absl::StartsWith(image.uri(), "https://")) return absl::OkStatus();
      return InvalidField(absl::StrCat(field, ".uri"), "must begin with https://");
    case v1::Media::kGcsUri:
      // Which buckets the operator's account may be made to read is the operator's decision; none
      // by default.
      return InvalidField(absl::StrCat(field, ".gcs_uri"), "no bucket is allowed on this server");
    case v1::Media::CONTENT_NOT_SET:
      return InvalidField(field, "must hold data or a link");
  }
  const std::string data_field = absl::StrCat(field, ".data");
  if (image.data().size() > kMaxInputMediaBytes) {
    return InvalidField(data_field, "MEDIA_TOO_LARGE",
                        absl::StrCat("is ", image.data().size(), " bytes long, at most ",
                                     kMaxInputMediaBytes, " are taken"));
  }
  const absl::string_view told = MediaTypeOfBytes(image.data());
  if (!absl::StartsWith(told, "image/"))
    return InvalidField(data_field, "is no picture that is known");
  if (!image.mime_type().empty() &&
      !absl::EqualsIgnoreCase(FullMediaType(image.mime_type()), told)) {
    return InvalidField(absl::StrCat(field, ".mime_type"),
                        absl::StrCat("does not fit the bytes, which are ", told));
  }
  return absl::OkStatus();
}

absl::Status CheckMessage(absl::string_view field, const v1::ChatMessage& message) {
  if (message.role() == v1::CHAT_ROLE_UNSPECIFIED || !v1::ChatRole_IsValid(message.role())) {
    return InvalidField(absl::StrCat(field, ".role"), "must be user, model or system");
  }
  if (message.parts().empty())
    return InvalidField(absl::StrCat(field, ".parts"), "must not be empty");
  for (int i = 0; i < message.parts_size(); ++i) {
    const v1::ChatPart& part = message.parts(i);
    const std::string part_field = absl::StrCat(field, ".parts[", i, "]");
    if (!part.has_text() && !part.has_image()) {
      return InvalidField(part_field, "must hold text or an image");
    }
    if (part.has_text() && part.text().empty()) {
      return InvalidField(absl::StrCat(part_field, ".text"), "must not be empty");
    }
    if (!part.has_image()) continue;
    if (message.role() == v1::CHAT_ROLE_SYSTEM) {
      return InvalidField(absl::StrCat(part_field, ".image"), "has no place in a system message");
    }
    if (absl::Status image = CheckImage(absl::StrCat(part_field, ".image"), part.image());
        !image.ok())
      return image;
  }
  return absl::OkStatus();
}

// Status of the first check that failed.
absl::Status FirstError(std::initializer_list<absl::Status> checks) {
  for (const absl::Status& check : checks) {
    if (!check.ok()) return check;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckAndComplete(const ModelRow* row, v1::ImageSpec& spec) {
  if (spec.number_of_images() == 0) spec.set_number_of_images(1);
  return FirstError({
      CheckSurface(row, {v1::MODEL_SURFACE_IMAGE}),
      CheckPrompt(spec.prompt()),
      CheckCount(row, "spec.number_of_images", spec.number_of_images()),
      CheckAspectRatio(row, spec.aspect_ratio()),
      CheckWord("spec.person_generation", spec.person_generation(), kPersonGenerations),
  });
}

absl::Status CheckAndComplete(const ModelRow* row, v1::VideoSpec& spec) {
  if (absl::Status surface =
          CheckSurface(row, {v1::MODEL_SURFACE_VIDEO, v1::MODEL_SURFACE_REVERSE_VIDEO});
      !surface.ok())
    return surface;
  if (spec.number_of_videos() == 0) spec.set_number_of_videos(1);
  if (spec.duration_seconds() < 0 || spec.duration_seconds() > kMaxDurationSeconds) {
    return InvalidField("spec.duration_seconds",
                        absl::StrCat("must be 1 to ", kMaxDurationSeconds));
  }
  if (row != nullptr && spec.duration_seconds() != 0 &&
      !row->limits().durations_seconds().empty()) {
    const auto& durations = row->limits().durations_seconds();
    if (std::find(durations.begin(), durations.end(), spec.duration_seconds()) == durations.end()) {
      return InvalidField("spec.duration_seconds",
                          absl::StrCat("is none of ", absl::StrJoin(durations, ", ")));
    }
  }
  if (spec.has_image() && row != nullptr && row->limits().has_first_frame() &&
      !row->limits().first_frame()) {
    return InvalidField("spec.image", "this model takes no first frame");
  }
  // A first frame may speak for itself.
  if (!spec.prompt().empty() || !spec.has_image()) {
    if (absl::Status prompt = CheckPrompt(spec.prompt()); !prompt.ok()) return prompt;
  }
  return FirstError({
      spec.has_image() ? CheckImage("spec.image", spec.image()) : absl::OkStatus(),
      CheckCount(row, "spec.number_of_videos", spec.number_of_videos()),
      CheckAspectRatio(row, spec.aspect_ratio()),
      CheckWord("spec.person_generation", spec.person_generation(), kPersonGenerations),
  });
}

absl::Status CheckAndComplete(const ModelRow* row, v1::ChatSpec& spec) {
  if (absl::Status surface = CheckSurface(row, {v1::MODEL_SURFACE_CHAT}); !surface.ok())
    return surface;
  bool has_user_message = false;
  for (int i = 0; i < spec.messages_size(); ++i) {
    const std::string field = absl::StrCat("spec.messages[", i, "]");
    if (absl::Status checked = CheckMessage(field, spec.messages(i)); !checked.ok()) return checked;
    has_user_message |= spec.messages(i).role() == v1::CHAT_ROLE_USER;
  }
  if (!has_user_message) return InvalidField("spec.messages", "must hold a message of the user");
  for (int i = 0; i < spec.modalities_size(); ++i) {
    absl::Status word =
        CheckWord(absl::StrCat("spec.modalities[", i, "]"), spec.modalities(i), kModalities);
    if (!word.ok()) return word;
    if (spec.modalities(i).empty())
      return InvalidField(absl::StrCat("spec.modalities[", i, "]"), "must not be empty");
  }
  if (spec.modalities().empty()) {
    for (absl::string_view modality : kModalities) spec.add_modalities(std::string(modality));
  }
  // Written so that NaN is refused, too.
  if (spec.has_temperature() && !(spec.temperature() >= 0 && spec.temperature() <= 2)) {
    return InvalidField("spec.temperature", "must be 0 to 2");
  }
  return absl::OkStatus();
}

absl::Status CheckRequestId(absl::string_view request_id) {
  const bool clean = std::all_of(request_id.begin(), request_id.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
  if (request_id.size() <= 128 && clean) return absl::OkStatus();
  return InvalidField("request_id", "must be 1 to 128 printable ASCII characters without blanks");
}

}  // namespace mediagen
