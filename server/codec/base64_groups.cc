#include "server/codec/base64_groups.h"

#include <array>

#include "server/codec/base64_paths.h"

namespace mediagen {

absl::Span<const Base64Path> Base64Paths() {
#ifdef __x86_64__
  static const std::array kPaths = {
      Base64Path{"scalar", DecodeGroupsScalar, true},
      Base64Path{"avx2", DecodeGroupsAvx2, __builtin_cpu_supports("avx2") != 0},
      Base64Path{
          "vbmi", DecodeGroupsVbmi,
          __builtin_cpu_supports("avx512vbmi") != 0 && __builtin_cpu_supports("avx512bw") != 0},
  };
#else
  static const std::array kPaths = {Base64Path{"scalar", DecodeGroupsScalar, true}};
#endif
  return kPaths;
}

size_t DecodeGroups(const char* in, size_t groups, char* out) {
  static DecodeGroupsFunction* const kFastest = [] {
    DecodeGroupsFunction* fastest = nullptr;
    for (const Base64Path& path : Base64Paths()) {
      if (path.runs_here) fastest = path.decode;
    }
    return fastest;
  }();
  return kFastest(in, groups, out);
}

}  // namespace mediagen
