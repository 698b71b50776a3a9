// Whatever comes, and however much of it, little of it is held.
#include <gtest/gtest.h>
#include <malloc.h>

#include <string>

#include "server/codec/markdown_media.h"
#include "server/codec/sse_reader.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

// Bytes of the heap in use; always 0 under sanitizers, which bring a heap of their own.
size_t HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Offers `head` and then three million times the same byte, and holds what the reader has grown by
// against `limit`. `offer` takes all of what it is given.
template <typename Reader, typename Offer>
void ExpectHeldAtMost(size_t limit, const std::string& head, const Reader& fresh, Offer offer) {
  for (const char c : {'a', ' ', '\\', '[', '(', '\n', '"', '!'}) {
    SCOPED_TRACE(testing::PrintToString(head + c));
    const std::string block(16 * 1024, c);
    const size_t before = HeapBytes();
    Reader reader = fresh;
    offer(reader, head);
    for (int i = 0; i < 200; ++i) offer(reader, block);
    EXPECT_LE(HeapBytes(), before + limit);
  }
}

TEST(HeldMemoryTest, SseReader) {
  for (const std::string head : {"", "d", "data:", "event:", "[", "{", "{\"", "[\"", "[x"}) {
    ExpectHeldAtMost(1024, head, SseReader(), [](SseReader& reader, absl::string_view in) {
      while (!in.empty()) in.remove_prefix(reader.Next(in).consumed);
    });
  }
}

TEST(HeldMemoryTest, MarkdownMedia) {
  const std::string heads[] = {"![a](",
                               "![a](data:",
                               "![a](data:;base64,",
                               "![a](https://a",
                               "![a](https://a '",
                               "![",
                               "![a",
                               "![a](data:;base64,QUJD",
                               "![a](data:;base64,QUJD ",
                               "![a](data:;base64,QUJD '",
                               "!"};
  for (const std::string& head : heads) {
    ExpectHeldAtMost(32 * 1024, head, MarkdownMedia(),
                     [](MarkdownMedia& reader, absl::string_view in) {
                       char out[1024];
                       while (!in.empty()) {
                         in.remove_prefix(reader.Next(in, absl::MakeSpan(out)).consumed);
                       }
                     });
  }
}

TEST(HeldMemoryTest, PayloadSplitter) {
  PayloadSplitter::Options options = TestOptions();
  options.max_envelope_bytes = 1024;
  for (const std::string head :
       {"", "{\"", "{\"content\":\"", "{\"content\":\"\\ud83c", "{\"bytes\":\""}) {
    ExpectHeldAtMost(8 * 1024, head, PayloadSplitter(options),
                     [](PayloadSplitter& splitter, absl::string_view in) {
                       char out[1024];
                       while (!in.empty()) {
                         const auto step = splitter.Next(in, absl::MakeSpan(out));
                         if (!step.ok()) return;
                         in.remove_prefix(step->consumed);
                       }
                     });
  }
}

}  // namespace
}  // namespace mediagen
