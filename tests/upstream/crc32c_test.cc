#include "server/upstream/crc32c.h"

#include <gtest/gtest.h>

#include <string>

namespace mediagen {
namespace {

// Bit by bit, by the definition.
uint32_t SlowCrc32c(absl::string_view bytes) {
  uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0x82F63B78 & (0 - (crc & 1)));
  }
  return ~crc;
}

TEST(Crc32cTest, StandardVectors) {
  EXPECT_EQ(ExtendCrc32c(0, "123456789"), 0xE3069283u);
  EXPECT_EQ(ExtendCrc32c(0, ""), 0u);
  EXPECT_EQ(ExtendCrc32c(0, std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(ExtendCrc32c(0, std::string(32, '\xff')), 0x62A8AB43u);
}

TEST(Crc32cTest, ExtendsAtEverySplit) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes.push_back(static_cast<char>(i * 7));
  const uint32_t whole = SlowCrc32c(bytes);
  for (size_t split = 0; split <= bytes.size(); ++split) {
    const absl::string_view view = bytes;
    EXPECT_EQ(ExtendCrc32c(ExtendCrc32c(0, view.substr(0, split)), view.substr(split)), whole);
  }
}

}  // namespace
}  // namespace mediagen
