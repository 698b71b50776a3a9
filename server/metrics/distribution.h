// How values are spread.
#ifndef MEDIAGEN_SERVER_METRICS_DISTRIBUTION_H_
#define MEDIAGEN_SERVER_METRICS_DISTRIBUTION_H_

#include <cstdint>
#include <vector>

namespace mediagen {

// A histogram at one moment. A plain value.
class Distribution {
 public:
  Distribution() = default;
  std::vector<double> bounds;    // Ascending; values beyond the last have a bucket of their own.
  std::vector<uint64_t> counts;  // Of each bucket alone: one more than bounds.
  double sum = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_DISTRIBUTION_H_
