// What a reverse channel says of its job in passing.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_MARKS_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_MARKS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace mediagen {

// Each mark looks at the tokens of a text, in order, and tells when it has seen what it looks for.
// Any thread; not shared.

// The name of a job: behind a label that ends in `ID`, or in backticks and of a known form.
class TaskIdMark {
 public:
  TaskIdMark() = default;
  // Whether a name is whole with this token.
  bool OnWord(absl::string_view text);
  bool OnSymbol(absl::string_view text);
  void OnUrl();
  const std::string& id() const { return id_; }

 private:
  bool labelled_ = false;  // A label that announces a name stands before this.
  bool quoted_ = false;    // Between backticks.
  std::string quote_;
  std::string id_;
};

class RetryCount {
 public:
  RetryCount() = default;
  int retry = 0;
  int limit = 0;
};

// An attempt of so many: `(1/3)`.
class RetryMark {
 public:
  RetryMark() = default;
  void OnWord(absl::string_view text);
  std::optional<RetryCount> OnSymbol(absl::string_view text);
  void OnUrl() { stage_ = Stage::kNone; }

 private:
  enum class Stage { kNone, kOpened, kRetry, kSlash, kLimit };
  Stage stage_ = Stage::kNone;
  RetryCount count_;
};

// A percentage: `42%`, or the numbers with dots between them behind a runner: `🏃 42..54..`.
class PercentMark {
 public:
  PercentMark() = default;
  void OnWord(absl::string_view text);
  std::optional<int> OnSymbol(absl::string_view text);
  void OnUrl() { number_.reset(); }

 private:
  std::optional<int> number_;  // The number that stands before this.
  int dots_ = 0;               // Between it and this.
  bool blank_ = false;         // As well.
  bool running_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_MARKS_H_
