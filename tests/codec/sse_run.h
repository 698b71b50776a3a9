// Runs a body through an SseReader in pieces, and says what came out.
#ifndef MEDIAGEN_TESTS_CODEC_SSE_RUN_H_
#define MEDIAGEN_TESTS_CODEC_SSE_RUN_H_

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace mediagen {

struct SseEvent {
  std::string data;
  std::string name = "";
  enum class End { kLine, kDone, kBody } end = End::kLine;  // What ended it.
  bool operator==(const SseEvent&) const = default;
};

std::ostream& operator<<(std::ostream& stream, const SseEvent& event);

// Cuts the body into pieces of these sizes, used in turn over and over; none: one piece. Hands them
// over in heap blocks of exactly their size, so that AddressSanitizer sees a step beyond, and
// checks what each step promises.
std::vector<SseEvent> RunSseReader(const std::string& body, const std::vector<size_t>& pieces = {});

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_CODEC_SSE_RUN_H_
