// mediagen-server: flags → configuration → server; signals. Nothing else.
#include <malloc.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/check_config.h"
#include "server/config.h"
#include "server/program.h"
#include "server/server.h"

ABSL_FLAG(std::string, config, "",
          "JSON file with the configuration (server/config.proto describes it)");
ABSL_FLAG(std::string, host, "", "Address to listen on, instead of the configuration's");
ABSL_FLAG(int, port, -1, "Port to listen on, instead of the configuration's; 0 picks a free one");
ABSL_FLAG(bool, check_config, false,
          "Checks the configuration and the files that it names, tells every fault, and ends");
ABSL_FLAG(std::string, operation_key_file, "",
          "File with the keys that seal operation handles, one a line");

namespace mediagen {
namespace {

void ApplyFlags(config::ServerConfig& raw) {
  if (!absl::GetFlag(FLAGS_host).empty()) raw.set_host(absl::GetFlag(FLAGS_host));
  if (absl::GetFlag(FLAGS_port) != -1) raw.set_port(absl::GetFlag(FLAGS_port));
  if (!absl::GetFlag(FLAGS_operation_key_file).empty()) {
    raw.set_operation_key_file(absl::GetFlag(FLAGS_operation_key_file));
  }
}

absl::StatusOr<Config> ConfigFromFlags() {
  config::ServerConfig raw;
  if (const std::string path = absl::GetFlag(FLAGS_config); !path.empty()) {
    absl::StatusOr<std::string> json = ReadFile(path);
    if (!json.ok()) return json.status();
    absl::StatusOr<config::ServerConfig> parsed = ParseConfig(*json);
    if (!parsed.ok()) return parsed.status();
    raw = *std::move(parsed);
  }
  ApplyFlags(raw);
  return ResolveConfig(raw);
}

int CheckConfig() {
  config::ServerConfig raw;
  std::vector<std::string> faults;
  if (const std::string path = absl::GetFlag(FLAGS_config); !path.empty()) {
    const absl::StatusOr<std::string> json = ReadFile(path);
    faults = json.ok() ? FaultsOfJson(*json, raw)
                       : std::vector<std::string>{std::string(json.status().message())};
  }
  ApplyFlags(raw);
  for (std::string& fault : FaultsOf(raw)) faults.push_back(std::move(fault));
  for (const std::string& fault : faults) std::fprintf(stderr, "%s\n", fault.c_str());
  if (!faults.empty()) return 2;
  std::printf("the configuration has no fault\n");
  return 0;
}

// What suits a program that moves blocks of a megabyte all day.
void TuneProcess() {
  // Blocks of media are used again instead of being unmapped, and mapped and cleared anew: that was
  // half of the CPU of a picture.
  mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
  mallopt(M_TRIM_THRESHOLD, 32 * 1024 * 1024);
  // One loop does nearly all of the allocating: more arenas would only hold more idle memory.
  mallopt(M_ARENA_MAX, 2);
  // Debian's Abseil otherwise looks for deadlocks at every lock, gRPC's too.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

int Main() {
  TuneProcess();
  if (absl::GetFlag(FLAGS_check_config)) return CheckConfig();
  StopSignals stop_signals;
  absl::StatusOr<Config> config = ConfigFromFlags();
  if (!config.ok()) {
    std::fprintf(stderr, "mediagen-server: %s\n", std::string(config.status().message()).c_str());
    return 2;
  }
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(*std::move(config));
  if (!server.ok()) {
    std::fprintf(stderr, "mediagen-server: %s\n", std::string(server.status().message()).c_str());
    return 1;
  }
  std::printf("listening %s\n", (*server)->address().c_str());
  std::fflush(stdout);
  stop_signals.Wait();
  (*server)->Drain();
  return 0;
}

}  // namespace
}  // namespace mediagen

int main(int argc, char** argv) {
  mediagen::ParseCommandLine(argc, argv,
                             "gRPC server for image and video models.\n"
                             "Configuration: --config FILE (JSON).",
                             __FILE__);
  return mediagen::Main();
}
