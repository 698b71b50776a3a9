// Picks one of the locks on paid requests, so that a test can lean on the other alone.
#ifndef MEDIAGEN_TESTS_NET_LOCK_PICK_H_
#define MEDIAGEN_TESTS_NET_LOCK_PICK_H_

namespace mediagen::testing {

enum class Lock {
  kFreshConnection,  // Picked: such a request may take a connection that is already there.
  kNoRewind,         // Picked: libcurl is told that the body can be sent once more.
};

// While it lives, exchanges that begin have this lock picked: the linker leads libcurl's options
// past here (--wrap in CMakeLists.txt). One at a time; made and destroyed while no exchange begins.
class LockPick {
 public:
  explicit LockPick(Lock lock);
  ~LockPick();
  LockPick(const LockPick&) = delete;
  LockPick& operator=(const LockPick&) = delete;

  // How often the lock would have held.
  int options_replaced() const;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_NET_LOCK_PICK_H_
