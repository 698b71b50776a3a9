// The README tells of every knob, every reason and every provider there is.
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/config.pb.h"
#include "server/upstream/dialects.h"
#include "tests/source_rules/source_files.h"

namespace mediagen {
namespace {

using testing::ReadSourceFile;
using testing::SourceFile;
using testing::SourceFilesBelow;

void ExpectEveryFieldIn(const std::string& text, const google::protobuf::Descriptor& message) {
  for (int i = 0; i < message.field_count(); ++i) {
    EXPECT_TRUE(absl::StrContains(text, absl::StrCat("`", message.field(i)->name(), "`")))
        << "README.md does not tell of " << message.full_name() << "." << message.field(i)->name();
  }
}

TEST(ReadmeTest, TellsOfEveryKnob) {
  const std::string readme = ReadSourceFile("README.md");
  ExpectEveryFieldIn(readme, *config::ServerConfig::descriptor());
  ExpectEveryFieldIn(readme, *config::ProviderConfig::descriptor());
  ExpectEveryFieldIn(readme, *config::TlsConfig::descriptor());
}

TEST(ReadmeTest, TellsOfEveryReason) {
  const std::string readme = ReadSourceFile("README.md");
  // Reasons are the UPPER_SNAKE literals of calls that make errors.
  static const std::regex reason(
      R"re((?:MakeError|InvalidField|WithCodeAndReason|OutOfRange|QuotaExceeded)\([^;]*?"([A-Z]+_[A-Z_]+|DRAINING)")re");
  std::set<std::string> reasons;
  for (const SourceFile& file : SourceFilesBelow("server")) {
    for (std::sregex_iterator it(file.text.begin(), file.text.end(), reason), end; it != end;
         ++it) {
      reasons.insert((*it)[1]);
    }
  }
  EXPECT_GT(reasons.size(), 15u);
  for (const std::string& word : reasons) {
    EXPECT_TRUE(absl::StrContains(readme, absl::StrCat("`", word, "`")))
        << "README.md does not tell of " << word;
  }
}

TEST(ReadmeTest, TellsOfEveryProvider) {
  EXPECT_TRUE(
      absl::StrContains(ReadSourceFile("README.md"), absl::StrCat("`", DialectNames(), "`")));
}

}  // namespace
}  // namespace mediagen
