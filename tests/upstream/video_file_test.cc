#include "server/upstream/video_file.h"

#include <gtest/gtest.h>

#include <string>

#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

struct Row {
  const char* name;
  std::string uri;
  const char* id;  // Empty: there is none.
};

const Row kRows[] = {
    {"Whole", "https://a.example/v1beta/files/ab12:download?alt=media", "ab12"},
    {"WithoutDownload", "https://a.example/v1beta/files/ab12", "ab12"},
    {"QueryOnly", "https://a.example/v1beta/files/ab12?alt=media", "ab12"},
    {"Below", "https://a.example/files/ab12/more", "ab12"},
    {"Bare", "files/ab12", "ab12"},
    {"BareWithDownload", "files/ab12:download", "ab12"},
    {"BareBehindASlash", "/files/ab12", "ab12"},
    {"OtherCharacters", "files/Ab-1_2", "Ab-1_2"},
    {"FirstOfTwo", "https://a.example/files/one/files/two", "one"},
    {"OtherFolder", "https://a.example/myfiles/ab12", ""},
    {"InTheQuery", "https://a.example/download?name=/files/ab12", ""},
    {"Bucket", "gs://bucket/video.mp4", ""},
    {"NoId", "https://a.example/files/", ""},
    {"NoIdButDownload", "files/:download", ""},
    {"Dots", "files/..", ""},
    {"Escapes", "files/a%2fb", ""},
    {"Blank", "files/a b", ""},
    {"Fragment", "files/ab12#x", ""},
    {"LineEnd", "files/ab12\r\nX: 1", ""},
    {"OtherScript", "files/é", ""},
    {"TooLong", "files/" + std::string(201, 'a'), ""},
    {"Nothing", "", ""},
};

TEST(VideoFileTest, EveryRow) {
  for (const Row& row : kRows) {
    const absl::StatusOr<std::string> id = FileIdOf(row.uri);
    if (*row.id == '\0') {
      EXPECT_EQ(id.status().code(), absl::StatusCode::kInternal) << row.name;
      EXPECT_EQ(ErrorInfoOf(id.status()).reason(), "NO_VIDEO") << row.name;
    } else {
      ASSERT_TRUE(id.ok()) << row.name;
      EXPECT_EQ(*id, row.id) << row.name;
    }
  }
}

TEST(VideoFileTest, WhereItLies) {
  EXPECT_EQ(DownloadPath("ab12"), "files/ab12:download?alt=media");
}

}  // namespace
}  // namespace mediagen
