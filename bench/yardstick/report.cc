#include "bench/yardstick/report.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace mediagen::bench {
namespace {

double SecondsOf(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double Quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

}  // namespace

Report& Report::Add(std::string name, double value) {
  values_.emplace_back(std::move(name), value);
  return *this;
}

Report& Report::AddLatencies(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  Add("calls", static_cast<double>(seconds.size()));
  Add("p50_ms", Quantile(seconds, 0.5) * 1e3);
  Add("p99_ms", Quantile(seconds, 0.99) * 1e3);
  return Add("max_ms", seconds.empty() ? 0 : seconds.back() * 1e3);
}

void Report::Print() const {
  const char* separator = "{";
  for (const auto& [name, value] : values_) {
    std::printf("%s\"%s\": %.9g", separator, name.c_str(), value);
    separator = ", ";
  }
  std::printf("}\n");
}

double Now() { return SecondsOf(CLOCK_MONOTONIC); }

double CpuSeconds() { return SecondsOf(CLOCK_PROCESS_CPUTIME_ID); }

void Fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || !text) Fail("cannot read " + path);
  return std::move(text).str();
}

}  // namespace mediagen::bench
