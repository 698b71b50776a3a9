// How the last reload of the configuration went.
#ifndef MEDIAGEN_SERVER_RELOAD_STATE_H_
#define MEDIAGEN_SERVER_RELOAD_STATE_H_

#include <atomic>
#include <cstdint>

#include "server/metrics/metrics.h"

namespace mediagen {

// Owned by the server. Any thread.
class ReloadState {
 public:
  explicit ReloadState(Metrics& metrics) : metrics_(metrics) {}

  // Whether the files that are there now could not be used, so that an older configuration runs.
  bool failed() const { return failed_; }
  // Reloads that changed something, or could have.
  int64_t succeeded_count() const { return succeeded_; }
  int64_t failed_count() const { return failures_; }

  void Succeeded() {
    failed_ = false;
    ++succeeded_;
    metrics_.CountReload(true);
  }
  void Failed() {
    failed_ = true;
    ++failures_;
    metrics_.CountReload(false);
  }

 private:
  Metrics& metrics_;
  std::atomic<bool> failed_ = false;
  std::atomic<int64_t> succeeded_ = 0;
  std::atomic<int64_t> failures_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RELOAD_STATE_H_
