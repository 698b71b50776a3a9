#include "server/upstream/reverse_video_marks.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace mediagen {
namespace {

constexpr absl::string_view kFullWidthColon = "\xef\xbc\x9a";
constexpr absl::string_view kFullWidthPercent = "\xef\xbc\x85";
constexpr absl::string_view kRunner = "\xf0\x9f\x8f\x83";

constexpr size_t kShortestId = 8;
constexpr size_t kLongestId = 128;
constexpr int kMostRetries = 1000;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// A whole number of at most 4 digits.
std::optional<int> NumberOf(absl::string_view word) {
  int number = 0;
  if (word.size() > 4 || !std::all_of(word.begin(), word.end(), &IsDigit)) return std::nullopt;
  if (!absl::SimpleAtoi(word, &number)) return std::nullopt;
  return number;
}

bool IsUuid(absl::string_view word) {
  if (word.size() != 36) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const auto byte = static_cast<unsigned char>(word[i]);
    if (dash ? byte != '-' : !absl::ascii_isxdigit(byte)) return false;
  }
  return true;
}

bool MayBeId(absl::string_view word) {
  return word.size() >= kShortestId && word.size() <= kLongestId &&
         std::any_of(word.begin(), word.end(), &IsDigit);
}

bool IsOfKnownForm(absl::string_view word) {
  return IsUuid(word) || (MayBeId(word) && absl::StartsWith(word, "task_"));
}

bool IsIdLabel(absl::string_view word) {
  return absl::EqualsIgnoreCase(word, "id") || absl::EqualsIgnoreCase(word, "taskid") ||
         absl::EndsWithIgnoreCase(word, "_id") || absl::EndsWithIgnoreCase(word, "-id");
}

}  // namespace

bool TaskIdMark::OnWord(absl::string_view text) {
  if (quoted_) {
    quote_.append(text.data(), std::min(text.size(), kLongestId + 1 - quote_.size()));
    return false;
  }
  const bool found = labelled_ && MayBeId(text);
  if (found) id_ = std::string(text);
  labelled_ = IsIdLabel(text);
  return found;
}

bool TaskIdMark::OnSymbol(absl::string_view text) {
  if (text == "`") {
    const bool ended = quoted_ && !quote_.empty();
    const bool found = ended && (IsOfKnownForm(quote_) || (labelled_ && MayBeId(quote_)));
    if (found) id_ = quote_;
    if (ended) labelled_ = false;
    quoted_ = !ended;
    quote_.clear();
    return found;
  }
  if (quoted_ && absl::StrContains("._:-/+=~@", text) && quote_.size() < kLongestId) {
    quote_.append(text.data(), text.size());
    return false;
  }
  quoted_ = false;
  labelled_ = labelled_ && (text == kFullWidthColon || absl::StrContains(" \t:=*_\"'", text));
  return false;
}

void TaskIdMark::OnUrl() { quoted_ = labelled_ = false; }

void RetryMark::OnWord(absl::string_view text) {
  const std::optional<int> number = NumberOf(text);
  if (number.has_value() && stage_ == Stage::kOpened) {
    count_.retry = *number;
    stage_ = Stage::kRetry;
  } else if (number.has_value() && stage_ == Stage::kSlash) {
    count_.limit = *number;
    stage_ = Stage::kLimit;
  } else {
    stage_ = Stage::kNone;
  }
}

std::optional<RetryCount> RetryMark::OnSymbol(absl::string_view text) {
  const Stage before = stage_;
  stage_ = Stage::kNone;
  if (text == "(" || text == "\xef\xbc\x88") stage_ = Stage::kOpened;
  if (text == "/" && before == Stage::kRetry) stage_ = Stage::kSlash;
  const bool closes = text == ")" || text == "\xef\xbc\x89";
  if (!closes || before != Stage::kLimit) return std::nullopt;
  if (count_.retry > count_.limit || count_.limit > kMostRetries) return std::nullopt;
  return count_;
}

void PercentMark::OnWord(absl::string_view text) {
  const std::optional<int> number = NumberOf(text);
  // Digits behind a decimal point leave the whole number as it is.
  const bool fraction = number_.has_value() && dots_ == 1 && !blank_ &&
                        std::all_of(text.begin(), text.end(), &IsDigit);
  if (!fraction) number_ = number;
  dots_ = 0;
  blank_ = false;
}

std::optional<int> PercentMark::OnSymbol(absl::string_view text) {
  std::optional<int> told;
  if (text == kRunner) running_ = true;
  if (text == "\n" || text == ">") running_ = false;
  if (number_.has_value() && *number_ <= 100) {
    const bool percent = text == "%" || text == kFullWidthPercent;
    if (percent && dots_ == 0) told = number_;
    if (text == "." && dots_ == 1 && running_) told = number_;
  }
  if (text == ".") {
    ++dots_;
  } else if (text == " " && dots_ == 0 && !blank_) {
    blank_ = true;
  } else {
    number_.reset();
  }
  return told;
}

}  // namespace mediagen
