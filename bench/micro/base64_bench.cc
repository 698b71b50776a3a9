// Each path of the bulk loop beside Abseil's decoder, in the first-level cache.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "bench/micro/bench_text.h"
#include "server/codec/base64_paths.h"

namespace mediagen {
namespace {

// Input and output together stay well below the 32 KiB of the smallest cache.
constexpr size_t kBytes = 9 * 1024;

void Abseil(benchmark::State& state) {
  const std::string text = RandomBase64(kBytes);
  std::string bytes;
  for (auto round : state) {
    if (!absl::Base64Unescape(text, &bytes)) state.SkipWithError("not decoded");
    benchmark::DoNotOptimize(bytes.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * kBytes));
}
BENCHMARK(Abseil)->Name("base64/absl");

void Path(benchmark::State& state, DecodeGroupsFunction* decode) {
  const std::string text = RandomBase64(kBytes);
  std::vector<char> bytes(kBytes);
  for (auto round : state) {
    if (decode(text.data(), kBytes / 3, bytes.data()) != kBytes / 3) {
      state.SkipWithError("not decoded");
    }
    benchmark::DoNotOptimize(bytes.data());
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
