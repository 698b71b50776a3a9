// How much somebody may have of the server.
#ifndef MEDIAGEN_SERVER_RPC_LIMITS_H_
#define MEDIAGEN_SERVER_RPC_LIMITS_H_

#include <cstdint>
#include <optional>

namespace mediagen {

// Limits of one tenant, or of all together. What is not set is not limited. A plain value.
class Limits {
 public:
  Limits() = default;
  std::optional<int> max_calls;
  std::optional<double> max_requests_per_second;
  int request_burst = 1;
  std::optional<int64_t> max_inflight_bytes;
  std::optional<int64_t> max_spend_nano_usd_per_day;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_LIMITS_H_
