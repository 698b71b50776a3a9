// What very many calls cost that wait for their videos: starts so many calls of GenerateVideo over
// so many channels, lets them wait while each polls, and prints what a call adds to the server's
// memory, its threads, its share of a core, and how long an unrelated call takes meanwhile. Then
// all videos come, and every byte is looked at. Fails when one is missing.
#include <cstdio>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "tests/load/fast_upstream.h"
#include "tests/load/load.h"
#include "tests/load/process_watch.h"
#include "tests/load/video_caller.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/server_process.h"

ABSL_FLAG(int, calls, 10'000, "How many calls");
ABSL_FLAG(int, channels, 10, "Over how many channels, a connection each");
ABSL_FLAG(int, poll_millis, 5'000, "Time between two polls of a call");
ABSL_FLAG(int, wait_seconds, 20, "How long they wait while it is measured");
ABSL_FLAG(double, most_kib, 0, "Fails when a call takes more; 0: only prints");

namespace mediagen::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kGroups = 100;
constexpr int kStartsAtATime = 200;
constexpr auto kLongest = std::chrono::minutes(3);

// Asks after one of the operations again and again, on a channel of its own.
std::vector<double> AskFor(const std::string& address, const std::string& operation,
                           std::chrono::seconds how_long) {
  auto stub = v1::VideoService::NewStub(OwnChannel(address));
  std::vector<double> millis;
  for (const auto until = Clock::now() + how_long; Clock::now() < until;) {
    v1::GetVideoOperationRequest request;
    request.set_operation(operation);
    v1::GetVideoOperationResponse response;
    grpc::ClientContext context;
    const auto begun = Clock::now();
    const grpc::Status status = stub->GetVideoOperation(&context, request, &response);
    millis.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
    if (!status.ok()) std::fprintf(stderr, "%s\n", status.error_message().c_str());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return millis;
}

class Load {
 public:
  Load() : calls_(absl::GetFlag(FLAGS_calls)), upstream_(kGroups), server_(MakeConfig()) {}
  bool Run();

 private:
  config::ServerConfig MakeConfig() const {
    config::ServerConfig config = TestConfig(upstream_.base_url());
    SetMillis(*config.mutable_poll_interval(), absl::GetFlag(FLAGS_poll_millis));
    SetMillis(*config.mutable_progress_interval(), 10'000);
    return config;
  }
  bool StartAll(const std::string& address);
  void MeasureWaiting(const std::string& address, int64_t idle_kib);
  bool FinishAll();

  const int calls_;
  FastUpstream upstream_;
  ServerProcess server_;
  CallerTotals totals_;
  std::vector<std::unique_ptr<v1::VideoService::Stub>> stubs_;
  std::vector<std::unique_ptr<VideoCaller>> callers_;
  double kib_per_call_ = 0;
};

bool Load::StartAll(const std::string& address) {
  for (int i = 0; i < absl::GetFlag(FLAGS_channels); ++i) {
    stubs_.push_back(v1::VideoService::NewStub(OwnChannel(address)));
  }
  for (int i = 0; i < calls_; ++i) {
    const bool in_time =
        Eventually(kLongest, [&] { return i - totals_.started - totals_.done < kStartsAtATime; });
    if (!in_time) return false;
    callers_.push_back(
        std::make_unique<VideoCaller>(*stubs_[i % stubs_.size()], totals_, kGroups * kGroupBytes));
  }
  return Eventually(kLongest, [&] { return totals_.started + totals_.done >= calls_; });
}

void Load::MeasureWaiting(const std::string& address, int64_t idle_kib) {
  const ProcessWatch watch(server_.pid());
  const std::chrono::seconds window(absl::GetFlag(FLAGS_wait_seconds));
  const int64_t polls_before = upstream_.polls();
  const auto cpu_before = watch.Cpu();
  const auto begun = Clock::now();
  std::this_thread::sleep_for(window);
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  const double cpu = std::chrono::duration<double>(watch.Cpu() - cpu_before).count();
  const int64_t polls = upstream_.polls() - polls_before;
  kib_per_call_ = static_cast<double>(watch.RssKib() - idle_kib) / calls_;
  std::printf("%d calls over %d channels: %.1f KiB each, %lld threads, %.3f core at %.0f polls/s\n",
              calls_, absl::GetFlag(FLAGS_channels), kib_per_call_,
              static_cast<long long>(watch.Threads()), cpu / seconds,
              static_cast<double>(polls) / seconds);
  std::vector<double> millis = AskFor(address, callers_[0]->operation(), window);
  std::printf("an unrelated call meanwhile: p50 %.2f ms, p99 %.2f ms\n", Percentile(millis, 50),
              Percentile(millis, 99));
}

bool Load::FinishAll() {
  const auto begun = Clock::now();
  upstream_.Finish();
  if (!Eventually(kLongest, [&] { return totals_.done == calls_; })) {
    std::printf("%d calls did not end\n", calls_ - totals_.done);
    return false;
  }
  std::set<int> numbers;
  for (const auto& caller : callers_) numbers.insert(caller->number());
  std::printf("%d of %d videos whole, %zu different ones, %.1f s after they were done\n",
              totals_.good.load(), calls_, numbers.size(),
              std::chrono::duration<double>(Clock::now() - begun).count());
  return totals_.good == calls_ && numbers.size() == static_cast<size_t>(calls_);
}

bool Load::Run() {
  const std::string address = server_.WaitForAddress();
  if (address.empty()) return false;
  const int64_t idle_kib = ProcessWatch(server_.pid()).RssKib();
  const bool all_started = StartAll(address);
  if (all_started) MeasureWaiting(address, idle_kib);
  const bool all_good = FinishAll() && all_started;
  // Callers must not go before their calls.
  if (totals_.done < static_cast<int>(callers_.size())) std::exit(1);
  const double most_kib = absl::GetFlag(FLAGS_most_kib);
  return all_good && (most_kib == 0 || kib_per_call_ <= most_kib);
}

}  // namespace

bool RunLoad() {
  Load load;
  return load.Run();
}

}  // namespace mediagen::testing
