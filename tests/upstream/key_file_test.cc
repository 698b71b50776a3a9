#include "server/upstream/key_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "absl/strings/match.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

// A file for the length of a test.
class KeyFile {
 public:
  explicit KeyFile(const std::string& text)
      : path_(::testing::TempDir() + "/key." + std::to_string(getpid())) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~KeyFile() { unlink(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

struct Row {
  const char* name;
  std::string text;
  const char* key;  // Empty: refused.
};

const Row kFileRows[] = {
    {"Plain", "sk-topsecret", "sk-topsecret"},
    {"LineEnd", "sk-topsecret\n", "sk-topsecret"},
    {"WindowsLineEnd", "sk-topsecret\r\n", "sk-topsecret"},
    {"BlanksAround", "  sk-topsecret\t\n", "sk-topsecret"},
    {"FirstLineOnly", "sk-topsecret\nsk-second\n", "sk-topsecret"},
    {"Empty", "", ""},
    {"BlankLine", "\nsk-topsecret\n", ""},
    {"BlankInside", "sk-topsecret sk-topsecret", ""},
    {"CarriageReturnInside", "sk-topsecret\rX-Evil: 1", ""},
    {"Nul", std::string("sk-topsecret\0x", 14), ""},
    {"NonAscii", "sk-topsecret-\xc3\xa9", ""},
    {"TooLong", "sk-topsecret" + std::string(5000, 'x'), ""},
};

TEST(KeyFileTest, KeyFiles) {
  for (const Row& row : kFileRows) {
    const KeyFile file(row.text);
    const auto key = ReadKeyFile(file.path());
    EXPECT_EQ(key.ok(), *row.key != '\0') << row.name;
    if (key.ok()) {
      EXPECT_EQ(*key, row.key) << row.name;
    } else {
      EXPECT_TRUE(absl::StrContains(key.status().message(), file.path())) << row.name;
      EXPECT_FALSE(absl::StrContains(key.status().message(), "topsecret")) << row.name;
    }
  }
}

TEST(KeyFileTest, AFileThatIsNotThere) {
  EXPECT_EQ(ReadKeyFile("/nonexistent/key").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(ReadKeyFile(::testing::TempDir()).ok());
}

const Row kVariableRows[] = {
    {"Plain", "sk-topsecret", "sk-topsecret"},
    {"Empty", "", ""},
    {"Blank", " ", ""},
    {"LineEnd", "sk-topsecret\r\nX-Evil: 1", ""},
    {"NonAscii", "sk-topsecret\xff", ""},
};

TEST(KeyFileTest, Variables) {
  for (const Row& row : kVariableRows) {
    setenv("MEDIAGEN_TEST_KEY", row.text.c_str(), 1);
    const auto key = ReadKeyVariable("MEDIAGEN_TEST_KEY");
    EXPECT_EQ(key.ok(), *row.key != '\0') << row.name;
    if (key.ok()) {
      EXPECT_EQ(*key, row.key) << row.name;
    } else {
      EXPECT_TRUE(absl::StrContains(key.status().message(), "MEDIAGEN_TEST_KEY")) << row.name;
      EXPECT_FALSE(absl::StrContains(key.status().message(), "topsecret")) << row.name;
    }
  }
  unsetenv("MEDIAGEN_TEST_KEY");
  EXPECT_EQ(ReadKeyVariable("MEDIAGEN_TEST_KEY").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(KeyFileTest, AKeyThatWasReadIsNotQuotedAfterwards) {
  const KeyFile file("plum-tree-house\n");
  ASSERT_TRUE(ReadKeyFile(file.path()).ok());
  EXPECT_EQ(ScrubUpstreamText("unknown key plum-tree-house"), "unknown key [key]");
}

}  // namespace
}  // namespace mediagen
