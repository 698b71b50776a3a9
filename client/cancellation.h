#ifndef MEDIAGEN_CLIENT_CANCELLATION_H_
#define MEDIAGEN_CLIENT_CANCELLATION_H_

#include <atomic>
#include <functional>
#include <mutex>

namespace mediagen::client {

// A switch that ends a call from outside. Shared by whoever waits and whoever interrupts, one call
// at a time; any thread (but no signal handler); outlives every call that it was given to.
class Cancellation {
 public:
  // Ends the call under way and every later one. Irrevocable.
  void Cancel();
  bool cancelled() const { return cancelled_; }

  // Ties one call to the switch for as long as the scope lives: `cancel` is called at once if the
  // switch was thrown before. `cancellation` may be null.
  class Scope {
   public:
    Scope(Cancellation* cancellation, std::function<void()> cancel);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Cancellation* const cancellation_;
  };

 private:
  std::atomic<bool> cancelled_ = false;
  std::mutex mutex_;
  std::function<void()> cancel_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CANCELLATION_H_
