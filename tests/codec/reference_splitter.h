// A slow splitter over a whole body, by recursive descent: the tests' oracle.
#ifndef MEDIAGEN_TESTS_CODEC_REFERENCE_SPLITTER_H_
#define MEDIAGEN_TESTS_CODEC_REFERENCE_SPLITTER_H_

#include <string>

#include "server/codec/payload_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {

SplitResult ReferenceSplit(const std::string& body, const PayloadSplitter::Options& options);

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_CODEC_REFERENCE_SPLITTER_H_
