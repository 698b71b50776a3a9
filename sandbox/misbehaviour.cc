#include "sandbox/misbehaviour.h"

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

struct MisbehaviourRow {
  Misbehaviour what;
  std::string_view name;
  std::string_view effect;
};
constexpr MisbehaviourRow kTable[] = {
    {Misbehaviour::kFilterOne, "filter-one", "one of the results is filtered out"},
    {Misbehaviour::kFilterAll, "filter-all", "all of the results are filtered out"},
    {Misbehaviour::kRateLimited, "429", "refused with 429 and Retry-After: 7"},
    {Misbehaviour::kServerError, "500", "refused with 500"},
    {Misbehaviour::kCut, "cut", "the connection ends in the middle of the base64"},
    {Misbehaviour::kNeverDone, "never-done", "a video never ends; anything else is never answered"},
};

constexpr std::string_view kTagBegin = "[sandbox:";
constexpr char kRetryAfterSeconds[] = "7";

const MisbehaviourRow* FindRow(std::string_view name) {
  for (const MisbehaviourRow& row : kTable) {
    if (http::EqualsIgnoreCase(row.name, name)) return &row;
  }
  return nullptr;
}

std::string KnownTags() {
  std::string known;
  for (const MisbehaviourRow& row : kTable) {
    absl::StrAppend(&known, known.empty() ? "" : "; ", std::string(row.name), " (",
                    std::string(row.effect), ")");
  }
  return known;
}

}  // namespace

absl::StatusOr<Misbehaviour> AskedMisbehaviour(const std::string& model,
                                               const std::string& prompt) {
  const size_t begin = prompt.find(kTagBegin);
  const size_t end = begin == std::string::npos ? begin : prompt.find(']', begin);
  if (end != std::string::npos) {
    const size_t name_begin = begin + kTagBegin.size();
    const std::string name = prompt.substr(name_begin, end - name_begin);
    const MisbehaviourRow* row = FindRow(name);
    if (row != nullptr) return row->what;
    return absl::InvalidArgumentError(
        absl::StrCat("unknown sandbox tag '", name, "'; known are: ", KnownTags()));
  }
  for (const MisbehaviourRow& row : kTable) {
    const std::string suffix = absl::StrCat("-", std::string(row.name));
    if (model.ends_with(suffix)) return row.what;
  }
  return Misbehaviour::kNone;
}

std::string WithoutTags(const std::string& prompt) {
  std::string shown = prompt;
  for (;;) {
    const size_t begin = shown.find(kTagBegin);
    const size_t end = begin == std::string::npos ? begin : shown.find(']', begin);
    if (end == std::string::npos) return std::string(http::Trim(shown));
    shown.erase(begin, end + 1 - begin);
  }
}

std::optional<Reply> RefusalFor(Misbehaviour misbehaviour, ErrorShape shape,
                                bool awaits_operation) {
  if (misbehaviour == Misbehaviour::kRateLimited) {
    Reply reply = ErrorReply(shape, 429, "Resource has been exhausted (e.g. check quota).");
    reply.headers.Add("Retry-After", kRetryAfterSeconds);
    return reply;
  }
  if (misbehaviour == Misbehaviour::kServerError) {
    return ErrorReply(shape, 500, "An internal error has occurred.");
  }
  if (misbehaviour == Misbehaviour::kNeverDone && !awaits_operation) {
    Reply reply;
    reply.never_answers = true;
    return reply;
  }
  return std::nullopt;
}

}  // namespace mediagen::sandbox
