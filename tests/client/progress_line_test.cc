#include "client/cli/progress_line.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace mediagen::client {
namespace {

// What is written while `use` holds the line.
template <typename Use>
std::string Written(bool terminal, const Use& use) {
  char* text = nullptr;
  size_t size = 0;
  FILE* out = open_memstream(&text, &size);
  {
    ProgressLine line(out, terminal);
    use(line);
  }
  fclose(out);
  std::string result(text, size);
  free(text);
  return result;
}

TEST(ProgressLineTest, PlainLinesOnAPipe) {
  const std::string text = Written(false, [](ProgressLine& line) {
    v1::VideoProgress progress;
    progress.set_phase(v1::VIDEO_PHASE_GENERATING);
    progress.set_polls(3);
    progress.set_estimated_fraction(0.42);
    line.Show("starting");
    line.Show(progress);
    line.Show(progress);  // Too soon for another line.
    line.Note("a note");
  });
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find('\033'), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3) << text;
  EXPECT_NE(text.find("generating  0.0 s  poll 3  about 42 % (estimate)"), std::string::npos);
}

TEST(ProgressLineTest, OneLineIsRewrittenOnATerminal) {
  const std::string text = Written(true, [](ProgressLine& line) {
    line.Show("starting");
    v1::VideoProgress progress;
    progress.set_phase(v1::VIDEO_PHASE_GENERATING);
    progress.set_upstream_percent(7);
    progress.set_upstream_retry(1);
    progress.set_upstream_retry_limit(3);
    line.Show(progress);
    line.Note("a note");
    line.Stop();
  });
  EXPECT_NE(text.find("\rstarting"), std::string::npos);
  EXPECT_NE(text.find("7 %  retry 1 of 3"), std::string::npos);
  EXPECT_NE(text.find("\r\033[Ka note\n"), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
}

TEST(ProgressLineTest, AnotherPieceOfWorkBeginsAnew) {
  const std::string text = Written(false, [](ProgressLine& line) {
    line.Begin("waiting");
    line.AddBytes(5'000'000);
    line.Begin("waiting");
    line.Show("receiving");
  });
  EXPECT_EQ(text.find("MB"), std::string::npos) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3) << text;
}

TEST(ProgressLineTest, WordsOfOthersStayOnTheLine) {
  const std::string text = Written(false, [](ProgressLine& line) {
    v1::VideoProgress progress;
    progress.set_task_id("a\n\033[2Jb");
    line.Show(progress);
  });
  EXPECT_NE(text.find("task a ?[2Jb\n"), std::string::npos) << text;
}

TEST(ProgressLineTest, BytesAreReadable) {
  EXPECT_EQ(BytesText(0), "0.0 kB");
  EXPECT_EQ(BytesText(70'300), "70.3 kB");
  EXPECT_EQ(BytesText(12'345'678), "12.3 MB");
}

}  // namespace
}  // namespace mediagen::client
