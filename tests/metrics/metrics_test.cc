#include "server/metrics/metrics.h"

#include <gtest/gtest.h>
#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/metrics/sampled_metrics.h"

namespace mediagen {
namespace {

// As a scrape gives it.
std::string TextOf(const Metrics& metrics) {
  std::string text;
  for (const auto& collectable : metrics.collectables())
    text += prometheus::TextSerializer().Serialize(collectable->Collect());
  return text;
}

void ExpectLine(const std::string& text, const std::string& line) {
  EXPECT_TRUE(absl::StrContains(absl::StrCat("\n", text), absl::StrCat("\n", line, "\n")))
      << line << " is not in:\n"
      << text;
}

TEST(MetricsTest, InstrumentsWithoutASeriesCountNothing) {
  Counter().Add();
  Gauge().Set(1);
  Gauge().Add(1);
  Histogram().Observe(1);
  ProviderMetrics nothing;
  nothing.CountRequest("other", RequestKind::kPaid, RequestOutcome::kOk, 1);
  nothing.CountSpend("other", 1);
  nothing.CountPoll(PollOutcome::kDone);
}

TEST(MetricsTest, AnRpcHasItsSeriesBeforeTheFirstCall) {
  Metrics metrics;
  metrics.rpcs().Add("unary", "a.B", "C");
  const std::string text = TextOf(metrics);
  const std::string labels = R"(grpc_method="C",grpc_service="a.B",grpc_type="unary")";
  ExpectLine(text, absl::StrCat("grpc_server_started_total{", labels, "} 0"));
  ExpectLine(text, R"(grpc_server_handled_total{grpc_code="Canceled",)" + labels + "} 0");
  ExpectLine(text, absl::StrCat("grpc_server_handling_seconds_count{", labels, "} 0"));
}

TEST(MetricsTest, CallsAreCountedByMethodAndCode) {
  Metrics metrics;
  metrics.rpcs().Add("unary", "a.B", "C");
  const RpcMetrics& rpc = metrics.rpcs().Find("a.B/C");
  rpc.started.Add();
  rpc.handled[14].Add();
  rpc.seconds.Observe(700);
  metrics.rpcs().Find("a.B/Unknown").started.Add();
  const std::string text = TextOf(metrics);
  const std::string labels = R"(grpc_method="C",grpc_service="a.B",grpc_type="unary")";
  ExpectLine(text, absl::StrCat("grpc_server_started_total{", labels, "} 1"));
  ExpectLine(text, R"(grpc_server_handled_total{grpc_code="Unavailable",)" + labels + "} 1");
  ExpectLine(text, absl::StrCat("grpc_server_handling_seconds_bucket{", labels, R"(,le="600"} 0)"));
  ExpectLine(text,
             absl::StrCat("grpc_server_handling_seconds_bucket{", labels, R"(,le="1200"} 1)"));
  EXPECT_FALSE(absl::StrContains(text, "Unknown\",grpc_service"));
}

TEST(MetricsTest, RequestsAndSpendAreCountedByModel) {
  Metrics metrics;
  ProviderMetrics& relay = metrics.AddProvider("relay");
  ProviderMetrics& other = metrics.AddProvider("other-relay");
  relay.CountRequest("veo", RequestKind::kPaid, RequestOutcome::kUnknown, 2);
  relay.CountRequest("veo", RequestKind::kPaid, RequestOutcome::kUnknown, 2);
  other.CountRequest("other", RequestKind::kPoll, RequestOutcome::kOk, 0.1);
  relay.CountSpend("veo", 0.25);
  relay.CountSpend("veo", 0.5);
  relay.waiting_operations.Add(1);
  other.waiting_operations.Add(1);
  const std::string text = TextOf(metrics);
  ExpectLine(text,
             "mediagen_upstream_requests_total{kind=\"paid\",model=\"veo\",outcome=\"unknown\","
             "provider=\"relay\"} 2");
  ExpectLine(text,
             "mediagen_upstream_requests_total{kind=\"poll\",model=\"other\",outcome=\"ok\","
             "provider=\"other-relay\"} 1");
  ExpectLine(text, R"(mediagen_spend_usd_total{model="veo",provider="relay"} 0.75)");
  ExpectLine(text, "mediagen_waiting_operations 2");
  ExpectLine(text, R"(mediagen_upstream_request_seconds_count{kind="paid",provider="relay"} 2)");
}

TEST(MetricsTest, AReloadThatFailedShowsUntilOneDoesNot) {
  Metrics metrics;
  ExpectLine(TextOf(metrics), "mediagen_config_reload_failed 0");
  metrics.CountReload(false);
  ExpectLine(TextOf(metrics), "mediagen_config_reload_failed 1");
  metrics.CountReload(true);
  const std::string text = TextOf(metrics);
  ExpectLine(text, "mediagen_config_reload_failed 0");
  ExpectLine(text, R"(mediagen_config_reloads_total{outcome="failed"} 1)");
  ExpectLine(text, R"(mediagen_config_reloads_total{outcome="ok"} 1)");
}

TEST(MetricsTest, SamplesAreTakenWhenSomebodyAsks) {
  Metrics metrics;
  double depth = 1;
  metrics.sampled().AddGauge("depth", "How deep.", "sea", "black", [&] { return depth; });
  metrics.sampled().AddGauge("depth", "How deep.", "sea", "red", [] { return 7; });
  metrics.sampled().AddHistogram("waves", "How high.", [] {
    Distribution waves;
    waves.bounds = {1, 2};
    waves.counts = {3, 0, 4};
    waves.sum = 15;
    return waves;
  });
  depth = 5;
  const std::string text = TextOf(metrics);
  ExpectLine(text, R"(depth{sea="black"} 5)");
  ExpectLine(text, R"(depth{sea="red"} 7)");
  ExpectLine(text, R"(waves_bucket{le="1"} 3)");
  ExpectLine(text, R"(waves_bucket{le="2"} 3)");
  ExpectLine(text, R"(waves_bucket{le="+Inf"} 7)");
  ExpectLine(text, "waves_count 7");
}

TEST(MetricsTest, ProcessAndBuildAreTold) {
  const std::string text = TextOf(Metrics());
  for (const char* name :
       {"process_cpu_seconds_total ", "process_open_fds ", "process_resident_memory_bytes ",
        "process_start_time_seconds ", "mediagen_build_info{commit="}) {
    EXPECT_TRUE(absl::StrContains(text, absl::StrCat("\n", name))) << name;
  }
  // A whole process has more than a page.
  const size_t at = text.find("\nprocess_resident_memory_bytes ");
  EXPECT_GT(std::stod(text.substr(text.find(' ', at))), 4096);
}

}  // namespace
}  // namespace mediagen
