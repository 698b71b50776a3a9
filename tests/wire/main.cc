// Shows what this server makes of recorded requests and written answers, one JSON line a case.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/wire/request_line.h"
#include "tests/wire/response_line.h"
#include "tests/wire/wire_folder.h"

namespace {

using mediagen::testing::WireFile;
using mediagen::testing::WireFolder;

// Cases wait more than they work.
constexpr int kCasesAtOnce = 4;

// The log of the servers goes nowhere; what is said here still goes to stderr.
FILE* SilenceLog() {
  FILE* const own = fdopen(dup(STDERR_FILENO), "w");
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  return own == nullptr ? stderr : own;
}

using MakeLine = std::function<absl::StatusOr<std::string>(const WireFile&)>;

// Prints a line for every case of a kind. False when a file cannot be read or played.
bool PrintAll(const WireFolder& folder, const std::string& kind, const MakeLine& make_line,
              FILE* errors) {
  const std::vector<std::string> names = folder.Names(kind);
  std::atomic<size_t> next = 0;
  std::atomic<bool> all = true;
  const auto work = [&] {
    for (size_t i = next++; i < names.size(); i = next++) {
      const absl::StatusOr<WireFile> file = folder.Read(kind, names[i]);
      const absl::StatusOr<std::string> line =
          file.ok() ? make_line(*file) : absl::StatusOr<std::string>(file.status());
      if (line.ok()) {
        printf("%s\n", line->c_str());
        continue;
      }
      fprintf(errors, "%s: %s\n", names[i].c_str(), line.status().ToString().c_str());
      all = false;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kCasesAtOnce; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  const bool log = argc == 3 && strcmp(argv[1], "--log") == 0;
  if (argc != 2 && !log) {
    fprintf(stderr, "usage: mediagen-wire [--log] DIR\n");
    return 2;
  }
  const char* const path = argv[argc - 1];
  if (!std::filesystem::is_directory(path)) {
    fprintf(stderr, "mediagen-wire: %s is no folder\n", path);
    return 1;
  }
  FILE* const errors = log ? stderr : SilenceLog();
  const WireFolder folder(path);
  const bool requests = PrintAll(folder, "requests", mediagen::testing::RequestLine, errors);
  const bool responses = PrintAll(
      folder, "responses",
      [&](const WireFile& file) { return mediagen::testing::ResponseLine(folder, file); }, errors);
  return requests && responses ? 0 : 1;
}
