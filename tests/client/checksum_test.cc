#include "client/checksum.h"

#include <gtest/gtest.h>

namespace mediagen::client {
namespace {

// Vectors of RFC 3720, appendix B.4, and the usual check value.
TEST(Crc32cTest, MatchesTheStandard) {
  const auto crc32c = [](const std::string& bytes) {
    Crc32c sum;
    sum.Update(bytes);
    return sum.value();
  };
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43u);
  EXPECT_EQ(crc32c(""), 0u);
}

TEST(Crc32cTest, PiecesMakeTheSameSumAtEverySplit) {
  const std::string bytes = "123456789";
  for (size_t split = 0; split <= bytes.size(); ++split) {
    Crc32c sum;
    sum.Update(bytes.substr(0, split));
    sum.Update(bytes.substr(split));
    EXPECT_EQ(sum.value(), 0xE3069283u) << split;
  }
}

TEST(Sha256Test, MatchesTheStandard) {
  Sha256 sum;
  sum.Update("a");
  sum.Update("bc");
  EXPECT_EQ(sum.Finish(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace mediagen::client
