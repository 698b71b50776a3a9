#ifndef MEDIAGEN_TESTS_CLIENT_CLI_PROCESS_H_
#define MEDIAGEN_TESTS_CLIENT_CLI_PROCESS_H_

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace mediagen::client {

// How a program ended.
struct CliResult {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// The `mediagen` program of this build as a process of its own. Ends with the object.
class CliProcess {
 public:
  // Runs in `folder`; `input` is its stdin.
  CliProcess(const std::filesystem::path& folder, const std::vector<std::string>& words,
             const std::string& input = "");
  ~CliProcess();
  CliProcess(const CliProcess&) = delete;
  CliProcess& operator=(const CliProcess&) = delete;

  // Waits until stderr holds `text`; false after ten seconds.
  bool WaitForError(const std::string& text);
  void Signal(int signal);
  CliResult Wait();

 private:
  void Collect(int timeout_ms);

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  CliResult result_;
};

inline CliResult RunCli(const std::filesystem::path& folder, const std::vector<std::string>& words,
                        const std::string& input = "") {
  return CliProcess(folder, words, input).Wait();
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_TESTS_CLIENT_CLI_PROCESS_H_
