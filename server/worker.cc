#include "server/worker.h"

#include "absl/synchronization/notification.h"

namespace mediagen {

Worker::Worker(const HttpClientOptions& http, ByteBudget& bytes, absl::Duration slow_client_timeout,
               Metrics& metrics, bool tells_upstreams_trace)
    : http_(loop_, http),
      retry_budget_(loop_.now()),
      starts_(loop_, http_, bytes),
      context_(loop_, http_, retry_budget_, starts_, calls_, bytes, slow_client_timeout, metrics,
               tells_upstreams_trace),
      thread_([this] { loop_.Run(); }) {}

Worker::~Worker() {
  loop_.Stop();
  thread_.join();
}

size_t Worker::starts_under_way() {
  return CountOnLoop([this] { return starts_.under_way(); });
}

size_t Worker::starts() {
  return CountOnLoop([this] { return starts_.count(); });
}

size_t Worker::CountOnLoop(absl::AnyInvocable<size_t()> count) {
  size_t counted = 0;
  absl::Notification done;
  loop_.Post([&] {
    counted = count();
    done.Notify();
  });
  done.WaitForNotification();
  return counted;
}

void Worker::EndAllStarts(const absl::Status& reason) {
  loop_.Post([this, reason] { starts_.EndAll(reason); });
}

void Worker::EndAllCalls(const absl::Status& reason) {
  loop_.Post([this, reason] { calls_.EndAll(reason); });
}

void Worker::EndMovableCalls(const absl::Status& reason) {
  loop_.Post([this, reason] { calls_.EndMovable(reason); });
}

}  // namespace mediagen
