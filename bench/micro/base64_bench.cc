// Each path of the bulk loop beside Abseil's decoder, in the first-level cache.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "bench/micro/bench_text.h"
#include "server/codec/base64_paths.h"

namespace mediagen {
namespace {

// Input and output together stay well below the 32 KiB of the smallest cache, and begin pages, so
// that each run finds them alike.
constexpr size_t kBytes = 9 * 1024;
alignas(4096) char text[kBytes / 3 * 4];
alignas(4096) char bytes[kBytes];

void Abseil(benchmark::State& state) {
  const std::string source = RandomBase64(kBytes);
  std::string decoded;
  for (auto round : state) {
    if (!absl::Base64Unescape(source, &decoded)) state.SkipWithError("not decoded");
    benchmark::DoNotOptimize(decoded.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * kBytes));
}
BENCHMARK(Abseil)->Name("base64/absl");

void Path(benchmark::State& state, DecodeGroupsFunction* decode) {
  RandomBase64(kBytes).copy(text, sizeof(text));
  for (auto round : state) {
    if (decode(text, kBytes / 3, bytes) != kBytes / 3) state.SkipWithError("not decoded");
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * kBytes));
}

// A path that the CPU lacks has no figure.
const bool kRegistered = [] {
  for (const Base64Path& path : Base64Paths()) {
    if (!path.runs_here) continue;
    benchmark::RegisterBenchmark(absl::StrCat("base64/", path.name).c_str(), Path, path.decode);
  }
  return true;
}();

}  // namespace
}  // namespace mediagen
