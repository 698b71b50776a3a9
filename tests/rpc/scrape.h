#ifndef MEDIAGEN_TESTS_RPC_SCRAPE_H_
#define MEDIAGEN_TESTS_RPC_SCRAPE_H_

#include <map>
#include <string>
#include <vector>

namespace mediagen::testing {

// What a metrics port on loopback says at this moment.
class Scrape {
 public:
  explicit Scrape(int port);

  const std::string& text() const { return text_; }
  // The sum of all series of `name` that have these labels, each written label="value"; -1: there
  // is none.
  double Sum(const std::string& name, const std::vector<std::string>& labels = {}) const;

 private:
  std::string text_;
  std::map<std::string, double> values_;  // By name and labels, as they are written.
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_SCRAPE_H_
