// Checks that the specs of all services share. Each is OK, or INVALID_ARGUMENT for `field`.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_FIELDS_H_
#define MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_FIELDS_H_

#include <google/protobuf/map.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/upstream/error_details.h"
#include "server/upstream/model_row.h"

namespace mediagen {

// What holds for models that are not known.
inline constexpr int kMaxCount = 100;
inline constexpr int kMaxDurationSeconds = 600;
inline constexpr size_t kMaxPromptBytes = 32'000;
inline constexpr size_t kMaxWordBytes = 200;

// The first of the checks that failed.
absl::Status FirstError(std::initializer_list<absl::Status> checks);

// That the model serves one of these; a null row serves everything.
absl::Status CheckSurface(const ModelRow* row, std::initializer_list<v1::ModelSurface> wanted);

// That no field is set that the row's model does not take.
absl::Status CheckRefusedFields(const ModelRow* row, const google::protobuf::Message& spec);

// A count of pictures or videos: 1 to the model's limit.
absl::Status CheckCount(const ModelRow* row, absl::string_view field, int count);

// A prompt, which must not be blank.
absl::Status CheckPrompt(absl::string_view field, absl::string_view prompt);
// Any text of up to kMaxPromptBytes.
absl::Status CheckText(absl::string_view field, absl::string_view text);

// Both limits are fine.
absl::Status CheckWhole(absl::string_view field, int64_t value, int64_t least, int64_t most);
// Refuses NaN, too.
absl::Status CheckNumber(absl::string_view field, double value, double least, double most);

// Up to 64 labels, each key of 1 to 63 and each value of up to 63 lower-case letters, digits, `_`
// and `-`.
absl::Status CheckLabels(absl::string_view field,
                         const google::protobuf::Map<std::string, std::string>& labels);

// One of `allowed`, without regard to case; an empty list allows any word of up to kMaxWordBytes.
// An empty value is fine.
template <typename Words>
absl::Status CheckWord(absl::string_view field, absl::string_view value, const Words& allowed) {
  if (value.empty()) return absl::OkStatus();
  if (std::empty(allowed)) {
    if (value.size() <= kMaxWordBytes) return absl::OkStatus();
    return InvalidField(field, absl::StrCat("is longer than ", kMaxWordBytes, " bytes"));
  }
  for (absl::string_view word : allowed) {
    if (absl::EqualsIgnoreCase(word, value)) return absl::OkStatus();
  }
  return InvalidField(field, absl::StrCat("is none of ", absl::StrJoin(allowed, ", ")));
}

// One of the model's words, or where they are not known one of `general`.
absl::Status CheckModelWord(absl::string_view field, absl::string_view value,
                            const google::protobuf::RepeatedPtrField<std::string>& of_model,
                            absl::Span<const absl::string_view> general);

// Values of `person_generation` and of `safety_filter_level`.
absl::Status CheckPersonGeneration(const ModelRow* row, absl::string_view field,
                                   absl::string_view value);
absl::Status CheckSafetyLevel(absl::string_view field, absl::string_view value);

// A size of pictures: one of the model's, or pixels where it counts in them.
absl::Status CheckImageSize(const ModelRow* row, absl::string_view field, absl::string_view value);

// A quality of JPEG pictures, 0 to 100; no other kind of picture has one.
absl::Status CheckJpegQuality(absl::string_view field, int quality, bool is_jpeg);

// The limits of a row; those of a null row allow everything.
const v1::ModelLimits& LimitsOf(const ModelRow* row);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_FIELDS_H_
