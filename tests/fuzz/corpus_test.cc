// Runs every fuzz target over its corpus, with the ordinary compiler and without a fuzzer.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/fuzz/fuzz_target.h"

namespace mediagen {
namespace {

const std::filesystem::path kCorpus = MEDIAGEN_SOURCE_DIR "/tests/fuzz/corpus";

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class CorpusTest : public testing::TestWithParam<const FuzzTarget*> {};

TEST_P(CorpusTest, EveryFile) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus / GetParam()->name())) {
    SCOPED_TRACE(entry.path());
    GetParam()->Run(ReadFile(entry.path()));
    ++files;
  }
  EXPECT_GT(files, 0);
}

// Fuzzers begin with these: every start of a file, and every file without one of its bytes.
TEST_P(CorpusTest, EveryFileMutilated) {
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus / GetParam()->name())) {
    SCOPED_TRACE(entry.path());
    const std::string input = ReadFile(entry.path());
    for (size_t i = 0; i < input.size() && !HasFailure(); ++i) {
      SCOPED_TRACE(i);
      GetParam()->Run(input.substr(0, i));
      GetParam()->Run(input.substr(0, i) + input.substr(i + 1));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, CorpusTest, testing::ValuesIn(FuzzTarget::All()),
                         [](const auto& info) { return info.param->name(); });

TEST(CorpusFoldersTest, HaveATargetEach) {
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus)) {
    if (entry.is_directory()) folders.insert(entry.path().filename());
  }
  std::set<std::string> names;
  for (const FuzzTarget* const target : FuzzTarget::All()) names.insert(target->name());
  EXPECT_EQ(folders, names);
}

}  // namespace
}  // namespace mediagen
