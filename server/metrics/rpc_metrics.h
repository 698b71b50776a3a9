// What is counted of one rpc.
#ifndef MEDIAGEN_SERVER_METRICS_RPC_METRICS_H_
#define MEDIAGEN_SERVER_METRICS_RPC_METRICS_H_

#include <array>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "server/metrics/instruments.h"

namespace prometheus {
class Registry;
}

namespace mediagen {

// The series of one rpc. Any thread.
class RpcMetrics {
 public:
  static constexpr int kCodes = 17;  // gRPC's, from OK on.

  RpcMetrics() = default;
  Counter started;
  std::array<Counter, kCodes> handled;  // By code.
  Histogram seconds;
  Counter received;  // Messages.
  Counter sent;
};

// Those of all rpcs. Filled before the server listens, then read by any thread.
class RpcMetricsTable {
 public:
  explicit RpcMetricsTable(prometheus::Registry& registry) : registry_(registry) {}

  // `type` in the usual words: unary, server_stream, client_stream, bidi_stream.
  void Add(const std::string& type, const std::string& service, const std::string& method);
  // By `package.Service/Method`; of one that was not added, series that count nothing.
  const RpcMetrics& Find(absl::string_view full_name) const;

 private:
  prometheus::Registry& registry_;
  const RpcMetrics none_;
  absl::flat_hash_map<std::string, RpcMetrics> by_name_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_RPC_METRICS_H_
