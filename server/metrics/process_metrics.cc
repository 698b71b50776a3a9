#include "server/metrics/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace mediagen {
namespace {

// Fields of /proc/self/stat behind the program's name, which may hold anything, blanks too.
std::vector<double> StatFields() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
  std::string state;
  fields >> state;
  std::vector<double> values;
  for (double value = 0; fields >> value;) values.push_back(value);
  return values;
}

// When the machine came up, in seconds since 1970.
double BootTime() {
  std::ifstream file("/proc/stat");
  for (std::string word; file >> word;) {
    double seconds = 0;
    if (word == "btime" && file >> seconds) return seconds;
  }
  return 0;
}

double OpenFiles() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator it("/proc/self/fd", error), end; !error && it != end;
       it.increment(error)) {
    ++count;
  }
  return count;
}

double MostFiles() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : 0;
}

prometheus::MetricFamily Family(const char* name, const char* help, prometheus::MetricType type,
                                double value) {
  prometheus::MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = type;
  family.metric.emplace_back();
  family.metric[0].counter.value = value;
  family.metric[0].gauge.value = value;
  return family;
}

}  // namespace

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  constexpr auto kGauge = prometheus::MetricType::Gauge;
  // Numbers of proc(5) less the three fields that StatFields passes over.
  constexpr size_t kUserTime = 10, kSystemTime = 11, kThreads = 16, kStartTime = 18, kVirtual = 19,
                   kResident = 20;
  std::vector<prometheus::MetricFamily> families;
  families.push_back(
      Family("process_open_fds", "File descriptors that are open.", kGauge, OpenFiles()));
  families.push_back(
      Family("process_max_fds", "File descriptors that may be open.", kGauge, MostFiles()));
  const std::vector<double> stat = StatFields();
  if (stat.size() <= kResident) return families;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  families.push_back(Family("process_cpu_seconds_total", "CPU time, user and system.",
                            prometheus::MetricType::Counter,
                            (stat[kUserTime] + stat[kSystemTime]) / ticks));
  families.push_back(Family("process_start_time_seconds",
                            "When the process started, in seconds since 1970.", kGauge,
                            BootTime() + stat[kStartTime] / ticks));
  families.push_back(Family("process_resident_memory_bytes", "Memory that is resident.", kGauge,
                            stat[kResident] * static_cast<double>(sysconf(_SC_PAGESIZE))));
  families.push_back(
      Family("process_virtual_memory_bytes", "Memory that is mapped.", kGauge, stat[kVirtual]));
  families.push_back(Family("process_threads", "Threads.", kGauge, stat[kThreads]));
  return families;
}

}  // namespace mediagen
