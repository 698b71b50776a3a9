#ifndef MEDIAGEN_TESTS_LOAD_PROCESS_WATCH_H_
#define MEDIAGEN_TESTS_LOAD_PROCESS_WATCH_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace mediagen::testing {

// Looks at another process of this user. A plain value; any thread.
class ProcessWatch {
 public:
  explicit ProcessWatch(pid_t pid) : pid_(pid) {}

  int64_t RssKib() const { return Status("VmRSS"); }
  int64_t Threads() const { return Status("Threads"); }
  // The most since ResetPeak.
  int64_t PeakRssKib() const { return Status("VmHWM"); }
  void ResetPeak() const;
  std::chrono::nanoseconds Cpu() const;

 private:
  // A line of /proc/PID/status; ends the program when there is none.
  int64_t Status(const std::string& name) const;

  pid_t pid_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_LOAD_PROCESS_WATCH_H_
