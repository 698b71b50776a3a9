#include "server/metrics/rpc_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// In the spelling that dashboards for gRPC servers expect.
constexpr std::array<const char*, RpcMetrics::kCodes> kCodeNames = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

// From a refusal to a video that took as long as one may take.
const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const auto* buckets = new prometheus::Histogram::BucketBoundaries{
      0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200};
  return *buckets;
}

prometheus::Family<prometheus::Counter>& CounterFamily(prometheus::Registry& registry,
                                                       const char* name, const char* help) {
  // The registry knows a family by its name: asked again, it gives the same.
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

void RpcMetricsTable::Add(const std::string& type, const std::string& service,
                          const std::string& method) {
  const prometheus::Labels labels = {
      {"grpc_type", type}, {"grpc_service", service}, {"grpc_method", method}};
  RpcMetrics& rpc = by_name_[absl::StrCat(service, "/", method)];
  rpc.started = Counter(
      CounterFamily(registry_, "grpc_server_started_total", "Calls that began.").Add(labels));
  auto& handled =
      CounterFamily(registry_, "grpc_server_handled_total", "Calls that ended, whatever with.");
  for (size_t code = 0; code < kCodeNames.size(); ++code) {
    prometheus::Labels with_code = labels;
    with_code["grpc_code"] = kCodeNames[code];
    rpc.handled[code] = Counter(handled.Add(with_code));
  }
  auto& seconds = prometheus::BuildHistogram()
                      .Name("grpc_server_handling_seconds")
                      .Help("From a call's arrival to its end at the server.")
                      .Register(registry_);
  rpc.seconds = Histogram(seconds.Add(labels, Buckets()));
  rpc.received = Counter(
      CounterFamily(registry_, "grpc_server_msg_received_total", "Messages that callers sent.")
          .Add(labels));
  rpc.sent = Counter(
      CounterFamily(registry_, "grpc_server_msg_sent_total", "Messages that were sent to callers.")
          .Add(labels));
}

const RpcMetrics& RpcMetricsTable::Find(absl::string_view full_name) const {
  const auto found = by_name_.find(full_name);
  return found == by_name_.end() ? none_ : found->second;
}

}  // namespace mediagen
