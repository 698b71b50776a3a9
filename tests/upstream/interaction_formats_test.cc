// What is read out of the answers of interactions.
#include "server/upstream/interaction_formats.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

// How an answer reads, in one line.
std::string Shown(const char* text) {
  rapidjson::Document document;
  if (!ParseJson(text, document)) return "no JSON";
  const VideoStatus status = ReadInteractionStatus(JsonView(&document));
  if (!status.done) return "goes on";
  if (!status.failure.ok()) {
    const google::rpc::ErrorInfo info = ErrorInfoOf(status.failure);
    const auto upstream = [&](const char* key) {
      const auto found = info.metadata().find(key);
      return found == info.metadata().end() ? std::string() : found->second;
    };
    return absl::StrCat(absl::StatusCodeToString(status.failure.code()), " ", info.reason(), " ",
                        upstream("upstream_code"), " ", upstream("upstream_status"), " ",
                        upstream("upstream_message"));
  }
  std::string videos;
  for (const VideoAnswerItem& item : status.videos) {
    absl::StrAppend(&videos, "video ", item.media_item, " ", item.gcs_uri, item.uri, " ",
                    item.said_media_type);
  }
  return videos;
}

struct Row {
  const char* name;
  const char* text;
  const char* shown;
};

const Row kRows[] = {
    {"Empty", "{}", "goes on"},
    {"Queued", R"({"status":"queued"})", "goes on"},
    {"InProgress", R"({"status":"in_progress","steps":[{"type":"thought"}]})", "goes on"},
    {"UnknownWord", R"({"status":"pondering"})", "goes on"},
    {"NoWord", R"({"id":"x","status":null})", "goes on"},
    {"Bytes",
     R"({"status":"completed","steps":[{"type":"model_output","content":[{"type":"video","mime_type":"video/mp4","data":3}]}]})",
     "video 3  video/mp4"},
    {"OtherCase",
     R"({"status":"COMPLETED","steps":[{"type":"Model_Output","content":[{"type":"VIDEO","mimeType":"video/mp4","data":0}]}]})",
     "video 0  video/mp4"},
    {"OneObjectForAList",
     R"({"status":"completed","steps":[{"type":"model_output","content":{"type":"video","data":0}}]})",
     "video 0  "},
    {"VideoBeforeTheEnd",
     R"({"status":"in_progress","steps":[{"type":"model_output","content":[{"type":"video","data":0}]}]})",
     "video 0  "},
    {"VideoThoughFailed",
     R"({"status":"failed","steps":[{"type":"model_output","content":[{"type":"video","uri":"gs://b/v.mp4"}]}]})",
     "video -1 gs://b/v.mp4 "},
    {"File",
     R"({"status":"completed","steps":[{"type":"model_output","content":[{"type":"video","data":"","uri":"https://h/files/a"}]}]})",
     "video -1 https://h/files/a "},
    {"InputsAndThoughtsAreNoResults",
     R"({"status":"completed","steps":[{"type":"user_input","content":[{"type":"video","data":0}]},{"type":"thought","content":[{"type":"video","data":1}],"summary":[{"type":"video","data":2}]}]})",
     "FAILED_PRECONDITION RESULT_FILTERED FAILED_PRECONDITION completed "},
    {"PicturesAreNoVideos",
     R"({"status":"completed","steps":[{"type":"model_output","content":[{"type":"image","data":0},{"type":"video"}]}]})",
     "FAILED_PRECONDITION RESULT_FILTERED FAILED_PRECONDITION completed "},
    {"TextInPlaceOfAVideo",
     R"({"status":"completed","steps":[{"type":"model_output","content":[{"type":"text","text":"I"},null,{"type":"text","text":"cannot."}]}]})",
     "FAILED_PRECONDITION RESULT_FILTERED FAILED_PRECONDITION completed I cannot."},
    {"FailedBare", R"({"status":"failed"})", "INTERNAL OPERATION_FAILED INTERNAL failed "},
    {"FailedWord", R"({"status":"failed","errors":[{"code":"gateway_timeout","message":"late"}]})",
     "DEADLINE_EXCEEDED OPERATION_FAILED DEADLINE_EXCEEDED failed late"},
    {"FailedInvalid", R"({"status":"failed","errors":[{"code":"invalid_request","message":"no"}]})",
     "INVALID_ARGUMENT OPERATION_FAILED INVALID_ARGUMENT failed no"},
    {"FailedNotFound", R"({"status":"failed","errors":[{"code":"not_found"}]})",
     "NOT_FOUND OPERATION_FAILED NOT_FOUND failed "},
    {"FailedForCapacity", R"({"status":"failed","errors":[{"code":"too_many_requests"}]})",
     "ABORTED OPERATION_FAILED RESOURCE_EXHAUSTED failed "},
    {"FailedUnknownWord", R"({"status":"failed","errors":[{"code":"gremlins","message":"x"}]})",
     "INTERNAL OPERATION_FAILED INTERNAL failed x"},
    {"FailedInAStep",
     R"({"status":"failed","steps":[{"type":"thought"},{"type":"model_output","error":{"code":14,"message":"busy"}}]})",
     "ABORTED OPERATION_FAILED UNAVAILABLE failed busy"},
    {"FirstCodeCounts",
     R"({"status":"failed","errors":[{"message":"a"},{"code":"invalid_request","message":"b"}],"steps":[{"error":{"code":13}}]})",
     "INVALID_ARGUMENT OPERATION_FAILED INVALID_ARGUMENT failed a b"},
    {"FailedForThePrompt",
     R"({"status":"failed","errors":[{"code":"internal_error","message":"Support codes: 58061214"}]})",
     "INVALID_ARGUMENT PROMPT_BLOCKED INVALID_ARGUMENT failed Support codes: 58061214"},
    {"Cancelled", R"({"status":"cancelled"})",
     "CANCELLED OPERATION_CANCELLED CANCELLED cancelled "},
    {"Incomplete", R"({"status":"incomplete"})", "ABORTED OPERATION_FAILED ABORTED incomplete "},
    {"Budget", R"({"status":"budget_exceeded"})",
     "ABORTED OPERATION_FAILED ABORTED budget_exceeded "},
    {"Action", R"({"status":"requires_action"})",
     "ABORTED OPERATION_FAILED ABORTED requires_action "},
    {"Continuation", R"({"status":"requires_continuation","continuation_token":"x"})",
     "ABORTED OPERATION_FAILED ABORTED requires_continuation "},
    {"StepsAreNoList", R"({"status":"completed","steps":{"type":"model_output"}})",
     "FAILED_PRECONDITION RESULT_FILTERED FAILED_PRECONDITION completed "},
    {"EverythingIsOfAnotherKind", R"({"status":7,"steps":[1,"x",null,[{}]],"usage":[]})",
     "goes on"},
};

TEST(InteractionFormatsTest, Statuses) {
  for (const Row& row : kRows) EXPECT_EQ(Shown(row.text), row.shown) << row.name;
}

TEST(InteractionFormatsTest, UsageIsReadByModality) {
  rapidjson::Document document;
  ASSERT_TRUE(ParseJson(
      R"({"status":"failed","usage":{"total_tokens":110,"total_input_tokens":10,"total_output_tokens":90,)"
      R"("total_thought_tokens":10,"output_tokens_by_modality":[{"modality":"text","tokens":5},)"
      R"({"modality":"VIDEO","tokens":80.0},{"modality":"video","tokens":5},{"tokens":-7}]}})",
      document));
  const VideoStatus status = ReadInteractionStatus(JsonView(&document));
  ASSERT_TRUE(status.usage.has_value());
  EXPECT_EQ(status.usage->input_tokens(), 10);
  EXPECT_EQ(status.usage->output_tokens(), 90);
  EXPECT_EQ(status.usage->total_tokens(), 110);
  EXPECT_EQ(status.usage->thinking_tokens(), 10);
  EXPECT_EQ(status.usage->output_video_tokens(), 85);
}

struct IdRow {
  const char* id;
  bool fine;
};

TEST(InteractionFormatsTest, Ids) {
  const IdRow rows[] = {{"v1_ChdXS0l4YWZXTk9xbk0", true},
                        {"a.b=c-d_e", true},
                        {"...", true},
                        {"", false},
                        {".", false},
                        {"..", false},
                        {"a/b", false},
                        {"a%2e", false},
                        {"a b", false},
                        {"a?b", false},
                        {"a:b", false}};
  for (const IdRow& row : rows) {
    rapidjson::Document document;
    document.Parse(absl::StrCat(R"({"id":")", row.id, R"("})").c_str());
    EXPECT_EQ(ReadInteractionId(JsonView(&document)), row.fine ? row.id : "") << row.id;
  }
}

struct FileRow {
  const char* text;
  FileState state;
};

TEST(InteractionFormatsTest, FileStates) {
  const FileRow rows[] = {{R"({"state":"ACTIVE"})", FileState::kActive},
                          {R"({"state":"active"})", FileState::kActive},
                          {R"({"file":{"state":"ACTIVE"}})", FileState::kActive},
                          {R"({"state":"FAILED","error":{"code":13}})", FileState::kFailed},
                          {R"({"state":"PROCESSING"})", FileState::kProcessing},
                          {R"({"state":"STATE_UNSPECIFIED"})", FileState::kProcessing},
                          {R"({})", FileState::kProcessing}};
  for (const FileRow& row : rows) {
    rapidjson::Document document;
    document.Parse(row.text);
    EXPECT_EQ(ReadFileState(JsonView(&document)), row.state) << row.text;
  }
}

}  // namespace
}  // namespace mediagen
