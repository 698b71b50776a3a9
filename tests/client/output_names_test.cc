#include "client/cli/output_names.h"

#include <gtest/gtest.h>

#include "client/call_error.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

using Mode = OutputFile::Mode;

// Default names are those of the current folder.
class OutputNamesTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::current_path(folder_.path()); }
  void TearDown() override { std::filesystem::current_path("/"); }

  // Delivers one result of four bytes.
  static std::string Deliver(OutputNames& names, int index, const std::string& mime_type) {
    auto file = names.Open(index, Mode::kFresh, 0);
    EXPECT_TRUE(file.ok()) << file.status();
    EXPECT_TRUE(file->Append("data").ok());
    const auto path = names.Finish(index, mime_type, *file);
    EXPECT_TRUE(path.ok()) << path.status();
    return path.value_or("");
  }

  ScratchFolder folder_;
};

TEST_F(OutputNamesTest, OneNamedResultHasExactlyThatName) {
  auto names = OutputNames::Create("cat.png", {.stem = "picture"}, 1);
  EXPECT_EQ(Deliver(*names, 0, "image/jpeg"), "cat.png");
  EXPECT_EQ(Deliver(*names, 1, "image/jpeg"), "cat-2.png");
}

TEST_F(OutputNamesTest, SeveralNamedResultsAreNumbered) {
  auto names = OutputNames::Create("cat.png", {.stem = "picture"}, 2);
  EXPECT_EQ(Deliver(*names, 0, "image/png"), "cat-1.png");
  EXPECT_EQ(Deliver(*names, 1, "image/png"), "cat-2.png");
}

TEST_F(OutputNamesTest, NamedResultsReplace) {
  folder_.Write("cat.png", "old");
  auto names = OutputNames::Create("cat.png", {.stem = "picture"}, 1);
  EXPECT_EQ(Deliver(*names, 0, "image/png"), "cat.png");
  EXPECT_EQ(folder_.Read("cat.png"), "data");
}

TEST_F(OutputNamesTest, DefaultNamesFollowTheTypeAndNeverReplace) {
  folder_.Write("picture.png", "old");
  auto names = OutputNames::Create(std::nullopt, {.stem = "picture"}, 1);
  EXPECT_EQ(Deliver(*names, 0, "image/png"), "picture-2.png");
  EXPECT_EQ(Deliver(*names, 1, "image/png"), "picture-3.png");
  EXPECT_EQ(Deliver(*names, 2, "image/jpeg"), "picture.jpg");
  EXPECT_EQ(Deliver(*names, 3, "application/x-unheard-of"), "picture.bin");
  EXPECT_EQ(folder_.Read("picture.png"), "old");
}

TEST_F(OutputNamesTest, DefaultVideoIsNamedBeforeItComes) {
  folder_.Write("video.mp4", "old");
  folder_.Write("video-2.mp4.part", "another one on its way");
  folder_.Write("video-3.mp4.json", "a record");
  auto names = OutputNames::Create(std::nullopt, {.stem = "video", .extension = ".mp4"}, 1);
  auto file = names->Open(0, Mode::kFresh, 0);
  EXPECT_EQ(names->Path(0), "video-4.mp4");
  EXPECT_EQ(names->NamedAs(), "video-4.mp4");
  ASSERT_TRUE(file->Append("data").ok());
  EXPECT_EQ(names->Finish(0, "video/mp4", *file).value(), "video-4.mp4");
}

TEST_F(OutputNamesTest, RefusesWhatMustFail) {
  const auto message = [](const std::string& named, int count) {
    const auto names = OutputNames::Create(named, {.stem = "picture"}, count);
    EXPECT_EQ(ParseCallError(names.status()).reason, "USAGE") << named;
    return std::string(names.status().message());
  };
  EXPECT_EQ(message(folder_.path().string(), 1),
            "-o: " + folder_.path().string() + " is a folder; name a file in it");
  EXPECT_EQ(message("nowhere/cat.png", 1), "-o: there is no folder nowhere");
  EXPECT_EQ(message("nowhere/", 1), "-o: there is no folder nowhere");
  EXPECT_EQ(message("", 1), "-o: the name is empty");
  EXPECT_EQ(message("-", 2), "-o - takes one result, and --count asks for 2");
}

TEST_F(OutputNamesTest, ADeviceIsWrittenToAndNotReplaced) {
  auto names = OutputNames::Create("/dev/null", {.stem = "picture"}, 1);
  ASSERT_TRUE(names.ok());
  EXPECT_TRUE(names->direct());
  auto file = names->Open(0, Mode::kFresh, 0);
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(file->direct());
  EXPECT_EQ(Deliver(*names, 1, "image/png"), "picture.png");
}

TEST(FileNamesTest, NumbersComeBeforeTheExtension) {
  EXPECT_EQ(NumberedPath("cat.png", 1), "cat-1.png");
  EXPECT_EQ(NumberedPath("cat", 2), "cat-2");
  EXPECT_EQ(NumberedPath("a.b/cat", 3), "a.b/cat-3");
  EXPECT_EQ(NumberedPath(".hidden", 4), ".hidden-4");
  EXPECT_EQ(NumberedPath("a.b/.hidden.png", 5), "a.b/.hidden-5.png");
}

TEST(FileNamesTest, ANameThatLiesIsNoticed) {
  EXPECT_TRUE(ExtensionMismatch("cat.png", "image/jpeg"));
  EXPECT_FALSE(ExtensionMismatch("cat.png", "image/png"));
  EXPECT_FALSE(ExtensionMismatch("cat.JPEG", "image/jpeg"));
  EXPECT_FALSE(ExtensionMismatch("cat.jpg", "image/jpeg"));
  EXPECT_FALSE(ExtensionMismatch("cat", "image/jpeg"));
  EXPECT_FALSE(ExtensionMismatch("cat.dat", "image/jpeg"));
  EXPECT_FALSE(ExtensionMismatch("cat.png", ""));
}

}  // namespace
}  // namespace mediagen::client
