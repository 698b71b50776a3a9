#ifndef MEDIAGEN_CLIENT_CLI_LINE_READER_H_
#define MEDIAGEN_CLIENT_CLI_LINE_READER_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "client/cancellation.h"

namespace mediagen::client {

// Reads lines from a descriptor as they are typed, and stops waiting when the user interrupts.
// Nothing is owned. One thread.
class LineReader {
 public:
  LineReader(int fd, const Cancellation& cancellation) : fd_(fd), cancellation_(cancellation) {}

  // The next line without its end; nothing after the last one. CANCELLED when interrupted.
  absl::StatusOr<std::optional<std::string>> Next();

 private:
  // Adds what has come to the buffer.
  absl::Status Fill();

  const int fd_;
  const Cancellation& cancellation_;
  std::string buffer_;
  bool ended_ = false;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_LINE_READER_H_
