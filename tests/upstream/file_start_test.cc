#include "server/upstream/file_start.h"

#include <gtest/gtest.h>

#include <string>

namespace mediagen {
namespace {

struct Row {
  const char* name;
  std::string bytes;
  FileStart whole;   // When this is all.
  FileStart so_far;  // When more may come.
};

constexpr FileStart kMedia = FileStart::kMedia;
constexpr FileStart kText = FileStart::kText;
constexpr FileStart kUndecided = FileStart::kUndecided;

const Row kRows[] = {
    {"Mp4",
     std::string("\0\0\0\x20"
                 "ftypisom",
                 12),
     kMedia, kMedia},
    {"FirstByteOfMp4", std::string(1, '\0'), kMedia, kMedia},
    {"WebM", "\x1a\x45\xdf\xa3", kMedia, kMedia},
    {"Avi", std::string("RIFF\x24\x08\0\0AVI ", 12), kMedia, kMedia},
    {"Ogg", std::string("OggS\0\2", 6), kMedia, kMedia},
    {"BeginningOfAvi", "RIFF", kText, kUndecided},
    {"Html", "<html>", kText, kText},
    {"HtmlBehindBlanks", "\r\n \t<html>", kText, kText},
    {"HtmlBehindAByteOrderMark", "\xef\xbb\xbf<html>", kText, kText},
    {"Object", "{", kText, kText},
    {"List", "[", kText, kText},
    {"Sentence", "File not found", kText, kUndecided},
    {"LongSentence", std::string(64, 'x'), kText, kText},
    {"SentenceOfOtherScript", "\xe6\x96\x87\xe4\xbb\xb6", kText, kUndecided},
    {"BlanksOnly", "\n\n", kText, kUndecided},
    {"Nothing", "", kText, kUndecided},
    {"LateByte", std::string(63, 'x') + '\1', kMedia, kMedia},
    {"TooLateByte", std::string(64, 'x') + '\1', kText, kText},
};

TEST(FileStartTest, EveryRow) {
  for (const Row& row : kRows) {
    EXPECT_EQ(JudgeFileStart(row.bytes, true), row.whole) << row.name;
    EXPECT_EQ(JudgeFileStart(row.bytes, false), row.so_far) << row.name;
  }
}

}  // namespace
}  // namespace mediagen
