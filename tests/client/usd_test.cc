#include "client/cli/usd.h"

#include <gtest/gtest.h>

#include <limits>

#include "client/cli/printable.h"

namespace mediagen::client {
namespace {

TEST(UsdTextTest, HasAsManyDecimalsAsNeeded) {
  EXPECT_EQ(UsdText(0), "0.00 USD");
  EXPECT_EQ(UsdText(40'000'000), "0.04 USD");
  EXPECT_EQ(UsdText(39'000'000), "0.039 USD");
  EXPECT_EQ(UsdText(3'200'000'000), "3.20 USD");
  EXPECT_EQ(UsdText(12'000'000'000), "12.00 USD");
  EXPECT_EQ(UsdText(1), "0.000000001 USD");
  EXPECT_EQ(UsdText(1'000'000'100), "1.0000001 USD");
  EXPECT_EQ(UsdText(-500'000'000), "-0.50 USD");
  EXPECT_EQ(UsdText(std::numeric_limits<int64_t>::min()), "-9223372036.854775808 USD");
}

TEST(PrintableTest, KeepsTextAndTakesTheTerminalsControlsAway) {
  EXPECT_EQ(Printable("a fox\n\tin \xC3\xA9t\xC3\xA9"), "a fox\n\tin \xC3\xA9t\xC3\xA9");
  EXPECT_EQ(Printable("\033[2Jgone\r\x7F"), "?[2Jgone??");
  EXPECT_EQ(Printable("\xC2\x9B"
                      "31m"),
            "?31m");
  EXPECT_EQ(Printable("caf\xC2"), "caf\xC2");
  EXPECT_EQ(PrintableLine("two\nlines\there"), "two lines here");
}

}  // namespace
}  // namespace mediagen::client
