// Pseudo-random bodies, good and mutilated, against the reference.
#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/codec/reference_base64.h"
#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  size_t Below(size_t limit) { return random_() % limit; }
  bool OneIn(size_t n) { return Below(n) == 0; }

  std::string Pick(std::initializer_list<const char*> choices) {
    return *(choices.begin() + Below(choices.size()));
  }

  std::string Value(int depth) {
    std::string text = Blank();
    switch (Below(depth > 4 ? 3 : 5)) {
      case 0:
        text += Pick({"0", "-1.5e+7", "true", "null", "12"});
        break;
      case 1:
        absl::StrAppend(&text, "\"",
                        Pick({"", "text", "\\ud83c\\udfa8", "\\ud83c", "\\udfa8\\ud83cx", "a\\\"b",
                              "\\u00e9\\\\", "data:", "dat", "\\/"}),
                        "\"");
        break;
      case 2:
        absl::StrAppend(&text, "\"", Media(), "\"");
        break;
      case 3: {
        text += "[";
        for (size_t i = Below(4); i > 0; --i) text += Value(depth + 1) + (i > 1 ? "," : "");
        text += "]";
        break;
      }
      default:
        text += "{";
        for (size_t i = Below(4); i > 0; --i) {
          absl::StrAppend(&text, Blank(), "\"", Key(), "\"", Blank(), ":");
          text += Value(depth + 1) + (i > 1 ? "," : "");
        }
        text += "}";
    }
    return text + Blank();
  }

  std::string Mutilate(std::string body) {
    for (size_t i = 1 + Below(3); i > 0 && !body.empty(); --i) {
      const size_t at = Below(body.size());
      const std::string some = "\"\\{}[]:,u0d= \n!A\xff" + std::string(1, '\0');
      const char c = some[Below(some.size())];
      switch (Below(4)) {
        case 0:
          body[at] = c;
          break;
        case 1:
          body.insert(at, 1, c);
          break;
        case 2:
          body.erase(at, 1 + Below(3));
          break;
        default:
          body.resize(body.size() - Below(std::min<size_t>(body.size(), 9)));
      }
    }
    return body;
  }

 private:
  std::string Blank() { return OneIn(6) ? Pick({" ", "\n", "\t", "\r\n  "}) : ""; }

  std::string Key() {
    return Pick({"bytes", "bytes", "data", "data", "url", "inlineData", "image_url", "x", "content",
                 "content", "b\\u0079tes", "bytesbytesbytes", "", "\\n"});
  }

  std::string Media() {
    std::string bytes(Below(OneIn(4) ? 200 : 12), '\0');
    for (char& c : bytes) c = static_cast<char>(random_());
    std::string text;
    if (OneIn(4)) text = Pick({"data:image/png;base64,", "data:,", " Data:;BASE64 ,", "data:a;b,"});
    const bool escapes = OneIn(3);
    const bool blanks = OneIn(4);
    for (char c : ReferenceEncode(bytes)) {
      if (c == '=' && OneIn(3)) continue;
      if (blanks && OneIn(5)) text += Pick({" ", "\\n", "\\u0020", "\r"});
      if (escapes && OneIn(4)) {
        char escape[8];
        std::snprintf(escape, sizeof(escape), "\\u%04x", c);
        text += escape;
      } else if (c == '/' && OneIn(2)) {
        text += "\\/";
      } else {
        text += c == '+' && OneIn(2) ? '-' : c;
      }
      if (OneIn(300)) text += Pick({"!", "=", "\\u00e9", "\\x", "\\\""});
    }
    return text;
  }

  std::mt19937 random_;
};

void Check(const std::string& body, const PayloadSplitter::Options& options, Generator& generator) {
  const SplitResult expected = ReferenceSplit(body, options);
  const std::vector<Slicing> slicings = {
      {{}, 4096},
      {{1}, 3},
      {{1 + generator.Below(9), 1 + generator.Below(40), 1 + generator.Below(5)},
       3 + generator.Below(70)},
  };
  for (const Slicing& slicing : slicings) {
    ASSERT_EQ(RunSplitter(body, options, slicing), expected) << testing::PrintToString(body);
  }
}

TEST(RandomTest, GoodBodies) {
  for (unsigned seed = 0; seed < 4000; ++seed) {
    Generator generator(seed);
    Check(generator.Value(0), TestOptions(), generator);
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
}

TEST(RandomTest, MutilatedBodies) {
  for (unsigned seed = 0; seed < 8000; ++seed) {
    Generator generator(seed);
    Check(generator.Mutilate(generator.Value(0)), TestOptions(), generator);
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
}

TEST(RandomTest, TightLimits) {
  for (unsigned seed = 0; seed < 8000; ++seed) {
    Generator generator(seed);
    PayloadSplitter::Options options = TestOptions();
    options.max_depth = static_cast<int>(generator.Below(5));
    options.max_envelope_bytes = generator.Below(120);
    options.max_media_items = static_cast<int>(generator.Below(4));
    options.max_media_bytes = static_cast<int64_t>(generator.Below(150));
    const std::string body = generator.Value(0);
    Check(generator.OneIn(2) ? body : generator.Mutilate(body), options, generator);
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
}

TEST(RandomTest, Noise) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Generator generator(seed);
    std::string body;
    for (size_t i = generator.Below(60); i > 0; --i) {
      body += generator.Pick({"{", "}", "[", "]", "\"", "\\", ":", ",", "\"bytes\":\"",
                              "data:", "0", "Q", "\xef\xbb\xbf", "=", " "});
    }
    Check(body, TestOptions(), generator);
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
}

}  // namespace
}  // namespace mediagen
