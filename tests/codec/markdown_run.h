// Runs a text through a MarkdownMedia in pieces, and says what came out.
#ifndef MEDIAGEN_TESTS_CODEC_MARKDOWN_RUN_H_
#define MEDIAGEN_TESTS_CODEC_MARKDOWN_RUN_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "tests/codec/split_run.h"

namespace mediagen {

struct MarkdownItem {
  enum class Kind { kText, kLink, kPicture } kind;
  std::string bytes;
  bool corrupt = false;
  int64_t corrupt_offset = -1;
  bool operator==(const MarkdownItem&) const = default;
};

MarkdownItem Text(const std::string& text);
MarkdownItem Link(const std::string& url);
MarkdownItem Picture(const std::string& bytes);
MarkdownItem CorruptPicture(const std::string& bytes, int64_t offset);

std::ostream& operator<<(std::ostream& stream, const MarkdownItem& item);

// Adds the item; text behind text makes one item, as pieces have no meaning.
void AddMarkdownItem(const MarkdownItem& item, std::vector<MarkdownItem>& items);

// Hands pieces and output in heap blocks of exactly their size, so that AddressSanitizer sees a
// step beyond, and checks what each event promises.
std::vector<MarkdownItem> RunMarkdown(const std::string& text, const Slicing& slicing = {});

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_CODEC_MARKDOWN_RUN_H_
