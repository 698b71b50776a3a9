// What the micro-benchmarks read.
#ifndef MEDIAGEN_BENCH_MICRO_BENCH_TEXT_H_
#define MEDIAGEN_BENCH_MICRO_BENCH_TEXT_H_

#include <cstddef>
#include <string>

namespace mediagen {

// The base64 of `bytes` random bytes, the same in each run.
std::string RandomBase64(size_t bytes);

}  // namespace mediagen

#endif  // MEDIAGEN_BENCH_MICRO_BENCH_TEXT_H_
