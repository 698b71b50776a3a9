// SseReader over one event whose data is a line of 30 MB, in network blocks.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "bench/micro/bench_text.h"
#include "server/codec/sse_reader.h"

namespace mediagen {
namespace {

constexpr int64_t kLineBytes = 30'000'000;

// How many bytes of data came.
int64_t Read(SseReader& reader, absl::string_view in) {
  int64_t bytes = 0;
  for (;;) {
    const SseReader::Step step = reader.Next(in);
    in.remove_prefix(step.consumed);
    bytes += static_cast<int64_t>(step.data.size());
    benchmark::DoNotOptimize(step.data.data());
    if (step.event == SseReader::Event::kNeedInput) return bytes;
  }
}

void Sse(benchmark::State& state) {
  const std::string block = RandomBase64(state.range(0) / 4 * 3);
  const int64_t rounds = kLineBytes / static_cast<int64_t>(block.size());
  const int64_t line_bytes = rounds * static_cast<int64_t>(block.size());
  for (auto round : state) {
    SseReader reader;
    int64_t bytes = Read(reader, "data: ");
    for (int64_t i = 0; i < rounds; ++i) bytes += Read(reader, block);
    bytes += Read(reader, "\n\n");
    if (bytes != line_bytes || reader.events() != 1) state.SkipWithError("not read");
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * line_bytes);
}
BENCHMARK(Sse)->Name("sse_line")->RangeMultiplier(2)->Range(16 << 10, 128 << 10);

}  // namespace
}  // namespace mediagen
