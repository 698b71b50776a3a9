// PayloadSplitter over 100 MB of base64 in network blocks, beside the bare decoder over the same
// blocks.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "bench/micro/bench_text.h"
#include "server/codec/base64_decoder.h"
#include "server/codec/payload_splitter.h"

namespace mediagen {
namespace {

constexpr int64_t kTextBytes = 100'000'000;
constexpr MediaField kFields[] = {{.parent = "", .key = "data"}};
// Its one character of base64 makes each group of the body lie across the words of the block.
constexpr absl::string_view kHead = R"({"data":"A)";
constexpr absl::string_view kTail = "AAA\"}";

// As the relay has them: a buffer that the network fills again and again, and chunks for the
// output.
class Relay {
 public:
  explicit Relay(const benchmark::State& state)
      : block_(RandomBase64(state.range(0) / 4 * 3)), chunk_(512 * 1024) {}

  absl::string_view block() const { return block_; }
  int64_t rounds() const { return kTextBytes / static_cast<int64_t>(block_.size()); }
  absl::Span<char> room() { return absl::MakeSpan(chunk_).subspan(used_); }
  void Take(size_t produced) { used_ += produced; }
  void Send() {
    benchmark::DoNotOptimize(chunk_.data());
    used_ = 0;
  }

 private:
  std::string block_;
  std::vector<char> chunk_;
  size_t used_ = 0;
};

bool Split(PayloadSplitter& splitter, absl::string_view in, Relay& relay) {
  for (;;) {
    const auto step = splitter.Next(in, relay.room());
    if (!step.ok()) return false;
    in.remove_prefix(step->consumed);
    relay.Take(step->produced);
    if (step->event == PayloadSplitter::Event::kOutputFull) relay.Send();
    if (step->event == PayloadSplitter::Event::kNeedInput) return true;
  }
}

void Splitter(benchmark::State& state) {
  Relay relay(state);
  PayloadSplitter splitter({.fields = kFields});
  for (auto round : state) {
    splitter.Reset();
    bool good = Split(splitter, kHead, relay);
    for (int64_t i = 0; i < relay.rounds(); ++i) good &= Split(splitter, relay.block(), relay);
    good &= Split(splitter, kTail, relay) && splitter.Finish().ok() && !splitter.media().corrupt;
    if (!good) state.SkipWithError("not split");
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * kTextBytes * 3 / 4);
}
BENCHMARK(Splitter)->Name("splitter")->RangeMultiplier(2)->Range(16 << 10, 128 << 10);

void Decode(Base64Decoder& decoder, absl::string_view in, Relay& relay) {
  while (!in.empty()) {
    const Base64Decoder::Step step = decoder.Decode(in, relay.room());
    in.remove_prefix(step.consumed);
    relay.Take(step.produced);
    if (!in.empty()) relay.Send();
  }
}

void Decoder(benchmark::State& state) {
  Relay relay(state);
  for (auto round : state) {
    Base64Decoder decoder;
    Decode(decoder, "A", relay);
    for (int64_t i = 0; i < relay.rounds(); ++i) Decode(decoder, relay.block(), relay);
    Decode(decoder, "AAA", relay);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * kTextBytes * 3 / 4);
}
BENCHMARK(Decoder)->Name("decoder")->RangeMultiplier(2)->Range(16 << 10, 128 << 10);

}  // namespace
}  // namespace mediagen
