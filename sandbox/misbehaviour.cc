#include "sandbox/misbehaviour.h"

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

struct MisbehaviourRow {
  Misbehaviour what;
  std::string_view name;
  std::string_view effect;
};
// A name that another one ends with stands behind that one.
constexpr MisbehaviourRow kTable[] = {
    {Misbehaviour::kFilterOne, "filter-one", "one of the results is filtered out"},
    {Misbehaviour::kFilterAll, "filter-all", "all of the results are filtered out"},
    {Misbehaviour::kBlocked, "blocked",
     "the prompt is blocked: 400 with a support code; generateContent: promptFeedback"},
    {Misbehaviour::kFailed, "failed",
     "a video ends with an error (in a chat: with a crossed-out line); anything else is a 500"},
    {Misbehaviour::kFailedBare, "failed-bare", "an interaction fails and does not say why"},
    {Misbehaviour::kNoMedia, "no-media",
     "text without a picture; empty predictions; a video that is done and not there"},
    {Misbehaviour::kLostMedia, "lost-media",
     "a picture is counted and not there; a video is done without a response or steps"},
    {Misbehaviour::kBadBase64, "bad-base64", "the first media ends with what is no base64"},
    {Misbehaviour::kRateLimited, "429", "refused with 429 and Retry-After: 7"},
    {Misbehaviour::kServerError, "500", "refused with 500"},
    {Misbehaviour::kOverloaded, "503", "refused with 503"},
    {Misbehaviour::kGatewayTimeout, "504", "refused with 504"},
    {Misbehaviour::kHtmlPage, "html", "refused with 502 and a page of HTML"},
    {Misbehaviour::kOpenAiBilling, "openai-billing",
     "refused for want of money: 429 insufficient_quota"},
    {Misbehaviour::kBilling, "billing",
     "refused for want of money: 403 insufficient_user_quota, as relays do"},
    {Misbehaviour::kRelay401, "relay-401", "refused with 401 in a relay's envelope"},
    {Misbehaviour::kErrorWith200, "error-200", "an error as the body of a 200"},
    {Misbehaviour::kBareMessage, "bare-message", "refused with 403 and a message, nothing else"},
    {Misbehaviour::kRetired, "retired", "refused with 404: the model is no longer available"},
    {Misbehaviour::kRenamed, "renamed", "polls give the operation another name"},
    {Misbehaviour::kNoId, "no-id", "the answer to the start of an interaction names no ID"},
    {Misbehaviour::kRequiresAction, "requires-action", "an interaction waits for a tool's result"},
    {Misbehaviour::kIncomplete, "incomplete", "an interaction ends early, without its video"},
    {Misbehaviour::kDataFirst, "data-first",
     "the bytes of an interaction's video stand before its type"},
    {Misbehaviour::kSlowFile, "slow-file",
     "an interaction's file is in the works for a while, see --slow-answer"},
    {Misbehaviour::kFailedFile, "failed-file", "an interaction's file cannot be made"},
    {Misbehaviour::kCut, "cut",
     "the connection ends in the middle of the media; of a video in a chat: after the task's ID"},
    {Misbehaviour::kStall, "stall", "silence in the middle of the media, for ever"},
    {Misbehaviour::kSlow, "slow", "the answer comes late, see --slow-answer"},
    {Misbehaviour::kNeverDone, "never-done", "a video never ends; anything else is never answered"},
};

constexpr std::string_view kTagBegin = "[sandbox:";

const MisbehaviourRow* FindRow(std::string_view name) {
  for (const MisbehaviourRow& row : kTable) {
    if (http::EqualsIgnoreCase(row.name, name)) return &row;
  }
  return nullptr;
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
        absl::StrCat("unknown sandbox tag '", name, "'; known are:\n", DescribeMisbehaviours()));
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

std::string DescribeMisbehaviours() {
  std::string lines;
  for (const MisbehaviourRow& row : kTable) {
    absl::StrAppendFormat(&lines, "  %-14s  %s\n", std::string(row.name), std::string(row.effect));
  }
  return lines;
}

}  // namespace mediagen::sandbox
