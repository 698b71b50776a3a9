#include "server/reloader.h"

#include <sys/stat.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/config.h"
#include "server/reload_plan.h"
#include "server/rpc/log.h"
#include "server/upstream/secrets.h"

namespace mediagen {
namespace {

// Empty for a file that is not there, which is a state of its own. Follows links: that is how
// mounted volumes change.
std::string FingerprintOf(const std::string& path) {
  struct stat facts {};
  if (path.empty() || stat(path.c_str(), &facts) != 0) return "";
  return absl::StrCat(facts.st_dev, ":", facts.st_ino, ":", facts.st_size, ":",
                      facts.st_mtim.tv_sec, ".", facts.st_mtim.tv_nsec);
}

std::string FingerprintOf(const std::vector<std::string>& paths) {
  std::string all;
  for (const std::string& path : paths) absl::StrAppend(&all, FingerprintOf(path), "|");
  return all;
}

// The files whose text becomes a part of the server's configuration.
std::vector<std::string> TextFilesOf(const config::ServerConfig& config) {
  return {config.catalogue_file(), config.operation_key_file()};
}

std::vector<std::string> FilesOf(const config::ServerConfig& config) {
  std::vector<std::string> files = TextFilesOf(config);
  for (const config::ProviderConfig& provider : config.providers()) {
    // Whoever uses them reads them again by himself; here it shows when that does not work.
    files.push_back(provider.api_key_file());
    files.push_back(provider.token_file());
    files.push_back(provider.credential_file());
  }
  return files;
}

}  // namespace

Reloader::Reloader(Read read, std::string path, config::ServerConfig running, Server& server)
    : read_(std::move(read)),
      path_(std::move(path)),
      running_(std::move(running)),
      server_(server),
      files_(FilesOf(running_)),
      seen_config_(FingerprintOf(path_)),
      seen_files_(FingerprintOf(files_)),
      applied_(FingerprintOf(TextFilesOf(running_))) {}

void Reloader::Look() {
  if (FingerprintOf(path_) != seen_config_ || FingerprintOf(files_) != seen_files_) Reload();
}

void Reloader::Reload() {
  absl::Status applied = Apply();
  if (applied.ok()) {
    server_.reload_state().Succeeded();
    return;
  }
  server_.reload_state().Failed();
  WriteLog("ERROR", "reload_failed",
           absl::StrCat("the configuration that ran goes on: ", WithoutSecrets(applied.message())));
}

absl::Status Reloader::Apply() {
  // Looked at before they are read: what changes meanwhile is seen next time.
  seen_config_ = FingerprintOf(path_);
  seen_files_ = FingerprintOf(files_);
  absl::StatusOr<config::ServerConfig> wanted = read_();
  if (!wanted.ok()) return wanted.status();
  files_ = FilesOf(*wanted);
  seen_files_ = FingerprintOf(files_);
  // All of it must be good, also what has to wait.
  if (absl::Status whole = ResolveConfig(*wanted).status(); !whole.ok()) return whole;
  ReloadPlan plan = PlanReload(running_, *wanted);
  std::string texts = FingerprintOf(TextFilesOf(plan.effective));
  // What is replaced stays in memory, so that it is replaced only when there is something new.
  if (!plan.changed.empty() || texts != applied_) {
    absl::StatusOr<Config> config = ResolveConfig(plan.effective);
    if (!config.ok()) return config.status();
    server_.Apply(*config);
    running_ = std::move(plan.effective);
    applied_ = std::move(texts);
  }
  WriteLog("INFO", "reloaded",
           plan.changed.empty() ? "the files were read again; no knob has changed"
                                : absl::StrCat("changed: ", absl::StrJoin(plan.changed, ", ")));
  if (!plan.need_restart.empty()) {
    WriteLog(
        "WARNING", "restart_needed",
        absl::StrCat("changed, but wait for a restart: ", absl::StrJoin(plan.need_restart, ", ")));
  }
  return absl::OkStatus();
}

}  // namespace mediagen
