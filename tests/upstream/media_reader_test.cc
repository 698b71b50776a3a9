// Answers with media, cut into pieces while they arrive.
#include "server/upstream/media_reader.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/upstream/upstream_bench.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ReadRecord;
using testing::ToBase64;
using testing::UpstreamBench;

// `size` bytes that differ from place to place.
std::string Pattern(size_t size, unsigned seed = 1) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) {
    seed = seed * 1664525 + 1013904223;
    bytes[i] = static_cast<char>(seed >> 24);
  }
  return bytes;
}

std::string Entry(const std::string& base64) {
  return absl::StrCat(R"({"mimeType":"video/mp4","bytesBase64Encoded":")", base64, R"("})");
}

ReadRecord Read(UpstreamBench& bench, Answer answer) {
  bench.upstream().Enqueue(std::move(answer));
  ReadRecord record;
  const HttpRequest request = bench.Get();
  EXPECT_TRUE(
      bench.Run([&](CallContext& call) { return ReadToEnd(bench.client(), call, request, record); })
          .ok());
  return record;
}

// First piece at most 64 KiB, the others at most 512 KiB, no gap, one end.
void ExpectWellCut(const ReadRecord& record, int item, int64_t size) {
  int64_t next = 0;
  bool ended = false;
  for (const ReadRecord::Piece& piece : record.pieces) {
    if (piece.item != item) continue;
    EXPECT_FALSE(ended);
    EXPECT_EQ(piece.offset, next);
    EXPECT_LE(piece.size, next == 0 ? MediaReader::kFirstChunkBytes : MediaReader::kChunkBytes);
    EXPECT_EQ(piece.size == 0, piece.end);
    next += static_cast<int64_t>(piece.size);
    ended = piece.end;
  }
  EXPECT_TRUE(ended);
  EXPECT_EQ(next, size);
}

TEST(MediaReaderTest, CutsALargeItem) {
  UpstreamBench bench;
  const std::string media = Pattern(3'000'000);
  const ReadRecord record =
      Read(bench,
           Answer::Json(absl::StrCat(R"({"done":true,"videos":[)", Entry(ToBase64(media)), "]}")));
  ASSERT_TRUE(record.ok) << record.error.message;
  EXPECT_EQ(record.items.at(0), media);
  ExpectWellCut(record, 0, 3'000'000);
  EXPECT_EQ(record.envelope,
            R"({"done":true,"videos":[{"mimeType":"video/mp4","bytesBase64Encoded":0}]})");
}

TEST(MediaReaderTest, SizesAroundTheChunks) {
  UpstreamBench bench;
  constexpr size_t kFirst = MediaReader::kFirstChunkBytes;
  constexpr size_t kTwo = kFirst - 1 + MediaReader::kChunkBytes;
  for (const size_t size : {size_t{1}, size_t{2}, size_t{3}, kFirst - 2, kFirst - 1, kFirst,
                            kFirst + 1, kTwo - 2, kTwo, kTwo + 1}) {
    const std::string media = Pattern(size);
    const ReadRecord record = Read(bench, Answer::Json(Entry(ToBase64(media))));
    ASSERT_TRUE(record.ok) << size;
    EXPECT_EQ(record.items.at(0), media) << size;
    ExpectWellCut(record, 0, static_cast<int64_t>(size));
  }
}

TEST(MediaReaderTest, ArrivesInAnyPortions) {
  UpstreamBench bench;
  const std::string media = Pattern(2000);
  for (const size_t portion : {1, 2, 3, 7, 100, 1000}) {
    const ReadRecord record = Read(bench, Answer::Json(Entry(ToBase64(media))).WriteEvery(portion));
    ASSERT_TRUE(record.ok) << portion;
    EXPECT_EQ(record.items.at(0), media) << portion;
    ExpectWellCut(record, 0, 2000);
  }
}

TEST(MediaReaderTest, SeveralItemsInOrder) {
  UpstreamBench bench;
  std::string body = R"({"predictions":[)";
  for (unsigned i = 0; i < 5; ++i)
    absl::StrAppend(&body, i > 0 ? "," : "", Entry(ToBase64(Pattern(100'000 * i + 10, i))));
  body += "]}";
  const ReadRecord record = Read(bench, Answer::Json(body));
  ASSERT_TRUE(record.ok);
  for (unsigned i = 0; i < 5; ++i) {
    EXPECT_EQ(record.items.at(static_cast<int>(i)), Pattern(100'000 * i + 10, i)) << i;
    ExpectWellCut(record, static_cast<int>(i), 100'000 * i + 10);
  }
}

TEST(MediaReaderTest, ACorruptItemHarmsNoOther) {
  UpstreamBench bench;
  const std::string body = absl::StrCat("[", Entry(ToBase64("good")), ",", Entry("QUJD!UJD"), ",",
                                        Entry(ToBase64("fine")), "]");
  const ReadRecord record = Read(bench, Answer::Json(body));
  ASSERT_TRUE(record.ok);
  EXPECT_EQ(record.items.at(0), "good");
  EXPECT_EQ(record.items.at(2), "fine");
  int corrupt = 0;
  for (const ReadRecord::Piece& piece : record.pieces) {
    if (!piece.corrupt) continue;
    ++corrupt;
    EXPECT_EQ(piece.item, 1);
    EXPECT_TRUE(piece.end);
    EXPECT_EQ(piece.corrupt_offset, 4);
  }
  EXPECT_EQ(corrupt, 1);
}

struct SpellingRow {
  const char* name;
  const char* body;
  const char* media;  // Of item 0.
};

const SpellingRow kSpellingRows[] = {
    {"Camel", R"({"bytesBase64Encoded":"aGk="})", "hi"},
    {"Snake", R"({"bytes_base64_encoded":"aGk="})", "hi"},
    {"EncodedVideo", R"({"encodedVideo":"aGk="})", "hi"},
    {"EncodedVideoSnake", R"({"encoded_video":"aGk="})", "hi"},
    {"InlineData", R"({"inlineData":{"data":"aGk="}})", "hi"},
    {"InlineDataSnake", R"({"inline_data":{"data":"aGk="}})", "hi"},
    {"DataUrl", R"({"inline_data":{"data":"data:image/png;base64,aGk="}})", "hi"},
    {"UrlSafeAndUnpadded", R"({"bytesBase64Encoded":"--__"})", "\xfb\xef\xff"},
    {"Escapes", R"({"bytesBase64Encoded":"\/\/\u003d\u003d"})", "\xff"},
    {"VideoDirectly", R"({"response":{"video":"aGk=","encoding":"mp4"}})", "hi"},
};

TEST(MediaReaderTest, EverySpellingOfMedia) {
  UpstreamBench bench;
  for (const SpellingRow& row : kSpellingRows) {
    const ReadRecord record = Read(bench, Answer::Json(row.body));
    ASSERT_TRUE(record.ok) << row.name;
    ASSERT_EQ(record.items.size(), 1u) << row.name;
    EXPECT_EQ(record.items.at(0), row.media) << row.name;
  }
}

TEST(MediaReaderTest, DataElsewhereIsNoMedia) {
  UpstreamBench bench;
  const char* body = R"({"data":"aGk=","embedding":{"data":"aGk="},"video":{"uri":"https://x"}})";
  const ReadRecord record = Read(bench, Answer::Json(body));
  ASSERT_TRUE(record.ok);
  EXPECT_TRUE(record.pieces.empty());
  EXPECT_EQ(record.envelope, body);
}

struct FailureRow {
  const char* name;
  Answer answer;
  absl::StatusCode code;
  const char* message;
  bool transient = true;
};

const FailureRow kFailureRows[] = {
    {"ErrorStatus", Answer(429, R"({"error":{"message":"slow down"}})"),
     absl::StatusCode::kResourceExhausted, "slow down"},
    {"ErrorText", Answer(503, "<html>away</html>"), absl::StatusCode::kUnavailable,
     "HTTP status 503"},
    {"ErrorWithMediaInIt", Answer(400, R"({"bytesBase64Encoded":"aGk=","message":"no"})"),
     absl::StatusCode::kInvalidArgument, "no", false},
    {"Redirect", Answer(302, "").Header("Location", "http://127.0.0.1:1/"),
     absl::StatusCode::kInternal, "HTTP status 302"},
    {"HtmlUnder200", Answer(200, "<html>hello</html>"), absl::StatusCode::kInternal,
     "the upstream's answer cannot be read: malformed JSON at byte 0"},
    {"Empty200", Answer(200, ""), absl::StatusCode::kInternal,
     "the upstream's answer cannot be read: JSON body cut at byte 0"},
    {"JsonCutShort", Answer(200, R"({"a":[1,2)"), absl::StatusCode::kInternal,
     "the upstream's answer cannot be read: JSON body cut at byte 9"},
    {"TextBehindTheEnd", Answer(200, R"({"a":1} trailing)"), absl::StatusCode::kInternal,
     "the upstream's answer cannot be read: malformed JSON at byte 8"},
    {"Cut", Answer(200, R"({"a":1})").CutAfter(3), absl::StatusCode::kUnavailable, nullptr},
    {"ClosedBeforeAnAnswer", Answer().CloseBeforeAnswer(), absl::StatusCode::kUnavailable, nullptr},
    {"NoHttp", Answer().Raw("hello\r\n\r\n"), absl::StatusCode::kUnavailable, nullptr},
};

TEST(MediaReaderTest, Failures) {
  UpstreamBench bench;
  for (const FailureRow& row : kFailureRows) {
    const ReadRecord record = Read(bench, row.answer);
    EXPECT_FALSE(record.ok) << row.name;
    EXPECT_EQ(record.error.code, row.code) << row.name;
    if (row.message != nullptr) {
      EXPECT_EQ(record.error.message, row.message) << row.name;
    }
    EXPECT_EQ(record.error.transient, row.transient) << row.name;
    EXPECT_TRUE(record.pieces.empty()) << row.name;
  }
}

TEST(MediaReaderTest, AnyStatusOf2xxIsASuccess) {
  UpstreamBench bench;
  for (const int status : {200, 201, 202, 206, 299})
    EXPECT_TRUE(Read(bench, Answer(status, "{}")).ok) << status;
}

TEST(MediaReaderTest, TheContentTypeIsNotTrusted) {
  UpstreamBench bench;
  EXPECT_TRUE(Read(bench, Answer(200, "{}").Header("Content-Type", "text/html")).ok);
}

TEST(MediaReaderTest, ALongErrorTextIsKeptInPart) {
  UpstreamBench bench;
  const ReadRecord record = Read(bench, Answer(500, std::string(5'000'000, 'x')));
  EXPECT_FALSE(record.ok);
  EXPECT_EQ(record.error.message, "HTTP status 500");
}

// What came before a cut is handed on: whoever can join again goes on behind it.
TEST(MediaReaderTest, ACutInTheMiddleOfMediaKeepsWhatCame) {
  UpstreamBench bench;
  const std::string media = Pattern(1'000'000);
  const ReadRecord record =
      Read(bench, Answer::Json(Entry(ToBase64(media))).CutAfter(800'000, testing::CutKind::kClose));
  EXPECT_FALSE(record.ok);
  EXPECT_EQ(record.error.code, absl::StatusCode::kUnavailable);
  EXPECT_TRUE(record.error.transient);
  const std::string& came = record.items.at(0);
  EXPECT_GT(came.size(), 500'000u);
  EXPECT_EQ(came, media.substr(0, came.size()));
  EXPECT_FALSE(record.pieces.back().end);
}

// Without a length or chunks only the JSON tells that the body is not whole.
TEST(MediaReaderTest, ACutThatLooksLikeAnEndIsSeen) {
  UpstreamBench bench;
  Answer answer = Answer::Json(R"({"bytesBase64Encoded":"aGVsbG8hIGhlbGxvISBoZWxsbyEg)");
  answer.Framing(http::Framing::kUntilClose);
  const ReadRecord record = Read(bench, answer);
  EXPECT_FALSE(record.ok);
  EXPECT_TRUE(record.error.transient);
  EXPECT_EQ(record.items.at(0), "hello! hello! hello! ");
}

}  // namespace
}  // namespace mediagen
