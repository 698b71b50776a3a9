// Pseudo-random and hostile event streams against the reference.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "server/codec/sse_reader.h"
#include "tests/codec/reference_sse.h"
#include "tests/codec/sse_run.h"

namespace mediagen {
namespace {

const std::vector<std::string> kTokens = {
    "\n",     "\n",     "\n\n",  "\r",    "\r\n", "\r\n\r\n", "data", "data:",    "data: ",
    "data: ", "event:", "event", "id: 1", ":",    "::",       " ",    "\t",       "[DONE]",
    "[DO",    "NE]",    "{",     "}",     "[",    "]",        "\"",   "\\",       ",",
    "{}",     "[{},{}", "null",  "x",     "ab",   "\xc3\xa9", "\xef", "\xbb\xbf",
};

std::string RandomBody(std::mt19937& random) {
  std::string body = random() % 8 == 0 ? "\xef\xbb\xbf" : "";
  // Fewer kinds of tokens meet each other more often.
  std::vector<std::string> tokens;
  for (size_t i = 2 + random() % 12; i > 0; --i)
    tokens.push_back(kTokens[random() % kTokens.size()]);
  for (size_t i = random() % 40; i > 0; --i) body += tokens[random() % tokens.size()];
  return body;
}

TEST(SseRandomTest, AsTheReferenceInAnyPieces) {
  for (unsigned seed = 0; seed < 40000; ++seed) {
    std::mt19937 random(seed);
    const std::string body = RandomBody(random);
    const std::vector<SseEvent> expected = ReferenceSse(body);
    ASSERT_EQ(RunSseReader(body), expected) << seed << testing::PrintToString(body);
    ASSERT_EQ(RunSseReader(body, {1}), expected) << seed << testing::PrintToString(body);
    ASSERT_EQ(RunSseReader(body, {1 + random() % 9, 1 + random() % 5, 1 + random() % 20}), expected)
        << seed << testing::PrintToString(body);
  }
}

TEST(SseHostileTest, FieldNameWithoutEnd) {
  const std::string body = std::string(3 << 20, 'd') + "\ndata: a\n\n";
  EXPECT_EQ(RunSseReader(body, {4096}), std::vector<SseEvent>{{"a"}});
}

TEST(SseHostileTest, EventNameWithoutEnd) {
  const std::string body = "event: " + std::string(3 << 20, 'e') + "\ndata: a\n\n";
  const SseEvent expected{"a", std::string(64, 'e')};
  EXPECT_EQ(RunSseReader(body, {4096}), std::vector<SseEvent>{expected});
}

TEST(SseHostileTest, NestingWithoutEnd) {
  const std::string body = "{" + std::string(3 << 20, '[');
  const SseEvent expected{body, "", SseEvent::End::kBody};
  EXPECT_EQ(RunSseReader(body, {4096}), std::vector<SseEvent>{expected});
}

TEST(SseHostileTest, LongLinesKeepTheirLength) {
  // Around the sizes of the windows in which line ends are looked for.
  for (const size_t size : {1023, 1024, 1025, 2047, 2048, 2049, 5000}) {
    for (const char* const end : {"\n\n", "\r\r", "\r\n\r\n"}) {
      const std::string data(size, 'x');
      EXPECT_EQ(RunSseReader("data:" + data + end + "data:b" + end),
                (std::vector<SseEvent>{{data}, {"b"}}));
    }
  }
}

TEST(SseHostileTest, DataIsNeverCopied) {
  SseReader reader;
  std::string block = "data: " + std::string(1 << 20, 'x');
  const SseReader::Step step = reader.Next(block);
  EXPECT_EQ(step.data.data(), block.data() + 6);
  EXPECT_EQ(step.data.size(), size_t{1} << 20);
}

}  // namespace
}  // namespace mediagen
