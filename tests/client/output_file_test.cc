#include "client/cli/output_file.h"

#include <gtest/gtest.h>

#include "client/call_error.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

using Mode = OutputFile::Mode;

TEST(OutputFileTest, TakesItsNameOnlyAtTheEnd) {
  const ScratchFolder folder;
  {
    auto file = OutputFile::Open(folder.File("a.png.part"), Mode::kFresh, 1'000'000);
    ASSERT_TRUE(file.ok()) << file.status();
    ASSERT_TRUE(file->Append("123456").ok());
    ASSERT_TRUE(file->Append("789").ok());
    EXPECT_FALSE(folder.Has("a.png"));
    EXPECT_EQ(file->size_bytes(), 9);
    EXPECT_EQ(file->crc32c(), 0xE3069283u);
    EXPECT_EQ(file->TakeSha256(),
              "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
    ASSERT_TRUE(file->Finish(folder.File("a.png"), false).ok());
  }
  EXPECT_EQ(folder.Read("a.png"), "123456789");
  EXPECT_FALSE(folder.Has("a.png.part"));
}

TEST(OutputFileTest, ReservedSpaceDoesNotCountAsContent) {
  const ScratchFolder folder;
  const auto file = OutputFile::Open(folder.File("v.part"), Mode::kFresh, 10'000'000);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(std::filesystem::file_size(folder.File("v.part")), 0u);
}

TEST(OutputFileTest, AnEmptyPartGoesAndABegunOneStays) {
  const ScratchFolder folder;
  { const auto file = OutputFile::Open(folder.File("empty.part"), Mode::kFresh, 0); }
  EXPECT_FALSE(folder.Has("empty.part"));
  {
    auto file = OutputFile::Open(folder.File("begun.part"), Mode::kFresh, 0);
    ASSERT_TRUE(file->Append("x").ok());
  }
  EXPECT_EQ(folder.Read("begun.part"), "x");
}

TEST(OutputFileTest, GoesOnWithTheSumsOfWhatIsThere) {
  const ScratchFolder folder;
  folder.Write("v.part", "12345XXXX");
  auto file = OutputFile::Open(folder.File("v.part"), Mode::kGoOn, 0);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->size_bytes(), 9);
  ASSERT_TRUE(file->Truncate(5).ok());
  ASSERT_TRUE(file->Append("6789").ok());
  EXPECT_EQ(file->crc32c(), 0xE3069283u);
  ASSERT_TRUE(file->Finish(folder.File("v"), true).ok());
  EXPECT_EQ(folder.Read("v"), "123456789");
}

TEST(OutputFileTest, ReplacesOnlyWhenTold) {
  const ScratchFolder folder;
  folder.Write("a.png", "old");
  auto file = OutputFile::Open(folder.File("a.part"), Mode::kFresh, 0);
  ASSERT_TRUE(file->Append("new").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(file->Finish(folder.File("a.png"), false)));
  EXPECT_EQ(folder.Read("a.png"), "old");
  EXPECT_TRUE(file->Finish(folder.File("a.png"), true).ok());
  EXPECT_EQ(folder.Read("a.png"), "new");
}

TEST(OutputFileTest, TwoWritersDoNotMix) {
  const ScratchFolder folder;
  auto first = OutputFile::Open(folder.File("v.part"), Mode::kFresh, 0);
  ASSERT_TRUE(first->Append("mine").ok());
  const auto second = OutputFile::Open(folder.File("v.part"), Mode::kGoOn, 0);
  EXPECT_EQ(ParseCallError(second.status()).reason, "USAGE");
  EXPECT_TRUE(
      absl::IsAlreadyExists(OutputFile::Open(folder.File("v.part"), Mode::kExclusive, 0).status()));
  EXPECT_EQ(folder.Read("v.part"), "mine");
}

TEST(OutputFileTest, AFullDiskIsAnError) {
  auto file = OutputFile::OpenDirect("/dev/full");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(ParseCallError(file->Append("x")).reason, "LOCAL_WRITE_FAILED");
}

TEST(OutputFileTest, AFolderThatIsNotThereIsAnErrorOfUsage) {
  const auto file = OutputFile::Open("/nonexistent/v.part", Mode::kFresh, 0);
  EXPECT_EQ(ParseCallError(file.status()).reason, "USAGE");
}

TEST(OutputFileTest, MoreThanTheDiskHoldsIsRefusedBeforehand) {
  const ScratchFolder folder;
  const auto file = OutputFile::Open(folder.File("v.part"), Mode::kFresh, int64_t{1} << 55);
  EXPECT_FALSE(file.ok());
  EXPECT_FALSE(folder.Has("v.part"));
}

}  // namespace
}  // namespace mediagen::client
