// Everything in the contract has a comment that says more than its name.
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "tests/source_rules/source_files.h"

namespace mediagen {
namespace {

using testing::SourceFile;
using testing::SourceFilesBelow;

// Words of a name or a comment, lower case, without articles.
std::set<std::string> WordsOf(const std::string& text) {
  std::string spaced;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool hump = i > 0 && absl::ascii_isupper(c) && absl::ascii_islower(text[i - 1]);
    if (hump || !absl::ascii_isalnum(c)) spaced.push_back(' ');
    if (absl::ascii_isalnum(c)) spaced.push_back(absl::ascii_tolower(c));
  }
  std::set<std::string> words = absl::StrSplit(spaced, ' ', absl::SkipEmpty());
  for (const char* article : {"the", "a", "an", "of", "this", "is"}) words.erase(article);
  return words;
}

// Whether every word of the comment is a word of the name.
bool OnlyRepeats(const std::string& comment, const std::string& name) {
  const std::set<std::string> named = WordsOf(name);
  for (const std::string& word : WordsOf(comment)) {
    if (named.count(word) == 0) return false;
  }
  return true;
}

TEST(ProtoCommentsTest, NoneOnlyRepeatsItsName) {
  static const std::regex commented(
      R"re(//([^\n]*)\n\s*(?:(?:service|rpc|message|enum|oneof)\s+(\w+)|(?:optional |repeated )?[\w.<>, ]+\s+(\w+)\s*=\s*\d|(\w+)\s*=\s*\d))re");
  int checked = 0;
  for (const SourceFile& file : SourceFilesBelow("proto/mediagen")) {
    for (std::sregex_iterator it(file.text.begin(), file.text.end(), commented), end; it != end;
         ++it) {
      const std::string name = (*it)[2].str() + (*it)[3].str() + (*it)[4].str();
      ++checked;
      EXPECT_FALSE(OnlyRepeats((*it)[1], name)) << file.path << ": " << name;
    }
  }
  EXPECT_GT(checked, 100);
}

TEST(ProtoCommentsTest, TheCheckSeesRepetition) {
  EXPECT_TRUE(OnlyRepeats(" The aspect ratio.", "aspect_ratio"));
  EXPECT_FALSE(OnlyRepeats(" Width to height, such as 16:9.", "aspect_ratio"));
}

}  // namespace
}  // namespace mediagen
