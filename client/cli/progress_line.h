#ifndef MEDIAGEN_CLIENT_CLI_PROGRESS_LINE_H_
#define MEDIAGEN_CLIENT_CLI_PROGRESS_LINE_H_

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mediagen/v1/video_service.pb.h"

namespace mediagen::client {

// Tells on stderr how a command is getting on: on a terminal one line that is written over and over
// and keeps ticking, elsewhere a plain line now and then. Any thread. Owns the ticking thread.
class ProgressLine {
 public:
  ProgressLine(FILE* out, bool terminal);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Begins another piece of work: time and bytes count from here.
  void Begin(absl::string_view phase);
  // What is going on now, such as `generating`.
  void Show(absl::string_view phase);
  // The same from a sign of life of the server.
  void Show(const v1::VideoProgress& progress);
  // Bytes that have arrived.
  void AddBytes(int64_t count);
  // Takes the line away: nothing is going on.
  void Stop();
  // A line that stays.
  void Note(absl::string_view text);

 private:
  void Tick();
  void Print(absl::Time now);
  void Erase();
  std::string Text(absl::Time now) const;

  FILE* const out_;
  const bool terminal_;

  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  absl::Time start_;
  std::string phase_;   // Empty: nothing to show.
  std::string detail_;  // `poll 4, about 35 %`
  int64_t bytes_ = 0;
  absl::Time first_byte_;
  absl::Time printed_;
  bool drawn_ = false;
  std::thread ticker_;
};

// `12.3 MB`, with as many digits as are of interest.
std::string BytesText(int64_t bytes);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_PROGRESS_LINE_H_
