#include "server/upstream/chat_outcome.h"

#include "absl/strings/match.h"
#include "server/upstream/error_details.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

absl::Status WithFacts(absl::Status status, absl::StatusCode upstream_code,
                       const ChatFacts& facts) {
  SetErrorMetadata(status, "upstream_code", absl::StatusCodeToString(upstream_code));
  SetErrorMetadata(status, "upstream_message", ScrubUpstreamText(facts.explanation));
  SetErrorMetadata(status, "support_codes", JoinSupportCodes(SupportCodesIn(facts.explanation)));
  SetErrorMetadata(status, "finish_reason", ScrubUpstreamText(facts.finish_reason));
  SetErrorMetadata(status, "block_reason", ScrubUpstreamText(facts.block_reason));
  return status;
}

// Some serializers write the word that stands for "none".
bool IsBlocked(const ChatFacts& facts) {
  return !facts.block_reason.empty() &&
         !absl::EqualsIgnoreCase(facts.block_reason, "BLOCK_REASON_UNSPECIFIED");
}

}  // namespace

absl::Status ChatOutcome(const ChatFacts& facts, const ChatOutput& output) {
  if (output.good_pictures() > 0) return absl::OkStatus();
  if (IsBlocked(facts) && !output.has_text()) {
    return WithFacts(MakeError(absl::StatusCode::kInvalidArgument, "PROMPT_BLOCKED",
                               "the upstream's safety filter refuses the prompt"),
                     absl::StatusCode::kInvalidArgument, facts);
  }
  if (FinishReasonOf(facts.finish_reason) == v1::FINISH_REASON_FILTERED) {
    return WithFacts(MakeError(absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
                               "the upstream's safety filter stopped the answer"),
                     absl::StatusCode::kFailedPrecondition, facts);
  }
  if (output.corrupt_offset() >= 0) return MediaCorruptStatus(output.corrupt_offset());
  if (output.has_text()) return absl::OkStatus();
  return WithFacts(MakeError(absl::StatusCode::kInternal, "NO_IMAGE",
                             "the upstream answered neither picture nor text"),
                   absl::StatusCode::kInternal, facts);
}

}  // namespace mediagen
