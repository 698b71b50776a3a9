// Runs a body through a PayloadSplitter in pieces, and says what came out.
#ifndef MEDIAGEN_TESTS_CODEC_SPLIT_RUN_H_
#define MEDIAGEN_TESTS_CODEC_SPLIT_RUN_H_

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "server/codec/payload_splitter.h"

namespace mediagen {

struct SplitItem {
  int field;
  std::string bytes;
  bool corrupt = false;
  int64_t corrupt_offset = -1;
  bool operator==(const SplitItem&) const = default;
};

struct SplitResult {
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string message;
  std::string envelope;          // Only of a good body.
  std::vector<SplitItem> items;  // Those that have ended.
  bool operator==(const SplitResult&) const = default;
};

std::ostream& operator<<(std::ostream& stream, const SplitResult& result);

struct Slicing {
  std::vector<size_t> pieces;  // Sizes, used in turn over and over; empty: the body in one piece.
  size_t out_bytes = 4096;
};

// Hands pieces and output in heap blocks of exactly their size, so that AddressSanitizer sees a
// step beyond, and checks what each event promises.
SplitResult RunSplitter(const std::string& body, const PayloadSplitter::Options& options,
                        const Slicing& slicing = {});

// The fields that most tests use.
PayloadSplitter::Options TestOptions();

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_CODEC_SPLIT_RUN_H_
