// LineSize: the first line end, wherever it lies in a long block.
#include "server/codec/line_end.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

namespace mediagen {
namespace {

// A few windows, and some bytes more.
constexpr size_t kBlock = 4 * 1024 + 100;

// In a buffer of exactly the size.
size_t SizeIn(const std::string& block) {
  const auto bytes = std::make_unique<char[]>(block.size());
  std::copy(block.begin(), block.end(), bytes.get());
  return LineSize({bytes.get(), block.size()});
}

TEST(LineEndTest, EveryPositionOfEitherEnd) {
  for (const char end : {'\n', '\r'}) {
    for (size_t position = 0; position < kBlock; ++position) {
      std::string block(kBlock, 'A');
      block[position] = end;
      ASSERT_EQ(SizeIn(block), position) << int{end};
    }
  }
}

TEST(LineEndTest, EverySizeWithoutAnEnd) {
  for (size_t size = 0; size <= kBlock; ++size) {
    ASSERT_EQ(SizeIn(std::string(size, 'A')), size);
  }
}

TEST(LineEndTest, NoOtherByteEndsALine) {
  for (int byte = 0; byte < 256; ++byte) {
    if (IsLineEnd(static_cast<char>(byte))) continue;
    EXPECT_EQ(SizeIn(std::string(kBlock, static_cast<char>(byte))), kBlock) << byte;
  }
}

TEST(LineEndTest, TheFirstOfTwoCountsInAnyOrderAndDistance) {
  for (size_t first : {0, 5, 1023, 1024, 1500, 2047, 2048, 3000, 4096}) {
    for (size_t second = first + 1; second < kBlock; second += 31) {
      std::string block(kBlock, '\t');
      block[first] = '\r';
      block[second] = '\n';
      ASSERT_EQ(SizeIn(block), first) << second;
      std::swap(block[first], block[second]);
      ASSERT_EQ(SizeIn(block), first) << second;
    }
  }
}

}  // namespace
}  // namespace mediagen
