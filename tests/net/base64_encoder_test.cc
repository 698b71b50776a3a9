// Each way of encoding against the plain one of another library.
#include "server/net/base64_encoder.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace mediagen {
namespace {

struct Way {
  const char* name;
  void (*encode)(const char* bytes, size_t groups, char* characters);
  bool runs_here;
};

class Base64EncoderTest : public ::testing::TestWithParam<Way> {
 protected:
  void SetUp() override {
    if (!GetParam().runs_here) GTEST_SKIP() << "this CPU has no " << GetParam().name;
  }

  // In memory without a byte to spare on either side, for a sanitizer to see.
  static std::string Encode(absl::string_view text) {
    const size_t groups = text.size() / 3;
    const std::unique_ptr<char[]> bytes(new char[3 * groups]);
    text.copy(bytes.get(), 3 * groups);
    const std::unique_ptr<char[]> characters(new char[4 * groups]);
    GetParam().encode(bytes.get(), groups, characters.get());
    return std::string(characters.get(), 4 * groups);
  }
};

TEST_P(Base64EncoderTest, EveryValueAtEveryPlace) {
  for (size_t place = 0; place < 120; ++place) {
    for (int value = 0; value < 256; ++value) {
      std::string text(120, static_cast<char>(value * 7 + 1));
      text[place] = static_cast<char>(value);
      ASSERT_EQ(Encode(text), absl::Base64Escape(text)) << place << " " << value;
    }
  }
}

TEST_P(Base64EncoderTest, EveryLength) {
  std::string text;
  for (int i = 0; i < 3 * 200; ++i) {
    if (text.size() % 3 == 0) {
      ASSERT_EQ(Encode(text), absl::Base64Escape(text)) << text.size();
    }
    text.push_back(static_cast<char>(i * i + 31 * i));
  }
}

INSTANTIATE_TEST_SUITE_P(, Base64EncoderTest,
                         ::testing::Values(Way{"scalar", EncodeBase64GroupsScalar, true},
#ifdef __x86_64__
                                           Way{"avx2", EncodeBase64GroupsAvx2,
                                               __builtin_cpu_supports("avx2") != 0},
#endif
                                           Way{"fastest", EncodeBase64Groups, true}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Base64GroupTest, ShortOnes) {
  for (absl::string_view text : {"a", "ab", "abc", "\xff", "\xff\xfe"}) {
    char group[4];
    EncodeBase64Group(text.data(), text.size(), group);
    EXPECT_EQ(std::string(group, 4), absl::Base64Escape(text));
  }
}

}  // namespace
}  // namespace mediagen
