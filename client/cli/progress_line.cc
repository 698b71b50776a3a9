#include "client/cli/progress_line.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "client/cli/printable.h"

namespace mediagen::client {
namespace {

constexpr std::chrono::milliseconds kTick(200);
constexpr absl::Duration kPlainLineEvery = absl::Seconds(2);
// Below this a rate is noise.
constexpr absl::Duration kShortestRate = absl::Milliseconds(100);

absl::string_view PhaseText(v1::VideoPhase phase) {
  switch (phase) {
    case v1::VIDEO_PHASE_SUBMITTING:
      return "starting";
    case v1::VIDEO_PHASE_TRANSFERRING:
      return "receiving";
    default:
      return "generating";
  }
}

std::string Detail(const v1::VideoProgress& progress) {
  std::string text;
  if (progress.polls() > 0) absl::StrAppend(&text, "  poll ", progress.polls());
  if (progress.has_upstream_percent()) {
    absl::StrAppend(&text, "  ", progress.upstream_percent(), " %");
  } else if (progress.has_estimated_fraction()) {
    absl::StrAppendFormat(&text, "  about %.0f %% (estimate)", 100 * progress.estimated_fraction());
  }
  if (progress.has_upstream_retry()) {
    absl::StrAppend(&text, "  retry ", progress.upstream_retry());
    if (progress.has_upstream_retry_limit()) {
      absl::StrAppend(&text, " of ", progress.upstream_retry_limit());
    }
  }
  if (!progress.task_id().empty()) {
    absl::StrAppend(&text, "  task ", PrintableLine(progress.task_id()));
  }
  return text;
}

}  // namespace

std::string BytesText(int64_t bytes) {
  if (bytes < 1'000'000) return absl::StrFormat("%.1f kB", static_cast<double>(bytes) / 1e3);
  return absl::StrFormat("%.1f MB", static_cast<double>(bytes) / 1e6);
}

ProgressLine::ProgressLine(FILE* out, bool terminal)
    : out_(out), terminal_(terminal), start_(absl::Now()) {
  if (terminal_) ticker_ = std::thread([this] { Tick(); });
}

ProgressLine::~ProgressLine() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    Erase();
  }
  stop_.notify_all();
  if (ticker_.joinable()) ticker_.join();
}

void ProgressLine::Tick() {
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, kTick, [this] { return stopping_; })) {
    if (!phase_.empty()) Print(absl::Now());
  }
}

void ProgressLine::Begin(absl::string_view phase) {
  {
    const std::lock_guard lock(mutex_);
    start_ = absl::Now();
    bytes_ = 0;
    phase_.clear();
  }
  Show(phase);
}

void ProgressLine::Show(absl::string_view phase) {
  const std::lock_guard lock(mutex_);
  const bool is_new = phase_ != phase;
  phase_ = std::string(phase);
  if (is_new) detail_.clear();
  if (is_new || terminal_) Print(absl::Now());
}

void ProgressLine::Show(const v1::VideoProgress& progress) {
  const std::lock_guard lock(mutex_);
  const bool is_new = phase_ != PhaseText(progress.phase());
  phase_ = std::string(PhaseText(progress.phase()));
  detail_ = Detail(progress);
  const absl::Time now = absl::Now();
  if (is_new || terminal_ || now - printed_ >= kPlainLineEvery) Print(now);
}

void ProgressLine::AddBytes(int64_t count) {
  const std::lock_guard lock(mutex_);
  const absl::Time now = absl::Now();
  if (bytes_ == 0) first_byte_ = now;
  bytes_ += count;
  phase_ = "receiving";
  detail_.clear();
  // The ticker draws it on a terminal; a chunk is too small a reason.
  if (!terminal_ && now - printed_ >= kPlainLineEvery) Print(now);
}

void ProgressLine::Stop() {
  const std::lock_guard lock(mutex_);
  phase_.clear();
  Erase();
}

void ProgressLine::Note(absl::string_view text) {
  const std::lock_guard lock(mutex_);
  Erase();
  absl::FPrintF(out_, "%s\n", text);
  std::fflush(out_);
}

void ProgressLine::Print(absl::Time now) {
  printed_ = now;
  drawn_ = terminal_;
  const absl::string_view before = terminal_ ? "\r" : "";
  const absl::string_view after = terminal_ ? "\033[K" : "\n";
  absl::FPrintF(out_, "%s%s%s", before, Text(now), after);
  std::fflush(out_);
}

void ProgressLine::Erase() {
  if (!drawn_) return;
  absl::FPrintF(out_, "\r\033[K");
  std::fflush(out_);
  drawn_ = false;
}

std::string ProgressLine::Text(absl::Time now) const {
  std::string text =
      absl::StrFormat("%s  %.1f s%s", phase_, absl::ToDoubleSeconds(now - start_), detail_);
  if (bytes_ == 0) return text;
  absl::StrAppend(&text, "  ", BytesText(bytes_));
  const absl::Duration receiving = now - first_byte_;
  if (receiving >= kShortestRate) {
    const double rate = static_cast<double>(bytes_) / 1e6 / absl::ToDoubleSeconds(receiving);
    absl::StrAppendFormat(&text, "  %.1f MB/s", rate);
  }
  return text;
}

}  // namespace mediagen::client
