// A poll's answer; media fields hold their item's number.
#include "server/upstream/video_formats.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

VideoStatus Read(absl::string_view text) {
  rapidjson::Document document;
  EXPECT_TRUE(ParseJson(text, document)) << text;
  return ReadVideoStatus(JsonView(&document));
}

struct PendingRow {
  const char* name;
  const char* answer;
};

const PendingRow kPendingRows[] = {
    {"NameAlone", R"({"name":"models/m/operations/o"})"},
    {"DoneFalse", R"({"name":"n","done":false})"},
    {"DoneNull", R"({"done":null,"error":null,"response":null})"},
    {"Empty", "{}"},
    {"Metadata", R"({"metadata":{"@type":"x","progressPercent":5}})"},
    {"DoneText", R"({"done":"true"})"},
};

TEST(VideoFormatsTest, Pending) {
  for (const PendingRow& row : kPendingRows) EXPECT_FALSE(Read(row.answer).done) << row.name;
}

struct ResultRow {
  const char* name;
  const char* response;
  const char* videos;
};

const ResultRow kResultRows[] = {
    {"Videos", R"({"videos":[{"bytesBase64Encoded":0,"mimeType":"video/mp4"}]})", "#0 video/mp4;"},
    {"VideosSnake", R"({"videos":[{"bytes_base64_encoded":0,"mime_type":"video/mp4"}]})",
     "#0 video/mp4;"},
    {"VideosInABucket", R"({"videos":[{"gcsUri":"gs://b/o","mimeType":"video/mp4"}]})",
     "gcs=gs://b/o video/mp4;"},
    {"BytesAndBucket", R"({"videos":[{"bytesBase64Encoded":0},{"gcs_uri":"gs://b/o"}]})",
     "#0 ;gcs=gs://b/o ;"},
    {"Samples",
     R"({"generateVideoResponse":{"generatedSamples":[{"video":{"encodedVideo":0,"encoding":"video/mp4"}}]}})",
     "#0 video/mp4;"},
    {"SamplesSnake",
     R"({"generate_video_response":{"generated_samples":[{"video":{"encoded_video":0}}]}})",
     "#0 ;"},
    {"SamplesByLink",
     R"({"generateVideoResponse":{"generatedSamples":[{"video":{"uri":"https://x/files/a"}}]}})",
     "uri=https://x/files/a ;"},
    {"BytesAndLinkOnOneEntry",
     R"({"generateVideoResponse":{"generatedSamples":[{"video":{"uri":"https://x","encodedVideo":0}}]}})",
     "#0 ;"},
    {"OldSamples",
     R"({"generatedSamples":[{"video":{"uri":"gs://b/o.mp4","encoding":"video/mp4"}}]})",
     "gcs=gs://b/o.mp4 video/mp4;"},
    {"VideosBesideSamples",
     R"({"videos":[{"bytesBase64Encoded":0}],"generateVideoResponse":{"generatedSamples":[{"video":{"encodedVideo":1}}]}})",
     "#0 ;"},
    {"NullEntries", R"({"videos":[null,{"bytesBase64Encoded":0},{}]})", "#0 ;"},
    {"DirectBytes", R"({"bytesBase64Encoded":0,"encoding":"mp4"})", "#0 mp4;"},
    {"DirectVideo", R"({"video":0,"encoding":"video/mp4"})", "#0 video/mp4;"},
    {"DirectVideoObject", R"({"video":{"bytesBase64Encoded":0}})", "#0 ;"},
};

TEST(VideoFormatsTest, EveryShapeOfAResult) {
  for (const ResultRow& row : kResultRows) {
    const VideoStatus status = Read(absl::StrCat(R"({"done":true,"response":)", row.response, "}"));
    EXPECT_TRUE(status.done && status.failure.ok()) << row.name << ": " << status.failure;
    std::string text;
    for (const VideoAnswerItem& item : status.videos) {
      if (item.media_item >= 0) {
        absl::StrAppend(&text, "#", item.media_item);
      } else if (!item.gcs_uri.empty()) {
        absl::StrAppend(&text, "gcs=", item.gcs_uri);
      } else {
        absl::StrAppend(&text, "uri=", item.uri);
      }
      absl::StrAppend(&text, " ", item.said_media_type, ";");
    }
    EXPECT_EQ(text, row.videos) << row.name;
  }
}

struct FilterRow {
  const char* name;
  const char* response;
  int count;
  const char* support_codes;
};

const FilterRow kFilteredRows[] = {
    {"Vertex",
     R"({"raiMediaFilteredCount":1,"raiMediaFilteredReasons":["no. Support codes: 42237218"]})", 1,
     "42237218"},
    {"Gemini",
     R"({"generateVideoResponse":{"raiMediaFilteredCount":2,"raiMediaFilteredReasons":["a","b"]}})",
     2, ""},
    {"Snake", R"({"rai_media_filtered_count":1.0,"rai_media_filtered_reasons":["a"]})", 1, ""},
    {"EmptyResponse", R"({"@type":"x"})", 0, ""},
    {"NothingAtAll", "{}", 0, ""},
    {"EmptyList", R"({"raiMediaFilteredCount":0,"videos":[]})", 0, ""},
    {"NullList", R"({"videos":null})", 0, ""},
    {"EmptyBytes", R"({"videos":[{"bytesBase64Encoded":"","mimeType":"video/mp4"}]})", 0, ""},
    {"HostileCount", R"({"raiMediaFilteredCount":999999999999})", 1000, ""},
    {"NegativeCount", R"({"raiMediaFilteredCount":-4})", 0, ""},
    {"NullReason", R"({"raiMediaFilteredCount":1,"raiMediaFilteredReasons":[null]})", 1, ""},
};

TEST(VideoFormatsTest, EverythingFiltered) {
  for (const FilterRow& row : kFilteredRows) {
    const VideoStatus status = Read(absl::StrCat(R"({"done":true,"response":)", row.response, "}"));
    EXPECT_EQ(status.filtered_count, row.count) << row.name;
    EXPECT_EQ(status.failure.code(), absl::StatusCode::kFailedPrecondition) << row.name;
    EXPECT_EQ(testing::ReasonOf(status.failure), "RESULT_FILTERED") << row.name;
    EXPECT_EQ(testing::MetadataOf(status.failure, "upstream_code"), "FAILED_PRECONDITION");
    EXPECT_EQ(testing::MetadataOf(status.failure, "support_codes"), row.support_codes) << row.name;
  }
}

TEST(VideoFormatsTest, PartlyFilteredIsASuccessThatSaysSo) {
  const VideoStatus status = Read(
      R"({"done":true,"response":{"videos":[{"bytesBase64Encoded":0}],"raiMediaFilteredCount":1,
          "raiMediaFilteredReasons":[null,"because"]}})");
  EXPECT_TRUE(status.failure.ok());
  EXPECT_EQ(status.filtered_count, 1);
  EXPECT_EQ(status.filter_reasons, std::vector<std::string>{"because"});
}

struct ErrorRow {
  const char* name;
  const char* answer;
  absl::StatusCode code;
  const char* reason;
  const char* upstream_code;
};

const ErrorRow kErrorRows[] = {
    {"Invalid", R"({"done":true,"error":{"code":3,"message":"bad"}})",
     absl::StatusCode::kInvalidArgument, "OPERATION_FAILED", "INVALID_ARGUMENT"},
    {"Overloaded", R"({"done":true,"error":{"code":8,"message":"busy"}})",
     absl::StatusCode::kAborted, "OPERATION_FAILED", "RESOURCE_EXHAUSTED"},
    {"Unavailable", R"({"done":true,"error":{"code":14,"message":"away"}})",
     absl::StatusCode::kAborted, "OPERATION_FAILED", "UNAVAILABLE"},
    {"Internal", R"({"done":true,"error":{"code":13,"message":"oops"}})",
     absl::StatusCode::kInternal, "OPERATION_FAILED", "INTERNAL"},
    {"WholeNumberAsDouble", R"({"done":true,"error":{"code":3.0}})",
     absl::StatusCode::kInvalidArgument, "OPERATION_FAILED", "INVALID_ARGUMENT"},
    {"Blocked", R"({"done":true,"error":{"code":3,"message":"Support codes: 58061214"}})",
     absl::StatusCode::kInvalidArgument, "PROMPT_BLOCKED", "INVALID_ARGUMENT"},
    {"BlockedUnderAnotherCode",
     R"({"done":true,"error":{"code":13,"message":"Support codes: 58061214"}})",
     absl::StatusCode::kInvalidArgument, "PROMPT_BLOCKED", "INVALID_ARGUMENT"},
    {"NoCode", R"({"done":true,"error":{"message":"m"}})", absl::StatusCode::kUnknown,
     "OPERATION_FAILED", "UNKNOWN"},
    {"CodeNoRpcNumber", R"({"done":true,"error":{"code":429}})", absl::StatusCode::kUnknown,
     "OPERATION_FAILED", "UNKNOWN"},
    {"CodeZero", R"({"done":true,"error":{"code":0}})", absl::StatusCode::kUnknown,
     "OPERATION_FAILED", "UNKNOWN"},
    {"ErrorText", R"({"done":true,"error":"it broke"})", absl::StatusCode::kUnknown,
     "OPERATION_FAILED", "UNKNOWN"},
    {"NoResponse", R"({"done":true})", absl::StatusCode::kInternal, "NO_VIDEO", "INTERNAL"},
    {"NullResponse", R"({"done":true,"response":null,"error":null})", absl::StatusCode::kInternal,
     "NO_VIDEO", "INTERNAL"},
};

TEST(VideoFormatsTest, FailedOperations) {
  for (const ErrorRow& row : kErrorRows) {
    const VideoStatus status = Read(row.answer);
    EXPECT_TRUE(status.done) << row.name;
    EXPECT_EQ(status.failure.code(), row.code) << row.name;
    EXPECT_EQ(testing::ReasonOf(status.failure), row.reason) << row.name;
    EXPECT_EQ(testing::MetadataOf(status.failure, "upstream_code"), row.upstream_code) << row.name;
    EXPECT_FALSE(RetryDelay(status.failure).has_value()) << row.name;
  }
}

TEST(VideoFormatsTest, AnEmptyErrorBesideAResponseIsNone) {
  EXPECT_TRUE(Read(R"({"done":true,"error":{},"response":{"videos":[{"bytesBase64Encoded":0}]}})")
                  .failure.ok());
}

TEST(VideoFormatsTest, WordsOfAFailureAreScrubbed) {
  const VideoStatus status =
      Read(R"({"done":true,"error":{"code":13,"message":"see https://x/ projects/p1"}})");
  EXPECT_EQ(testing::MetadataOf(status.failure, "upstream_message"),
            "see [url] projects/[project]");
}

}  // namespace
}  // namespace mediagen
