#ifndef MEDIAGEN_CLIENT_CLI_INTERRUPT_H_
#define MEDIAGEN_CLIENT_CLI_INTERRUPT_H_

#include <atomic>
#include <thread>

#include "client/cancellation.h"

namespace mediagen::client {

// Turns Ctrl-C (and SIGTERM) into a cancelled call, so that the command can say what it leaves
// behind; the second one ends the process at once. Create it before any other thread, since threads
// inherit which signals are blocked. Owns its thread.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  Cancellation& cancellation() { return cancellation_; }
  bool happened() const { return cancellation_.cancelled(); }

 private:
  void Wait();

  Cancellation cancellation_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_INTERRUPT_H_
