// Whether the byte budget holds: streams so many videos at a time to readers that take a message
// every now and then, later at full speed, and prints by how much the server's peak of resident
// memory grew. Fails when that is more than the budget and what a stream costs besides, or when a
// byte is missing.
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "tests/load/fast_upstream.h"
#include "tests/load/load.h"
#include "tests/load/process_watch.h"
#include "tests/load/video_caller.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/server_process.h"

ABSL_FLAG(int, streams, 200, "How many videos at a time");
ABSL_FLAG(int, channels, 10, "Over how many channels");
ABSL_FLAG(int, megabytes, 50, "Size of a video");
ABSL_FLAG(int, slow_seconds, 10, "How long readers take a message every 200 ms only");
ABSL_FLAG(int64_t, budget, 64'000'000, "max_inflight_bytes");

namespace mediagen::testing {
namespace {

constexpr auto kLongest = std::chrono::minutes(5);
constexpr auto kPace = std::chrono::milliseconds(200);
// The connection to the upstream, libcurl's block and what gRPC has of a message beside the budget.
constexpr int64_t kKibPerStream = 512;
// Of the program as such, which has not done anything yet.
constexpr int64_t kKibOnce = 8 * 1024;

}  // namespace

bool RunLoad() {
  const int streams = absl::GetFlag(FLAGS_streams);
  const int64_t groups = absl::GetFlag(FLAGS_megabytes) * int64_t{1'000'000} / kGroupBytes;
  FastUpstream upstream(groups);
  config::ServerConfig config = TestConfig(upstream.base_url());
  config.set_max_inflight_bytes(absl::GetFlag(FLAGS_budget));
  config.set_allow_core_dumps(true);  // Else only root may measure its memory.
  ServerProcess server(config);
  const std::string address = server.WaitForAddress();
  if (address.empty()) return false;
  std::vector<std::unique_ptr<v1::VideoService::Stub>> stubs;
  for (int i = 0; i < absl::GetFlag(FLAGS_channels); ++i) {
    stubs.push_back(v1::VideoService::NewStub(OwnChannel(address)));
  }
  const ProcessWatch watch(server.pid());
  const int64_t before = watch.RssKib();
  watch.ResetPeak();
  CallerTotals totals;
  totals.slow = true;
  std::vector<std::unique_ptr<VideoCaller>> callers;
  for (int i = 0; i < streams; ++i) {
    callers.push_back(
        std::make_unique<VideoCaller>(*stubs[i % stubs.size()], totals, groups * kGroupBytes));
  }
  // A server that is full would refuse whoever comes then.
  Eventually(kLongest, [&] { return totals.started + totals.done >= streams; });
  const auto begun = std::chrono::steady_clock::now();
  upstream.Finish();
  const auto fast_from = begun + std::chrono::seconds(absl::GetFlag(FLAGS_slow_seconds));
  while (totals.done < streams && std::chrono::steady_clock::now() < begun + kLongest) {
    if (std::chrono::steady_clock::now() > fast_from) totals.slow = false;
    for (const auto& caller : callers) caller->ReadOne();
    std::this_thread::sleep_for(kPace);
  }
  if (totals.done < streams) {
    std::printf("%d streams did not end\n", streams - totals.done);
    std::exit(1);
  }
  const int64_t growth = watch.PeakRssKib() - before;
  const int64_t most = config.max_inflight_bytes() / 1024 + kKibPerStream * streams + kKibOnce;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  std::printf(
      "%d of %d streams of %d MB whole in %.1f s; peak RSS grew by %.1f MiB with a budget of %.1f "
      "(must be <= %.1f)\n",
      totals.good.load(), streams, absl::GetFlag(FLAGS_megabytes), seconds,
      static_cast<double>(growth) / 1024,
      static_cast<double>(config.max_inflight_bytes()) / (1 << 20),
      static_cast<double>(most) / 1024);
  return totals.good == streams && growth <= most;
}

}  // namespace mediagen::testing
