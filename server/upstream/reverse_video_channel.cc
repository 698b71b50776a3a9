#include "server/upstream/reverse_video_channel.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "server/upstream/json_view.h"
#include "server/upstream/utf8.h"

namespace mediagen {
namespace {

constexpr absl::string_view kFailureSign = "\xe2\x9d\x8c";
constexpr size_t kMaxFailureBytes = 4096;
constexpr size_t kLineStartBytes = 16;

}  // namespace

void ReverseVideoChannel::Feed(absl::string_view text) {
  for (char c : text) {
    if (head_.has_value()) {
      AddToHead(c);
    } else if (c == '{' && !head_is_over_ && IsAtHead()) {
      head_.emplace();
      AddToHead(c);
    } else {
      FeedBody(c);
    }
  }
}

void ReverseVideoChannel::Finish() { tokens_.Finish(); }

void ReverseVideoChannel::FeedBody(char c) {
  if (c == '\n') {
    line_.clear();
  } else if (!absl::ascii_isspace(static_cast<unsigned char>(c)) &&
             line_.size() < kLineStartBytes) {
    line_ += c;
  }
  tokens_.Feed(absl::string_view(&c, 1));
}

bool ReverseVideoChannel::IsAtHead() const {
  absl::string_view line = line_;
  const bool fenced = absl::ConsumePrefix(&line, "```");
  return line.empty() || (fenced && absl::EqualsIgnoreCase(line, "json"));
}

void ReverseVideoChannel::AddToHead(char c) {
  const JsonHead::State state = head_->Add(c);
  if (state != JsonHead::State::kOpen) EndHead(state);
}

void ReverseVideoChannel::EndHead(JsonHead::State state) {
  head_is_over_ = true;
  const std::string text = head_->text();
  head_.reset();
  if (state == JsonHead::State::kBroken) {
    // Better to take a link from a prompt for a while than to miss all that follows it.
    for (char c : text) FeedBody(c);
    return;
  }
  rapidjson::Document document;
  if (!ParseJson(text, document)) return;
  const absl::string_view prompt = JsonView(&document).Get("prompt").Text();
  if (prompt.empty()) return;
  facts_.revised_prompt = std::string(prompt);
  news_ = true;
}

void ReverseVideoChannel::OnWord(absl::string_view text) {
  Heard(text);
  links_.OnWord();
  if (task_id_.OnWord(text)) {
    // The first name counts: a later one is that of something else.
    head_is_over_ = true;
    if (facts_.task_id.empty()) facts_.task_id = task_id_.id();
    news_ = true;
  }
  retry_.OnWord(text);
  percent_.OnWord(text);
}

void ReverseVideoChannel::OnSymbol(absl::string_view text) {
  if (text == kFailureSign) {
    head_is_over_ = facts_.failed = true;
  } else {
    Heard(text);
  }
  links_.OnSymbol(text);
  if (task_id_.OnSymbol(text)) {
    head_is_over_ = true;
    if (facts_.task_id.empty()) facts_.task_id = task_id_.id();
    news_ = true;
  }
  if (const std::optional<RetryCount> retry = retry_.OnSymbol(text); retry.has_value()) {
    facts_.retry = retry;
    news_ = true;
  }
  if (const std::optional<int> percent = percent_.OnSymbol(text); percent.has_value()) {
    facts_.percent = percent;
    news_ = true;
  }
}

void ReverseVideoChannel::OnUrl(absl::string_view text) {
  Heard(text);
  head_is_over_ = true;
  if (links_.OnUrl(MendedUtf8(text))) news_ = true;
  task_id_.OnUrl();
  retry_.OnUrl();
  percent_.OnUrl();
}

void ReverseVideoChannel::Heard(absl::string_view text) {
  if (!facts_.failed) return;
  facts_.failure_text.append(text.data(),
                             std::min(text.size(), kMaxFailureBytes - facts_.failure_text.size()));
}

bool ReverseVideoChannel::TakeNews() { return std::exchange(news_, false); }

}  // namespace mediagen
