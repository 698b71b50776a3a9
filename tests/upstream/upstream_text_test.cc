// What may be quoted of an upstream.
#include "server/upstream/upstream_text.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "server/upstream/secrets.h"

namespace mediagen {
namespace {

struct Row {
  const char* name;
  std::string text;
  const char* scrubbed;
};

const Row kRows[] = {
    {"Plain", "Invalid aspect ratio: use 1:1, 9:16.", "Invalid aspect ratio: use 1:1, 9:16."},
    {"RelayKey", "bad key sk-abc123DEF456 given", "bad key [key] given"},
    {"ProjectKey", "sk-proj-AbC_123-x", "[key]"},
    {"MaskedKey", "Incorrect API key provided: sk-abcd***********wxyz.",
     "Incorrect API key provided: [key]."},
    {"ShortMaskedKey", "key sk-a***z", "key [key]"},
    {"GoogleKey", "key=AIzaSyA-1234567890abcdefghijklmnopqrstu!", "key=[key]!"},
    {"GoogleToken", "token ya29.a0AfH6SMB.x-y_z used", "token [key] used"},
    {"JsonWebToken", "jwt eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl end",
     "jwt [key] end"},
    {"Bearer", "Authorization: Bearer abc.def-123", "Authorization: Bearer [key]"},
    {"BearerLowerCase", "authorization: bearer abcdef", "authorization: bearer [key]"},
    {"KeyParameter", "/v1beta/m:predict?key=abc123&alt=x", "/v1beta/m:predict?key=[key]&alt=x"},
    {"TokenParameter", "access_token=abc123 refused", "access_token=[key] refused"},
    {"HexKey", "secret 0123456789abcdef0123456789abcdef.", "secret [key]."},
    {"LongModelNameStays", "no gemini-2.0-flash-preview-image-generation here",
     "no gemini-2.0-flash-preview-image-generation here"},
    {"MetricNameStays", "quota online_prediction_requests_per_base_model reached",
     "quota online_prediction_requests_per_base_model reached"},
    {"RequestNumberStays", "Invalid token (tid: 2026060100000000001)",
     "Invalid token (tid: 2026060100000000001)"},
    {"ProseWithDashesStays", "a risk-free, desk-bound task-1", "a risk-free, desk-bound task-1"},
    {"Url", "see https://x.example/a?key=1 now", "see [url] now"},
    {"UrlUpperCase", "HTTP://X.EXAMPLE/", "[url]"},
    {"UrlInQuotes", R"(at "https://x.example/y")", R"(at "[url]")"},
    {"Bucket", "gs://bucket/secret.png is gone", "[url] is gone"},
    {"Socket", "wss://host/path ended", "[url] ended"},
    {"Project", "Model `projects/demo-1/locations/us` missing",
     "Model `projects/[project]/locations/us` missing"},
    {"ProjectWithDomain", "projects/example.com:my-p was", "projects/[project] was"},
    {"ControlBytes", std::string("a\r\nb\tc\0d\x7f", 9), "a  b c d "},
    {"NonAscii", "无效的令牌", "无效的令牌"},
};

TEST(UpstreamTextTest, IsScrubbed) {
  for (const Row& row : kRows) EXPECT_EQ(ScrubUpstreamText(row.text), row.scrubbed) << row.name;
}

struct Utf8Row {
  const char* name;
  std::string bytes;
  const char* cleaned;
};

const Utf8Row kUtf8Rows[] = {
    {"Stray", "a\xff!", "a?!"},
    {"Continuation", "a\x80!", "a?!"},
    {"CutAtTheEnd", "a\xe6\x97", "a??"},
    {"OverlongTwo", "\xc0\xaf", "??"},
    {"OverlongThree", "\xe0\x80\xaf", "???"},
    {"OverlongFour", "\xf0\x80\x80\xaf", "????"},
    {"Surrogate", "\xed\xa0\x80", "???"},
    {"BeyondUnicode", "\xf4\x90\x80\x80", "????"},
    {"LastOfUnicode", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
    {"FirstOfThree", "\xe0\xa0\x80", "\xe0\xa0\x80"},
};

TEST(UpstreamTextTest, IsValidUtf8) {
  for (const Utf8Row& row : kUtf8Rows) {
    const std::string cleaned = ScrubUpstreamText(row.bytes);
    EXPECT_EQ(cleaned, row.cleaned) << row.name;
    // What a status detail does to it.
    google::protobuf::Value value;
    value.set_string_value(cleaned);
    EXPECT_TRUE(google::protobuf::Value().ParseFromString(value.SerializeAsString())) << row.name;
  }
}

TEST(UpstreamTextTest, IsCutAtACharacter) {
  EXPECT_EQ(ScrubUpstreamText(std::string(499, '.') + "é"), std::string(499, '.'));
  EXPECT_EQ(ScrubUpstreamText(std::string(498, '.') + "é"), std::string(498, '.') + "é");
  for (size_t pad = 0; pad < 5; ++pad) {
    std::string text(pad, '.');
    for (int i = 0; i < 300; ++i) text += "🎨";
    const std::string cut = ScrubUpstreamText(text);
    EXPECT_LE(cut.size(), 500u);
    EXPECT_GT(cut.size(), 496u);
    EXPECT_FALSE(absl::StrContains(cut, "?"));
  }
}

// A key at the place of the cut does not leave in half.
TEST(UpstreamTextTest, ScrubsBeforeItCuts) {
  for (size_t pad = 460; pad <= 500; ++pad) {
    const std::string text = std::string(pad, '.') + " sk-0123456789abcdef0123456789abcdef";
    EXPECT_FALSE(absl::StrContains(ScrubUpstreamText(text), "sk-")) << pad;
  }
}

TEST(UpstreamTextTest, HugeTextIsNoWork) {
  EXPECT_EQ(ScrubUpstreamText(std::string(50'000'000, '.')), std::string(500, '.'));
}

TEST(UpstreamTextTest, AKeyOfOursIsRemovedWhateverItsShape) {
  const std::string said = "no such client: tiger-lily";
  EXPECT_EQ(ScrubUpstreamText(said), said);
  KeepSecret("tiger-lily");
  KeepSecret("no");  // Too short to be a key, and too common to be removed.
  EXPECT_EQ(ScrubUpstreamText(said), "no such client: [key]");
}

}  // namespace
}  // namespace mediagen
