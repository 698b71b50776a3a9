#include "tests/rpc/log_capture.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <sstream>

#include "tests/rpc/eventually.h"

namespace mediagen::testing {

std::vector<internal::LogEntry> ReadLog(const std::string& text) {
  std::vector<internal::LogEntry> entries;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    internal::LogEntry entry;
    if (google::protobuf::util::JsonStringToMessage(line, &entry).ok()) entries.push_back(entry);
  }
  return entries;
}

LogCapture::LogCapture() : file_(memfd_create("log", MFD_CLOEXEC)), stderr_(dup(STDERR_FILENO)) {
  fflush(stderr);
  dup2(file_, STDERR_FILENO);
}

LogCapture::~LogCapture() {
  fflush(stderr);
  dup2(stderr_, STDERR_FILENO);
  close(stderr_);
  if (::testing::Test::HasFailure()) fprintf(stderr, "--- log:\n%s---\n", text().c_str());
  close(file_);
}

std::string LogCapture::text() const {
  std::string text;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t count =
        pread(file_, buffer.data(), buffer.size(), static_cast<off_t>(text.size()));
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<size_t>(count));
  }
}

std::optional<internal::LogEntry> LogCapture::WaitFor(const std::string& event,
                                                      std::chrono::milliseconds limit) const {
  std::optional<internal::LogEntry> found;
  Eventually(limit, [&] {
    for (const internal::LogEntry& entry : ReadLog(text())) {
      if (entry.event() != event) continue;
      found = entry;
      return true;
    }
    return false;
  });
  return found;
}

int LogCapture::Count(const std::string& event) const {
  int count = 0;
  for (const internal::LogEntry& entry : ReadLog(text())) count += entry.event() == event ? 1 : 0;
  return count;
}

}  // namespace mediagen::testing
