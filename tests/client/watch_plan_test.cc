#include "client/cli/watch_plan.h"

#include <gtest/gtest.h>

#include "client/call_error.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

constexpr char kWhole[] = R"({"operation": "op", "finish_time": "2026-01-01T00:00:00Z"})";
constexpr char kBegun[] = R"({"operation": "op", "prompt": "waves"})";

class WatchPlanTest : public testing::Test {
 protected:
  absl::StatusOr<WatchPlan> Plan(std::vector<std::string> words, int count = 1) {
    const Command& command = *FindCommand("watch");
    words.insert(words.begin(), "op");
    const auto arguments = Arguments::Parse(command, words);
    const auto names =
        OutputNames::Create(arguments->Value("-o"), {.stem = "video", .extension = ".mp4"}, count);
    return PlanWatch(*arguments, "op", *names, count);
  }
  std::string File() const { return folder_.File("v.mp4"); }

  ScratchFolder folder_;
};

TEST_F(WatchPlanTest, BeginsAtTheBeginning) {
  const auto plan = Plan({"-o", File()});
  EXPECT_EQ(plan->video_index, 0);
  EXPECT_EQ(plan->byte_offset, 0);
  EXPECT_FALSE(plan->complete);
}

TEST_F(WatchPlanTest, GoesOnBehindThePart) {
  folder_.Write("v.mp4.part", "12345");
  EXPECT_EQ(Plan({"-o", File()})->byte_offset, 5);
  folder_.Write("v.mp4.json", kBegun);
  const auto plan = Plan({"-o", File()});
  EXPECT_EQ(plan->byte_offset, 5);
  EXPECT_EQ(plan->record.prompt(), "waves");
}

TEST_F(WatchPlanTest, TheFlagWinsOverThePart) {
  folder_.Write("v.mp4.part", "12345");
  EXPECT_EQ(Plan({"-o", File(), "--offset", "3"})->byte_offset, 3);
}

TEST_F(WatchPlanTest, AWholeVideoNeedsNothing) {
  folder_.Write("v.mp4", "12345");
  folder_.Write("v.mp4.json", kWhole);
  EXPECT_TRUE(Plan({"-o", File()})->complete);
  EXPECT_FALSE(Plan({"-o", File(), "--video-index", "0"})->complete);
}

TEST_F(WatchPlanTest, AFileOfSomethingElseIsReplaced) {
  folder_.Write("v.mp4", "old");
  folder_.Write("v.mp4.json", R"({"operation": "another", "finish_time": "2026-01-01T00:00:00Z"})");
  const auto plan = Plan({"-o", File()});
  EXPECT_FALSE(plan->complete);
  EXPECT_EQ(plan->byte_offset, 0);
  EXPECT_EQ(plan->record.operation(), "");
}

TEST_F(WatchPlanTest, APartOfAnotherOperationIsRefused) {
  folder_.Write("v.mp4.part", "12345");
  folder_.Write("v.mp4.json", R"({"operation": "another"})");
  EXPECT_EQ(ParseCallError(Plan({"-o", File()}).status()).reason, "USAGE");
}

TEST_F(WatchPlanTest, OfSeveralVideosTheFirstThatIsNotWhole) {
  folder_.Write("v-1.mp4", "whole");
  folder_.Write("v-1.mp4.json", kWhole);
  folder_.Write("v-2.mp4.part", "123");
  const auto plan = Plan({"-o", File()}, 2);
  EXPECT_EQ(plan->video_index, 1);
  EXPECT_EQ(plan->byte_offset, 3);
}

TEST_F(WatchPlanTest, OffsetsMakeSense) {
  for (const char* wrong : {"-1", "x", ""}) {
    EXPECT_FALSE(Plan({"-o", File(), "--offset", wrong}).ok()) << wrong;
  }
  EXPECT_FALSE(Plan({"--offset", "5"}).ok());
  EXPECT_EQ(Plan({"-o", "-", "--offset", "5"})->byte_offset, 5);
}

}  // namespace
}  // namespace mediagen::client
