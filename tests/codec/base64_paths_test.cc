// The bulk loops of base64, each held against the slow reference.
#include "server/codec/base64_paths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>

#include "server/codec/base64_groups.h"
#include "tests/codec/reference_base64.h"

namespace mediagen {
namespace {

// More than two rounds of the widest path, so that each path takes all of its steps.
constexpr size_t kMostGroups = 300;

// Random characters, the URL-safe pair among them.
std::string SomeText(size_t groups, unsigned seed = 1) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";
  std::mt19937 random(seed);
  std::string text(4 * groups, '\0');
  for (char& c : text) c = kAlphabet[random() % 66];
  return text;
}

std::string Expected(const std::string& text) {
  return ReferenceDecode(PlainText(text), static_cast<int64_t>(text.size())).bytes;
}

class Base64PathTest : public testing::TestWithParam<Base64Path> {
 protected:
  void SetUp() override {
    if (!GetParam().runs_here) GTEST_SKIP() << "this CPU lacks " << GetParam().name;
  }

  // Decodes all of `text` with buffers of exactly its size.
  std::string Decode(const std::string& text) {
    const auto in = std::make_unique<char[]>(text.size());
    std::copy(text.begin(), text.end(), in.get());
    const auto out = std::make_unique<char[]>(text.size() / 4 * 3);
    const size_t done = GetParam().decode(in.get(), text.size() / 4, out.get());
    EXPECT_LE(done, text.size() / 4);
    return {out.get(), 3 * std::min(done, text.size() / 4)};
  }
};

TEST_P(Base64PathTest, EveryLength) {
  for (size_t groups = 0; groups <= kMostGroups; ++groups) {
    const std::string text = SomeText(groups, static_cast<unsigned>(groups));
    ASSERT_EQ(Decode(text), Expected(text)) << groups;
  }
}

TEST_P(Base64PathTest, EveryCharacterInEveryPlaceOfAVector) {
  // One round of the widest path, and a group behind it.
  const std::string text = SomeText(129);
  const std::string bytes = Expected(text);
  for (size_t place = 0; place < 64; ++place) {
    for (int c = 0; c < 256; ++c) {
      std::string changed = text;
      changed[place] = static_cast<char>(c);
      const ReferenceMedia expected = ReferenceDecode(PlainText(changed.substr(0, 68)), 68);
      const bool foreign = expected.corrupt || IsReferenceWhiteSpace(c);
      const std::string good = foreign ? bytes.substr(0, place / 4 * 3)
                                       : expected.bytes + bytes.substr(expected.bytes.size());
      ASSERT_EQ(Decode(changed), good) << place << " " << c;
    }
  }
}

TEST_P(Base64PathTest, StopsBeforeTheGroupOfAForeignCharacter) {
  const std::string text = SomeText(kMostGroups);
  const std::string bytes = Expected(text);
  for (size_t place = 0; place < text.size(); ++place) {
    for (const char foreign : {'"', '\\', '=', '\n', '\0', '\xc1', '\x7f'}) {
      std::string cut = text;
      cut[place] = foreign;
      ASSERT_EQ(Decode(cut), bytes.substr(0, place / 4 * 3)) << place << " " << int{foreign};
    }
  }
}

TEST_P(Base64PathTest, StopsAtTheFirstOfTwoForeignCharacters) {
  const std::string text = SomeText(kMostGroups);
  const std::string bytes = Expected(text);
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    const size_t one = random() % text.size();
    const size_t other = random() % text.size();
    std::string cut = text;
    cut[one] = '"';
    cut[other] = '\xff';
    ASSERT_EQ(Decode(cut), bytes.substr(0, std::min(one, other) / 4 * 3)) << one << " " << other;
  }
}

TEST_P(Base64PathTest, StaysInsideBothBuffersWhereverTheyLie) {
  constexpr char kGuard = '\x5a';
  for (size_t groups = 0; groups <= kMostGroups; groups += 7) {
    const std::string text = SomeText(groups);
    const std::string bytes = Expected(text);
    for (size_t shift = 0; shift < 64; ++shift) {
      // Characters behind the text that must not be decoded, although they could be.
      const std::string in = std::string(shift, 'A') + text + std::string(64, 'A');
      std::string out(shift + bytes.size() + 64, kGuard);
      ASSERT_EQ(GetParam().decode(in.data() + shift, groups, out.data() + shift), groups);
      ASSERT_EQ(out, std::string(shift, kGuard) + bytes + std::string(64, kGuard))
          << groups << " " << shift;
    }
  }
}

TEST_P(Base64PathTest, WritesNothingBehindTheRoomWhenItStopsEarly) {
  constexpr char kGuard = '\x5a';
  for (size_t place = 0; place < 4 * kMostGroups; ++place) {
    std::string text = SomeText(kMostGroups);
    text[place] = '"';
    std::string out(3 * kMostGroups + 64, kGuard);
    GetParam().decode(text.data(), kMostGroups, out.data());
    ASSERT_EQ(out.substr(3 * kMostGroups), std::string(64, kGuard)) << place;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Base64PathTest, testing::ValuesIn(Base64Paths()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Base64PathsTest, TheFirstRunsEverywhere) {
  ASSERT_FALSE(Base64Paths().empty());
  EXPECT_TRUE(Base64Paths().front().runs_here);
}

TEST(Base64PathsTest, DecodeGroupsDecodes) {
  const std::string text = SomeText(kMostGroups);
  std::string out(3 * kMostGroups, '\0');
  EXPECT_EQ(DecodeGroups(text.data(), kMostGroups, out.data()), kMostGroups);
  EXPECT_EQ(out, Expected(text));
}

}  // namespace
}  // namespace mediagen
