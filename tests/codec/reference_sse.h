// A slow reader of event streams over a whole body: the tests' oracle.
#ifndef MEDIAGEN_TESTS_CODEC_REFERENCE_SSE_H_
#define MEDIAGEN_TESTS_CODEC_REFERENCE_SSE_H_

#include <string>
#include <vector>

#include "tests/codec/sse_run.h"

namespace mediagen {

std::vector<SseEvent> ReferenceSse(const std::string& body);

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_CODEC_REFERENCE_SSE_H_
