#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "client/cli/interrupt.h"
#include "client/cli/run.h"

int main(int argc, char** argv) {
  // gRPC's own log lines would only disturb; its errors arrive as statuses.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  mediagen::client::Interrupt interrupt;
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto code = static_cast<int>(mediagen::client::Run(words, interrupt));
  // Text that was printed piece by piece may have failed long ago.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::fputs("mediagen: cannot write to stdout\n", stderr);
    return code != 0 ? code : 1;
  }
  return code;
}
