// What the programs of this project have in common: how flags are spelled and what signals do.
#ifndef MEDIAGEN_SERVER_PROGRAM_H_
#define MEDIAGEN_SERVER_PROGRAM_H_

#include <signal.h>

#include <chrono>
#include <string>

namespace mediagen {

// Parses Abseil flags that are written with dashes, as in --operation-key-file. --help shows
// `usage` and the flags of `main_file`, which is __FILE__ of the caller. Exits on a flag that is
// not known and on what is no flag.
void ParseCommandLine(int argc, char** argv, const std::string& usage,
                      const std::string& main_file);

// SIGTERM and SIGINT, taken by whoever waits, also as PID 1. Made before any thread starts, so that
// every thread leaves them to the one that waits.
class StopSignals {
 public:
  StopSignals();
  // Until the first comes. A second one ends the process at once.
  void Wait();

 private:
  sigset_t signals_;
};

enum class Told { kStop, kReload, kNothing };

// SIGTERM and SIGINT, which stop a server in good order, and SIGHUP, which makes it read its files
// again; also as PID 1. Made before any thread starts, so that every thread leaves them to the one
// that waits.
class ServerSignals {
 public:
  ServerSignals();
  // Until one comes, or `limit` has passed.
  Told Wait(std::chrono::nanoseconds limit);
  // While the server stops: further SIGTERMs say nothing new, as supervisors repeat themselves;
  // SIGINT is somebody at the terminal who has no patience, and ends the process at once.
  void LetInterruptEndTheProcess();

 private:
  sigset_t signals_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_PROGRAM_H_
