// What a program of the benchmark tells its caller: one JSON object of numbers on stdout.
#ifndef MEDIAGEN_BENCH_YARDSTICK_REPORT_H_
#define MEDIAGEN_BENCH_YARDSTICK_REPORT_H_

#include <string>
#include <utility>
#include <vector>

namespace mediagen::bench {

// Named numbers in the order of their adding. A plain value.
class Report {
 public:
  Report& Add(std::string name, double value);
  // Counts, longest, median and 99th percentile of `seconds`, in milliseconds.
  Report& AddLatencies(std::vector<double> seconds);
  void Print() const;

 private:
  std::vector<std::pair<std::string, double>> values_;
};

// Seconds of a clock that never jumps.
double Now();
// Seconds of CPU that this process has had.
double CpuSeconds();
// Tells stderr and ends the program with 1.
[[noreturn]] void Fail(const std::string& what);
// The file's bytes; fails when it cannot be read.
std::string ReadFile(const std::string& path);

}  // namespace mediagen::bench

#endif  // MEDIAGEN_BENCH_YARDSTICK_REPORT_H_
