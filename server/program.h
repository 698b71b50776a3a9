// What the programs of this project have in common: how flags are spelled and how they are told to
// stop.
#ifndef MEDIAGEN_SERVER_PROGRAM_H_
#define MEDIAGEN_SERVER_PROGRAM_H_

#include <signal.h>

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

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_PROGRAM_H_
