#include "server/upstream/reverse_video_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "server/upstream/error_details.h"
#include "server/upstream/secrets.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

// The failure on one line: the marks of quotes and line ends tell nothing.
std::string FailureLine(const ReverseVideoFacts& facts) {
  std::string line = absl::StrReplaceAll(facts.failure_text, {{">", " "}});
  absl::RemoveExtraAsciiWhitespace(&line);
  return line;
}

// The support codes of a text, whatever its words for them.
std::vector<int64_t> CodesAmong(absl::string_view text) {
  constexpr absl::string_view kDigits = "0123456789";
  std::vector<int64_t> codes;
  while (!text.empty()) {
    text.remove_prefix(std::min(text.find_first_of(kDigits), text.size()));
    const size_t length = std::min(text.find_first_not_of(kDigits), text.size());
    int64_t code = 0;
    if (absl::SimpleAtoi(text.substr(0, length), &code) &&
        CategoryOfSupportCode(code) != v1::FILTER_CATEGORY_UNSPECIFIED &&
        std::find(codes.begin(), codes.end(), code) == codes.end()) {
      codes.push_back(code);
    }
    text.remove_prefix(length);
  }
  return codes;
}

// Callers take a few thousand bytes of metadata in all.
std::string PageForMetadata(const std::string& page) {
  constexpr size_t kLongestPage = 1000;
  return page.size() <= kLongestPage ? WithoutSecrets(page) : "";
}

bool IsFilter(absl::string_view failure) {
  const std::string text = absl::AsciiStrToUpper(failure);
  return absl::StrContains(text, "UNSAFE") || absl::StrContains(text, "SUPPORT CODE") ||
         !CodesAmong(text).empty();
}

}  // namespace

void ReverseVideoText::Feed(absl::string_view text) { content_.Feed(text); }

void ReverseVideoText::FeedReasoning(absl::string_view text) { reasoning_.Feed(text); }

void ReverseVideoText::Finish() {
  reasoning_.Finish();
  content_.Finish();
}

bool ReverseVideoText::TakeNews() {
  const bool content = content_.TakeNews();
  return reasoning_.TakeNews() || content;
}

void ReverseVideoText::FillProgress(v1::VideoProgress& progress) const {
  progress.set_task_id(facts_.task_id);
  progress.set_progress_page(facts_.urls.progress_page);
  progress.set_source_page(facts_.urls.source_page);
  progress.set_revised_prompt(facts_.revised_prompt);
  progress.set_watch_uri(facts_.urls.watch_url);
  progress.set_download_uri(facts_.urls.download_url);
  if (facts_.percent.has_value()) progress.set_upstream_percent(*facts_.percent);
  if (facts_.retry.has_value()) {
    progress.set_upstream_retry(facts_.retry->retry);
    progress.set_upstream_retry_limit(facts_.retry->limit);
  }
}

ReverseVideoOutcome ReverseVideoText::outcome() const {
  if (!facts_.urls.watch_url.empty() || !facts_.urls.download_url.empty())
    return ReverseVideoOutcome::kSucceeded;
  if (!facts_.failed) return ReverseVideoOutcome::kUnknown;
  return IsFilter(facts_.failure_text) ? ReverseVideoOutcome::kFiltered
                                       : ReverseVideoOutcome::kFailed;
}

absl::Status ReverseVideoText::Failure() const {
  const std::string line = FailureLine(facts_);
  absl::Status status;
  if (outcome() == ReverseVideoOutcome::kFiltered) {
    status = MakeError(absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
                       "the upstream's safety filter held the video back");
  } else {
    status = MakeError(absl::StatusCode::kInternal, "OPERATION_FAILED",
                       "the upstream says that the job failed");
  }
  SetErrorMetadata(status, "upstream_code", absl::StatusCodeToString(status.code()));
  SetErrorMetadata(status, "upstream_message", ScrubUpstreamText(line));
  SetErrorMetadata(status, "support_codes", JoinSupportCodes(CodesAmong(line)));
  AddReverseVideoFacts(status, facts_);
  return status;
}

void AddReverseVideoFacts(absl::Status& status, const ReverseVideoFacts& facts) {
  SetErrorMetadata(status, "task_id", facts.task_id);
  SetErrorMetadata(status, "progress_page", PageForMetadata(facts.urls.progress_page));
  SetErrorMetadata(status, "source_page", PageForMetadata(facts.urls.source_page));
}

}  // namespace mediagen
