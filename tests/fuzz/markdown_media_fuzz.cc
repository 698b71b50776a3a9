// A text with pictures in Markdown, cut anywhere, against the reference.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/codec/markdown_run.h"
#include "tests/codec/reference_markdown.h"
#include "tests/fuzz/fuzz_target.h"

namespace mediagen {
namespace {

void ReadMarkdown(absl::string_view input) {
  const std::string text(input);
  InputChoices choices(input);
  const std::vector<MarkdownItem> expected = ReferenceMarkdown(text);
  const Slicing slicing = {{1 + choices.Below(9), 1 + choices.Below(20)}, 3 + choices.Below(9)};
  EXPECT_EQ(RunMarkdown(text), expected);
  EXPECT_EQ(RunMarkdown(text, slicing), expected);
}

const FuzzTarget kTarget("markdown_media", ReadMarkdown);

}  // namespace
}  // namespace mediagen
