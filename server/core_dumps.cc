#include "server/core_dumps.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace mediagen {

void ForbidCoreDumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // A program that collects dumps is started whatever the limit says, but not for such a process.
  prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace mediagen
