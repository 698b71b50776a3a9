#include "tests/rpc/scrape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/fakes/fetch.h"

namespace mediagen::testing {

Scrape::Scrape(int port) {
  const Fetched fetched = Fetch(absl::StrCat("http://127.0.0.1:", port, "/metrics"));
  EXPECT_EQ(fetched.status, 200);
  text_ = fetched.body;
  std::istringstream lines(text_);
  for (std::string line; std::getline(lines, line);) {
    const size_t space = line.rfind(' ');
    if (line.empty() || line[0] == '#' || space == std::string::npos) continue;
    values_[line.substr(0, space)] = std::stod(line.substr(space + 1));
  }
}

double Scrape::Sum(const std::string& name, const std::vector<std::string>& labels) const {
  double sum = -1;
  for (const auto& [series, value] : values_) {
    if (series.substr(0, series.find('{')) != name) continue;
    const bool has_all = std::all_of(labels.begin(), labels.end(), [&](const std::string& label) {
      return absl::StrContains(series, label);
    });
    if (has_all) sum = std::max(sum, 0.0) + value;
  }
  return sum;
}

}  // namespace mediagen::testing
