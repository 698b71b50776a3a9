#include "tests/load/process_watch.h"

#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace mediagen::testing {

void ProcessWatch::ResetPeak() const {
  std::ofstream(absl::StrCat("/proc/", pid_, "/clear_refs")) << "5";
}

std::chrono::nanoseconds ProcessWatch::Cpu() const {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    std::fprintf(stderr, "no clock of process %d\n", pid_);
    std::exit(1);
  }
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

int64_t ProcessWatch::Status(const std::string& name) const {
  std::ifstream status(absl::StrCat("/proc/", pid_, "/status"));
  for (std::string word; status >> word;) {
    int64_t value = 0;
    if (word == name + ":" && status >> value) return value;
  }
  std::fprintf(stderr, "no %s of process %d\n", name.c_str(), pid_);
  std::exit(1);
}

}  // namespace mediagen::testing
