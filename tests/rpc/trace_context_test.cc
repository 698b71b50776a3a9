#include "server/rpc/trace_context.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"

namespace mediagen {
namespace {

constexpr char kTrace[] = "0af7651916cd43dd8448eb211c80319c";
constexpr char kParent[] = "b7ad6b7169203331";
const std::string kGood = std::string("00-") + kTrace + "-" + kParent + "-01";

TEST(TraceContextTest, GoesOnWithTheTraceInASpanOfItsOwn) {
  const TraceContext trace(kGood);
  EXPECT_EQ(trace.trace_id(), kTrace);
  EXPECT_NE(trace.span_id(), kParent);
  EXPECT_EQ(trace.span_id().size(), 16u);
  EXPECT_EQ(trace.header(),
            "00-" + std::string(kTrace) + "-" + std::string(trace.span_id()) + "-01");
  // What it says is what it understands.
  EXPECT_EQ(TraceContext(trace.header()).trace_id(), kTrace);
}

TEST(TraceContextTest, WithoutOneItBeginsATraceThatNobodyRecords) {
  const TraceContext one;
  const TraceContext other;
  EXPECT_NE(one.trace_id(), other.trace_id());
  EXPECT_EQ(one.header().size(), 55u);
  EXPECT_TRUE(absl::EndsWith(one.header(), "-00"));
}

struct Row {
  const char* name;
  std::string text;
};

TEST(TraceContextTest, WhatIsMalformedBeginsANewTrace) {
  const Row rows[] = {
      {"short", kGood.substr(0, 54)},
      {"long", kGood + "0"},
      {"more behind version 00", kGood + "-more"},
      {"version ff", "ff" + kGood.substr(2)},
      {"version in capitals", "0A" + kGood.substr(2)},
      {"capitals", std::string("00-0AF7651916cd43dd8448eb211c80319c-") + kParent + "-01"},
      {"no digit", std::string("00-0gf7651916cd43dd8448eb211c80319c-") + kParent + "-01"},
      {"no trace", std::string("00-00000000000000000000000000000000-") + kParent + "-01"},
      {"no parent", std::string("00-") + kTrace + "-0000000000000000-01"},
      {"flags", std::string("00-") + kTrace + "-" + kParent + "-0x"},
      {"dashes", std::string("00_") + kTrace + "-" + kParent + "-01"},
      {"blank", " " + kGood},
      {"later version, no dash", "01" + kGood.substr(2) + "x"},
      {"nothing", ""},
  };
  for (const Row& row : rows) {
    EXPECT_NE(TraceContext(row.text).trace_id(), kTrace) << row.name;
    EXPECT_EQ(TraceContext(row.text).header().size(), 55u) << row.name;
  }
}

TEST(TraceContextTest, ALaterVersionMaySayMore) {
  EXPECT_EQ(TraceContext("01" + kGood.substr(2) + "-more").trace_id(), kTrace);
  EXPECT_EQ(TraceContext("cc" + kGood.substr(2)).trace_id(), kTrace);
}

TEST(TraceContextTest, OfTheFlagsOnlyTheKnownOnePasses) {
  const Row rows[] = {{"00", "-00"}, {"01", "-01"}, {"02", "-00"}, {"ff", "-01"}, {"0a", "-00"}};
  for (const Row& row : rows) {
    const TraceContext trace(kGood.substr(0, 53) + row.name);
    EXPECT_TRUE(absl::EndsWith(trace.header(), row.text)) << row.name << " " << trace.header();
  }
}

}  // namespace
}  // namespace mediagen
