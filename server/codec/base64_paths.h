// The same bulk loop of base64 for different CPUs.
#ifndef MEDIAGEN_SERVER_CODEC_BASE64_PATHS_H_
#define MEDIAGEN_SERVER_CODEC_BASE64_PATHS_H_

#include <cstddef>

#include "absl/types/span.h"

namespace mediagen {

// Each keeps exactly the contract of DecodeGroups(), which calls one of them. Any thread.
using DecodeGroupsFunction = size_t(const char* in, size_t groups, char* out);

DecodeGroupsFunction DecodeGroupsScalar;
#ifdef __x86_64__
// Only on a CPU that has the instructions; the compiler's flags need not allow them.
DecodeGroupsFunction DecodeGroupsAvx2;
DecodeGroupsFunction DecodeGroupsVbmi;  // AVX-512 with VBMI.
#endif

struct Base64Path {
  const char* name;
  DecodeGroupsFunction* decode;
  bool runs_here;  // Whether this CPU and this operating system have what it takes.
};

// All paths of this build, from the slowest on; the first runs everywhere. Lives for ever.
absl::Span<const Base64Path> Base64Paths();

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_BASE64_PATHS_H_
