// Reads files from an upstream under rules, for tests.
#ifndef MEDIAGEN_TESTS_UPSTREAM_FILE_BENCH_H_
#define MEDIAGEN_TESTS_UPSTREAM_FILE_BENCH_H_

#include <string>

#include "server/upstream/file_reader.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen::testing {

// Rules under which links at fakes may be fetched.
LinkRules RulesForFakes();

// Bytes that begin like a video, and differ from place to place.
std::string VideoBytes(size_t size);

// Reads to the end what `url` names; with a key, which is for `base_url`.
ReadRecord ReadFile(UpstreamBench& bench, const std::string& url, const LinkRules& rules,
                    const std::string& base_url = "");

// The header that ReadFile sends to the base URL.
inline constexpr char kKeyHeader[] = "x-goog-api-key";

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_FILE_BENCH_H_
