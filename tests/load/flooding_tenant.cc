// What one tenant's flood does to another. A calm tenant asks again and again, alone and then while
// a second one floods the server beyond its limits, in turns, so that both share what else the
// machine does; prints the p99 of both and their ratio, and how long the flood's refusals took.
// Fails when the calm tenant is refused or waits more than --most_ratio times as long.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "tests/load/fast_upstream.h"
#include "tests/load/load.h"
#include "tests/rpc/door_fixture.h"
#include "tests/rpc/server_process.h"

ABSL_FLAG(int, rounds, 5, "How often it is measured alone and beside the flood");
ABSL_FLAG(int, round_millis, 2'000, "Length of each");
ABSL_FLAG(int, flooders, 8, "Threads of the flooding tenant, a connection each");
ABSL_FLAG(int, flood_per_second, 2'000, "Calls that the flood makes in a second, all in all");
ABSL_FLAG(int, calm_per_second, 50, "Calls of the calm tenant in a second");
ABSL_FLAG(double, most_ratio, 0, "Fails when the p99 grows by more; 0: only prints");

namespace mediagen::testing {
namespace {

using Clock = std::chrono::steady_clock;

class Latencies {
 public:
  void Add(double millis) {
    std::lock_guard lock(mutex_);
    millis_.push_back(millis);
  }
  // Of hundred parts.
  double Part(int percent) {
    std::lock_guard lock(mutex_);
    return Percentile(millis_, percent);
  }
  size_t count() {
    std::lock_guard lock(mutex_);
    return millis_.size();
  }

 private:
  std::mutex mutex_;
  std::vector<double> millis_;  // Guarded by mutex_.
};

class Load {
 public:
  Load() : upstream_(1), server_(MakeConfig()) {}
  bool Run();

 private:
  config::ServerConfig MakeConfig() const;
  // Asks evenly until `until`, whatever the answers take; good answers go to `good`, refusals to
  // `refused`.
  void Ask(const char* token, double per_second, Clock::time_point until, Latencies& good,
           Latencies& refused);
  void Measure(bool flood, std::chrono::milliseconds length, Latencies& calm);

  client::ScratchFolder folder_;
  FastUpstream upstream_;
  ServerProcess server_;
  std::string address_;
  Latencies calm_refused_;
  Latencies flood_good_;
  Latencies flood_refused_;
  std::atomic<int> failed_ = 0;
};

config::ServerConfig Load::MakeConfig() const {
  folder_.Write("tenants.json",
                TenantsJson({TenantJson("shop", kShopToken),
                             TenantJson("studio", kStudioToken,
                                        R"("limits": {"max_requests_per_second": 50})")}));
  config::ServerConfig config = TestConfig(upstream_.base_url());
  config.set_tenants_file(folder_.File("tenants.json"));
  return config;
}

void Load::Ask(const char* token, double per_second, Clock::time_point until, Latencies& good,
               Latencies& refused) {
  auto stub = v1::VideoService::NewStub(OwnChannel(address_));
  const auto pause =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / per_second));
  for (auto next = Clock::now(); next < until;
       next = std::max(next + pause, Clock::now() - pause)) {
    std::this_thread::sleep_until(next);
    grpc::ClientContext context;
    Add(Bearer(token), context);
    v1::StartVideoRequest request;
    request.mutable_spec()->set_prompt("waves");
    v1::StartVideoResponse response;
    const auto begun = Clock::now();
    const grpc::Status status = stub->StartVideo(&context, request, &response);
    const double millis = std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
    if (status.ok()) {
      good.Add(millis);
    } else if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
      refused.Add(millis);
    } else if (failed_++ == 0) {
      std::fprintf(stderr, "%s\n", status.error_message().c_str());
    }
  }
}

void Load::Measure(bool flood, std::chrono::milliseconds length, Latencies& calm) {
  const auto until = Clock::now() + length;
  std::vector<std::thread> flooders;
  const int count = flood ? absl::GetFlag(FLAGS_flooders) : 0;
  const double each =
      static_cast<double>(absl::GetFlag(FLAGS_flood_per_second)) / std::max(count, 1);
  for (int i = 0; i < count; ++i)
    flooders.emplace_back([&] { Ask(kStudioToken, each, until, flood_good_, flood_refused_); });
  Ask(kShopToken, absl::GetFlag(FLAGS_calm_per_second), until, calm, calm_refused_);
  for (std::thread& flooder : flooders) flooder.join();
}

bool Load::Run() {
  address_ = server_.WaitForAddress();
  if (address_.empty()) return false;
  Latencies warm_up;
  Measure(false, std::chrono::milliseconds(300), warm_up);
  Latencies alone;
  Latencies beside;
  const std::chrono::milliseconds length(absl::GetFlag(FLAGS_round_millis));
  for (int i = 0; i < absl::GetFlag(FLAGS_rounds); ++i) {
    Measure(false, length, alone);
    Measure(true, length, beside);
  }
  const double ratio = alone.Part(99) > 0 ? beside.Part(99) / alone.Part(99) : 0;
  std::printf("calm tenant alone: %zu calls, p50 %.2f ms, p99 %.2f ms\n", alone.count(),
              alone.Part(50), alone.Part(99));
  std::printf("beside the flood:  %zu calls, p50 %.2f ms, p99 %.2f ms, ratio %.2f\n",
              beside.count(), beside.Part(50), beside.Part(99), ratio);
  std::printf("the flood: %zu served, %zu refused in p50 %.2f ms, p99 %.2f ms\n",
              flood_good_.count(), flood_refused_.count(), flood_refused_.Part(50),
              flood_refused_.Part(99));
  const double most = absl::GetFlag(FLAGS_most_ratio);
  return failed_ == 0 && calm_refused_.count() == 0 && flood_refused_.count() > 0 &&
         (most == 0 || ratio <= most);
}

}  // namespace

bool RunLoad() {
  Load load;
  return load.Run();
}

}  // namespace mediagen::testing
