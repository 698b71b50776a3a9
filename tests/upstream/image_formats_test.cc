// Entries of a pictures' answer; media fields hold their item's number.
#include "server/upstream/image_formats.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

struct Row {
  const char* name;
  const char* answer;
  const char* items;
};

const Row kRows[] = {
    {"One", R"({"predictions":[{"bytesBase64Encoded":0,"mimeType":"image/png"}]})", "0 image/png;"},
    {"Snake", R"({"predictions":[{"bytes_base64_encoded":0,"mime_type":"png"}]})", "0 png;"},
    {"WholeNumberAsDouble", R"({"predictions":[{"bytesBase64Encoded":1.0}]})", "1 ;"},
    {"CamelFirst", R"({"predictions":[{"bytes_base64_encoded":0,"bytesBase64Encoded":1}]})", "1 ;"},
    {"CamelEmpty", R"({"predictions":[{"bytesBase64Encoded":"","bytes_base64_encoded":0}]})",
     "0 ;"},
    {"Rewritten", R"({"predictions":[{"bytesBase64Encoded":0,"prompt":"better"}]})",
     "0  prompt=better;"},
    {"Bucket", R"({"predictions":[{"gcsUri":"gs://b/o","mimeType":"image/png"}]})",
     "-1 image/png gcs=gs://b/o;"},
    {"Filtered", R"({"predictions":[{"raiFilteredReason":"no"}]})", "-1  filtered=no;"},
    {"FilteredSnake", R"({"predictions":[{"rai_filtered_reason":"no"}]})", "-1  filtered=no;"},
    // What has bytes was not held back, whatever stands beside them.
    {"ReasonBesideBytes", R"({"predictions":[{"bytesBase64Encoded":0,"raiFilteredReason":"x"}]})",
     "0 ;"},
    {"ScoresOfThePrompt",
     R"({"predictions":[{"contentType":"Positive Prompt","safetyAttributes":{"scores":[1]}}]})",
     ""},
    {"EmptyEntry", R"({"predictions":[{},{"bytesBase64Encoded":0}]})", "0 ;"},
    {"NullEntry", R"({"predictions":[null,{"bytesBase64Encoded":0}]})", "0 ;"},
    {"EmptyBytes", R"({"predictions":[{"mimeType":"image/png","bytesBase64Encoded":""}]})", ""},
    {"NullBytes", R"({"predictions":[{"bytesBase64Encoded":null}]})", ""},
    {"Mix",
     R"({"predictions":[{"bytesBase64Encoded":0},{"raiFilteredReason":"r"},{"gcsUri":"gs://b"},{"bytesBase64Encoded":1}]})",
     "0 ;-1  filtered=r;-1  gcs=gs://b;1 ;"},
    {"NoPredictions", "{}", ""},
    {"NullPredictions", R"({"predictions":null})", ""},
    {"EmptyPredictions", R"({"predictions":[]})", ""},
    {"PredictionsNoList", R"({"predictions":"x"})", ""},
    {"List", "[]", ""},
    {"Null", "null", ""},
    {"UnknownMembers", R"({"deployedModelId":"1","predictions":[{"bytesBase64Encoded":0,"x":{}}]})",
     "0 ;"},
};

TEST(ImageFormatsTest, Entries) {
  for (const Row& row : kRows) {
    rapidjson::Document document;
    ASSERT_TRUE(ParseJson(row.answer, document)) << row.name;
    std::string text;
    for (const ImageAnswerItem& item : ReadImageAnswer(JsonView(&document)).items) {
      absl::StrAppend(&text, item.media_item, " ", item.said_media_type);
      if (!item.gcs_uri.empty()) absl::StrAppend(&text, " gcs=", item.gcs_uri);
      if (!item.rewritten_prompt.empty()) absl::StrAppend(&text, " prompt=", item.rewritten_prompt);
      if (!item.filter_reason.empty()) absl::StrAppend(&text, " filtered=", item.filter_reason);
      text += ";";
    }
    EXPECT_EQ(text, row.items) << row.name;
  }
}

}  // namespace
}  // namespace mediagen
