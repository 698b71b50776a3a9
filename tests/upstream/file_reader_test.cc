#include "server/upstream/file_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "server/upstream/error_details.h"
#include "server/upstream/upstream_status.h"
#include "tests/upstream/file_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ReadFile;
using testing::ReadRecord;
using testing::RulesForFakes;
using testing::UpstreamBench;
using testing::VideoBytes;

ReadRecord Read(UpstreamBench& bench, Answer answer, const LinkRules& rules = RulesForFakes()) {
  bench.upstream().Enqueue(std::move(answer));
  return ReadFile(bench, bench.upstream().base_url() + "/f.mp4", rules);
}

void ExpectWhole(const ReadRecord& record, const std::string& file) {
  ASSERT_TRUE(record.ok) << record.error.message;
  EXPECT_EQ(record.items.at(0), file);
  int64_t next = 0;
  for (const ReadRecord::Piece& piece : record.pieces) {
    EXPECT_EQ(piece.item, 0);
    EXPECT_EQ(piece.offset, next);
    EXPECT_LE(piece.size, next == 0 ? MediaReader::kFirstChunkBytes : MediaReader::kChunkBytes);
    EXPECT_EQ(piece.end, piece.size == 0);
    EXPECT_EQ(piece.end, &piece == &record.pieces.back());
    next += static_cast<int64_t>(piece.size);
  }
  EXPECT_EQ(next, static_cast<int64_t>(file.size()));
}

TEST(FileReaderTest, SizesAroundTheChunks) {
  UpstreamBench bench;
  for (const size_t size :
       {1, 15, 16, 17, 63, 64, 65, 65'535, 65'536, 65'537, 589'823, 589'824, 589'825, 3'000'000}) {
    SCOPED_TRACE(size);
    ExpectWhole(Read(bench, Answer(200, VideoBytes(size))), VideoBytes(size));
  }
}

TEST(FileReaderTest, ArrivesInAnyPortions) {
  UpstreamBench bench;
  for (const size_t portion : {1, 2, 7, 63, 64, 65, 1000}) {
    SCOPED_TRACE(portion);
    ExpectWhole(Read(bench, Answer(200, VideoBytes(2000)).WriteEvery(portion)), VideoBytes(2000));
  }
}

TEST(FileReaderTest, AnyFramingAndAnyContentType) {
  UpstreamBench bench;
  for (const http::Framing framing :
       {http::Framing::kContentLength, http::Framing::kChunked, http::Framing::kUntilClose}) {
    Answer answer(200, VideoBytes(100'000));
    answer.Framing(framing).Header("Content-Type", "text/plain");
    ExpectWhole(Read(bench, answer), VideoBytes(100'000));
  }
}

struct FailureRow {
  const char* name;
  Answer answer;
  absl::StatusCode code;  // What the caller of a free call sees.
  const char* reason;
  const char* upstream_code;
  bool transient = false;
};

const FailureRow kFailureRows[] = {
    {"Empty", Answer(200, ""), absl::StatusCode::kDataLoss, "MEDIA_CORRUPT", "INTERNAL"},
    {"Html", Answer(200, "<html>no</html>"), absl::StatusCode::kDataLoss, "MEDIA_CORRUPT",
     "INTERNAL"},
    {"Sentence", Answer(200, "no such file"), absl::StatusCode::kDataLoss, "MEDIA_CORRUPT",
     "INTERNAL"},
    {"LongPage", Answer(200, "<" + std::string(5'000'000, 'x')), absl::StatusCode::kDataLoss,
     "MEDIA_CORRUPT", "INTERNAL"},
    {"JsonThatIsNoError", Answer(200, R"({"name":"files/x"})"), absl::StatusCode::kDataLoss,
     "MEDIA_CORRUPT", "INTERNAL"},
    {"JsonCutShort", Answer(200, R"({"error":{"code":404)"), absl::StatusCode::kDataLoss,
     "MEDIA_CORRUPT", "INTERNAL"},
    {"ErrorObject", Answer(200, R"({"error":{"code":404,"message":"gone","status":"NOT_FOUND"}})"),
     absl::StatusCode::kNotFound, "UPSTREAM_REJECTED", "NOT_FOUND"},
    {"ErrorObjectInAList",
     Answer(200,
            "\xef\xbb\xbf\n"
            R"([{"error":{"code":503,"status":"UNAVAILABLE"}}])"),
     absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE", "UNAVAILABLE", true},
    {"ErrorObjectOfARelay", Answer(200, R"({"error":{"message":"x","type":"upstream_error"}})"),
     absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE", "UNAVAILABLE", true},
    {"Status404", Answer(404, "{}"), absl::StatusCode::kNotFound, "UPSTREAM_REJECTED", "NOT_FOUND"},
    {"Status401", Answer(401, "{}"), absl::StatusCode::kInternal, "UPSTREAM_CREDENTIALS",
     "UNAUTHENTICATED", true},
    {"Status503", Answer(503, "<html>"), absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE",
     "UNAVAILABLE", true},
    {"Status204", Answer(204, ""), absl::StatusCode::kInternal, "UPSTREAM_REJECTED", "INTERNAL"},
    {"Status206", Answer(206, VideoBytes(100)), absl::StatusCode::kInternal, "UPSTREAM_REJECTED",
     "INTERNAL"},
    {"Status304", Answer(304, ""), absl::StatusCode::kInternal, "UPSTREAM_REJECTED", "INTERNAL"},
    {"MediaUnderAnErrorStatus", Answer(500, VideoBytes(100)), absl::StatusCode::kInternal,
     "UPSTREAM_UNAVAILABLE", "INTERNAL", true},
    {"ClosedBeforeAnAnswer", Answer().CloseBeforeAnswer(), absl::StatusCode::kUnavailable,
     "UPSTREAM_UNAVAILABLE", "UNAVAILABLE", true},
};

TEST(FileReaderTest, Failures) {
  UpstreamBench bench;
  for (const FailureRow& row : kFailureRows) {
    const ReadRecord record = Read(bench, row.answer);
    EXPECT_FALSE(record.ok) << row.name;
    EXPECT_TRUE(record.pieces.empty()) << row.name;
    EXPECT_EQ(record.error.transient, row.transient) << row.name;
    const absl::Status status = FreeCallStatus(record.error);
    EXPECT_EQ(status.code(), row.code) << row.name << " " << status;
    google::rpc::ErrorInfo info = ErrorInfoOf(status);
    EXPECT_EQ(info.reason(), row.reason) << row.name;
    EXPECT_EQ((*info.mutable_metadata())["upstream_code"], row.upstream_code) << row.name;
  }
}

TEST(FileReaderTest, ACutKeepsWhatCame) {
  UpstreamBench bench;
  const std::string file = VideoBytes(1'000'000);
  const ReadRecord record =
      Read(bench, Answer(200, file).CutAfter(800'000, testing::CutKind::kClose));
  EXPECT_FALSE(record.ok);
  EXPECT_EQ(record.error.code, absl::StatusCode::kUnavailable);
  EXPECT_TRUE(record.error.transient);
  EXPECT_EQ(record.items.at(0), file.substr(0, record.items.at(0).size()));
  EXPECT_EQ(record.items.at(0).size(), 800'000u);
  EXPECT_FALSE(record.pieces.back().end);
}

TEST(FileReaderTest, AFileBeyondTheCapIsRefused) {
  UpstreamBench bench;
  LinkRules rules = RulesForFakes();
  rules.max_bytes = 100'000;
  ExpectWhole(Read(bench, Answer(200, VideoBytes(100'000)), rules), VideoBytes(100'000));
  for (const http::Framing framing : {http::Framing::kContentLength, http::Framing::kChunked}) {
    Answer answer(200, VideoBytes(100'001));
    answer.Framing(framing);
    const ReadRecord record = Read(bench, answer, rules);
    EXPECT_FALSE(record.ok);
    EXPECT_EQ(record.error.code, absl::StatusCode::kInternal);
    EXPECT_FALSE(record.error.transient);
  }
}

TEST(FileReaderTest, AFileThatTakesTooLongIsGivenUp) {
  UpstreamBench bench;
  LinkRules rules = RulesForFakes();
  rules.time_limit = absl::Milliseconds(50);
  const ReadRecord record = Read(bench, Answer(200, VideoBytes(1000)).StallAfter(100), rules);
  EXPECT_FALSE(record.ok);
  EXPECT_EQ(record.error.code, absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(record.error.transient);
  EXPECT_EQ(record.items.at(0), VideoBytes(1000).substr(0, 100));
}

}  // namespace
}  // namespace mediagen
