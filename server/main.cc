// mediagen-server: flags → configuration → server; signals. Nothing else.
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/check_config.h"
#include "server/config.h"
#include "server/core_dumps.h"
#include "server/file_limit.h"
#include "server/program.h"
#include "server/reloader.h"
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

// The configuration as it is written now, with what the flags say instead.
absl::StatusOr<config::ServerConfig> ReadConfig() {
  config::ServerConfig raw;
  if (const std::string path = absl::GetFlag(FLAGS_config); !path.empty()) {
    absl::StatusOr<std::string> json = ReadFile(path);
    if (!json.ok()) return json.status();
    absl::StatusOr<config::ServerConfig> parsed = ParseConfig(*json);
    if (!parsed.ok()) return parsed.status();
    raw = *std::move(parsed);
  }
  ApplyFlags(raw);
  return raw;
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
  RaiseFileLimit();
  // Debian's Abseil otherwise looks for deadlocks at every lock, gRPC's too.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

int Refuse(const absl::Status& status, int exit_code) {
  std::fprintf(stderr, "mediagen-server: %s\n", std::string(status.message()).c_str());
  return exit_code;
}

void WaitForTheEnd(ServerSignals& signals, Reloader& reloader, absl::Duration check_interval) {
  const std::chrono::nanoseconds pause =
      absl::ToChronoNanoseconds(std::min(check_interval, absl::Hours(1)));
  for (;;) {
    const Told told = signals.Wait(pause);
    if (told == Told::kStop) return;
    if (told == Told::kReload) reloader.Reload();
    if (told == Told::kNothing && check_interval < absl::InfiniteDuration()) reloader.Look();
  }
}

int Main() {
  TuneProcess();
  if (absl::GetFlag(FLAGS_check_config)) return CheckConfig();
  ServerSignals signals;
  absl::StatusOr<config::ServerConfig> raw = ReadConfig();
  if (!raw.ok()) return Refuse(raw.status(), 2);
  if (!raw->allow_core_dumps()) ForbidCoreDumps();
  absl::StatusOr<Config> config = ResolveConfig(*raw);
  if (!config.ok()) return Refuse(config.status(), 2);
  const absl::Duration check_interval = config->config_check_interval;
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(*std::move(config));
  if (!server.ok()) return Refuse(server.status(), 1);
  Reloader reloader(ReadConfig, absl::GetFlag(FLAGS_config), *std::move(raw), **server);
  std::printf("listening %s\n", (*server)->address().c_str());
  std::fflush(stdout);
  WaitForTheEnd(signals, reloader, check_interval);
  signals.LetInterruptEndTheProcess();
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
