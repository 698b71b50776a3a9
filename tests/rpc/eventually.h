#ifndef MEDIAGEN_TESTS_RPC_EVENTUALLY_H_
#define MEDIAGEN_TESTS_RPC_EVENTUALLY_H_

#include <chrono>
#include <thread>

namespace mediagen::testing {

// What the contract calls "within a second"; the sanitizers' tax is on top.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::chrono::milliseconds kPromptly{3000};
#else
inline constexpr std::chrono::milliseconds kPromptly{1000};
#endif

// Asks until `happened` says yes; false when the limit passes before.
template <typename Happened>
bool Eventually(std::chrono::milliseconds limit, Happened happened) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (!happened()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_EVENTUALLY_H_
