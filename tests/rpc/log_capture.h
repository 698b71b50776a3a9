#ifndef MEDIAGEN_TESTS_RPC_LOG_CAPTURE_H_
#define MEDIAGEN_TESTS_RPC_LOG_CAPTURE_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "server/rpc/log_entry.pb.h"
#include "tests/fakes/fake_upstream.h"

namespace mediagen::testing {

// The log lines in `text`, other lines passed over.
std::vector<internal::LogEntry> ReadLog(const std::string& text);

// Takes what this process writes to stderr for as long as it lives; shows it when the test has
// failed. One at a time.
class LogCapture {
 public:
  LogCapture();
  ~LogCapture();
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;

  std::string text() const;
  // Waits for the first line of this event; nothing when the limit passes before.
  std::optional<internal::LogEntry> WaitFor(const std::string& event,
                                            std::chrono::milliseconds limit = kTestLimit) const;
  // How many lines of this event there are by now.
  int Count(const std::string& event) const;

 private:
  const int file_;
  const int stderr_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_LOG_CAPTURE_H_
