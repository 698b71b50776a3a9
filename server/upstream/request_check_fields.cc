#include "server/upstream/request_check_fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "server/upstream/message_fields.h"

namespace mediagen {
namespace {

constexpr int kMaxLabels = 64;
constexpr size_t kMaxLabelBytes = 63;
constexpr int kLeastPixels = 64;
constexpr int kMostPixels = 4096;

constexpr absl::string_view kPersonGenerations[] = {"dont_allow", "allow_adult", "allow_all"};
constexpr absl::string_view kSafetyLevels[] = {"block_low_and_above", "block_medium_and_above",
                                               "block_only_high",     "block_none",
                                               "block_most",          "block_some",
                                               "block_few",           "block_fewest"};

bool IsLabelText(absl::string_view text) {
  return text.size() <= kMaxLabelBytes && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '_' || c == '-';
         });
}

}  // namespace

absl::Status FirstError(std::initializer_list<absl::Status> checks) {
  for (const absl::Status& check : checks) {
    if (!check.ok()) return check;
  }
  return absl::OkStatus();
}

absl::Status CheckSurface(const ModelRow* row, std::initializer_list<v1::ModelSurface> wanted) {
  const auto serves = [row](v1::ModelSurface surface) { return row->Serves(surface); };
  if (row == nullptr || std::any_of(wanted.begin(), wanted.end(), serves)) return absl::OkStatus();
  const absl::string_view service = ServiceOf(*row);
  if (service.empty())
    return InvalidField("model", absl::StrCat(row->name, " is served by no service here yet"));
  if (service == "ImageService") {
    // Two kinds of call: the name of the service alone would not help.
    return InvalidField(
        "model", absl::StrCat(row->name, " is served by ImageService, for ",
                              row->Serves(v1::MODEL_SURFACE_IMAGE) ? "pictures from text"
                                                                   : "making pictures larger"));
  }
  return InvalidField("model", absl::StrCat(row->name, " is served by ", service));
}

absl::Status CheckRefusedFields(const ModelRow* row, const google::protobuf::Message& spec) {
  if (row == nullptr) return absl::OkStatus();
  // In the same order for everyone, which a map does not have.
  std::string first;
  for (const auto& [path, reason] : row->terms.refused_fields()) {
    if (IsSet(spec, path) && (first.empty() || path < first)) first = path;
  }
  if (first.empty()) return absl::OkStatus();
  return InvalidField(absl::StrCat("spec.", first), row->terms.refused_fields().at(first));
}

absl::Status CheckCount(const ModelRow* row, absl::string_view field, int count) {
  const bool known = LimitsOf(row).has_max_count();
  const int most = known ? LimitsOf(row).max_count() : kMaxCount;
  if (count >= 1 && count <= most) return absl::OkStatus();
  return InvalidField(
      field, absl::StrCat("is ", count, ", must be 1 to ", most, known ? " for this model" : ""));
}

absl::Status CheckPrompt(absl::string_view field, absl::string_view prompt) {
  if (absl::StripAsciiWhitespace(prompt).empty()) return InvalidField(field, "must not be empty");
  return CheckText(field, prompt);
}

absl::Status CheckText(absl::string_view field, absl::string_view text) {
  if (text.size() <= kMaxPromptBytes) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("is longer than ", kMaxPromptBytes, " bytes"));
}

absl::Status CheckWhole(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("is ", value, ", must be ", least, " to ", most));
}

absl::Status CheckNumber(absl::string_view field, double value, double least, double most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("must be ", least, " to ", most));
}

absl::Status CheckLabels(absl::string_view field,
                         const google::protobuf::Map<std::string, std::string>& labels) {
  if (labels.size() > kMaxLabels)
    return InvalidField(field, absl::StrCat("has more than ", kMaxLabels, " entries"));
  for (const auto& [key, value] : labels) {
    if (!key.empty() && IsLabelText(key) && IsLabelText(value)) continue;
    return InvalidField(field, absl::StrCat("keys and values must be lower-case letters, digits, ",
                                            "_ and -, at most ", kMaxLabelBytes, " of them"));
  }
  return absl::OkStatus();
}

absl::Status CheckModelWord(absl::string_view field, absl::string_view value,
                            const google::protobuf::RepeatedPtrField<std::string>& of_model,
                            absl::Span<const absl::string_view> general) {
  return of_model.empty() ? CheckWord(field, value, general) : CheckWord(field, value, of_model);
}

absl::Status CheckPersonGeneration(const ModelRow* row, absl::string_view field,
                                   absl::string_view value) {
  return CheckModelWord(field, value, LimitsOf(row).person_generation(), kPersonGenerations);
}

absl::Status CheckSafetyLevel(absl::string_view field, absl::string_view value) {
  return CheckWord(field, value, kSafetyLevels);
}

absl::Status CheckImageSize(const ModelRow* row, absl::string_view field, absl::string_view value) {
  if (value.empty() || !LimitsOf(row).image_size_in_pixels())
    return CheckWord(field, value, LimitsOf(row).image_sizes());
  int pixels = 0;
  if (absl::SimpleAtoi(value, &pixels) && pixels >= kLeastPixels && pixels <= kMostPixels)
    return absl::OkStatus();
  return InvalidField(
      field, absl::StrCat("must be ", kLeastPixels, " to ", kMostPixels, " pixels for this model"));
}

absl::Status CheckJpegQuality(absl::string_view field, int quality, bool is_jpeg) {
  if (!is_jpeg) return InvalidField(field, "is for output_mime_type image/jpeg only");
  return CheckWhole(field, quality, 0, 100);
}

const v1::ModelLimits& LimitsOf(const ModelRow* row) {
  return row == nullptr ? v1::ModelLimits::default_instance() : row->limits();
}

}  // namespace mediagen
