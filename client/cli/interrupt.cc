#include "client/cli/interrupt.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>

#include "client/cli/exit_code.h"

namespace mediagen::client {
namespace {

// Wakes the thread to end it; nobody else sends it.
constexpr int kWake = SIGUSR1;

sigset_t Signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, kWake);
  return signals;
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t signals = Signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A reader that went away shows as a failed write, which says more than death by signal.
  std::signal(SIGPIPE, SIG_IGN);
  thread_ = std::thread([this] { Wait(); });
}

Interrupt::~Interrupt() {
  over_ = true;
  pthread_kill(thread_.native_handle(), kWake);
  thread_.join();
}

void Interrupt::Wait() {
  const sigset_t signals = Signals();
  for (;;) {
    int signal = 0;
    sigwait(&signals, &signal);
    if (over_) return;
    if (signal == kWake) continue;
    if (cancellation_.cancelled()) _exit(static_cast<int>(ExitCode::kInterrupted));
    cancellation_.Cancel();
  }
}

}  // namespace mediagen::client
