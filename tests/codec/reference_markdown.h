// A slow reader of pictures in Markdown over a whole text: the tests' oracle.
#ifndef MEDIAGEN_TESTS_CODEC_REFERENCE_MARKDOWN_H_
#define MEDIAGEN_TESTS_CODEC_REFERENCE_MARKDOWN_H_

#include <string>
#include <vector>

#include "tests/codec/markdown_run.h"

namespace mediagen {

std::vector<MarkdownItem> ReferenceMarkdown(const std::string& text);

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_CODEC_REFERENCE_MARKDOWN_H_
