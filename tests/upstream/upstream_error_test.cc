// Rows of the two tables that say what an upstream's failure means.
#include "server/upstream/upstream_error.h"

#include <gtest/gtest.h>

#include "server/upstream/error_details.h"
#include "server/upstream/upstream_status.h"
#include "tests/upstream/request_text.h"

namespace mediagen {
namespace {

using Code = absl::StatusCode;

struct Row {
  const char* name;
  int http_status;
  const char* body;
  Code upstream_code;
  Code paid_code;
  const char* paid_reason;
  bool paid_retryable;
  bool free_transient;  // Another look later may work.
};

#define GOOGLE(code, status) \
  "{\"error\":{\"code\":" #code ",\"message\":\"m\",\"status\":\"" status "\"}}"
#define RELAY(type, code) \
  "{\"error\":{\"message\":\"m\",\"type\":\"" type "\",\"code\":\"" code "\"}}"

const char kUnknown[] = "SUBMIT_OUTCOME_UNKNOWN";
const char kRejected[] = "UPSTREAM_REJECTED";

const Row kRows[] = {
    // Credentials.
    {"KeyInvalid400", 400,
     R"({"error":{"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}})",
     Code::kUnauthenticated, Code::kInternal, "UPSTREAM_CREDENTIALS", false, false},
    {"InvalidGrant", 400, R"({"error":"invalid_grant","error_description":"d"})",
     Code::kUnauthenticated, Code::kInternal, "UPSTREAM_CREDENTIALS", false, false},
    {"Plain401", 401, "", Code::kUnauthenticated, Code::kInternal, "UPSTREAM_CREDENTIALS", false,
     true},
    {"Google401", 401, GOOGLE(401, "UNAUTHENTICATED"), Code::kUnauthenticated, Code::kInternal,
     "UPSTREAM_CREDENTIALS", false, true},
    {"Google401Under200", 200, GOOGLE(401, "UNAUTHENTICATED"), Code::kUnauthenticated,
     Code::kInternal, "UPSTREAM_CREDENTIALS", false, true},
    {"Relay401WithAStatusOfItsOwn", 401, R"({"error":{"message":"m","status":"fail"}})",
     Code::kUnauthenticated, Code::kInternal, "UPSTREAM_CREDENTIALS", false, true},
    // Blocked.
    {"SupportCode", 400,
     R"({"error":{"code":400,"message":"Support codes: 58061214","status":"INVALID_ARGUMENT"}})",
     Code::kInvalidArgument, Code::kInvalidArgument, "PROMPT_BLOCKED", false, false},
    {"UnknownErrorCodeIsNoFilter", 500, R"({"error":{"message":"Error code: 1000001"}})",
     Code::kInternal, Code::kUnknown, kUnknown, false, true},
    {"PromptBlocked", 400, RELAY("new_api_error", "prompt_blocked"), Code::kInvalidArgument,
     Code::kInvalidArgument, "PROMPT_BLOCKED", false, false},
    {"PromptBlockedUnder200", 200, RELAY("x", "prompt_blocked"), Code::kInvalidArgument,
     Code::kInvalidArgument, "PROMPT_BLOCKED", false, true},
    // Billing.
    {"Payment", 402, "", Code::kResourceExhausted, Code::kResourceExhausted, "UPSTREAM_BILLING",
     false, false},
    {"UserQuota", 403, RELAY("x", "insufficient_user_quota"), Code::kResourceExhausted,
     Code::kResourceExhausted, "UPSTREAM_BILLING", false, false},
    {"PreConsume", 403, RELAY("x", "pre_consume_token_quota_failed"), Code::kResourceExhausted,
     Code::kResourceExhausted, "UPSTREAM_BILLING", false, false},
    {"QuotaCode", 429, RELAY("x", "insufficient_quota"), Code::kResourceExhausted,
     Code::kResourceExhausted, "UPSTREAM_BILLING", false, true},
    {"QuotaTypeAloneIsARate", 429, R"({"error":{"message":"m","type":"insufficient_quota"}})",
     Code::kResourceExhausted, Code::kResourceExhausted, "UPSTREAM_RATE_LIMITED", true, true},
    {"Balance400", 400, R"({"error":{"message":"Your Balance is insufficient"}})",
     Code::kResourceExhausted, Code::kResourceExhausted, "UPSTREAM_BILLING", false, false},
    {"BalanceOf500IsNoMoney", 500, R"({"error":{"message":"balance is insufficient"}})",
     Code::kInternal, Code::kUnknown, kUnknown, false, true},
    // By Google status.
    {"GoogleInvalid", 400, GOOGLE(400, "INVALID_ARGUMENT"), Code::kInvalidArgument,
     Code::kInvalidArgument, kRejected, false, false},
    {"GooglePrecondition", 400, GOOGLE(400, "FAILED_PRECONDITION"), Code::kFailedPrecondition,
     Code::kFailedPrecondition, kRejected, false, false},
    {"GooglePermission", 403, GOOGLE(403, "PERMISSION_DENIED"), Code::kPermissionDenied,
     Code::kPermissionDenied, kRejected, false, false},
    {"GoogleNotFound", 404, GOOGLE(404, "NOT_FOUND"), Code::kNotFound, Code::kNotFound,
     "MODEL_NOT_FOUND", false, false},
    {"GoogleRate", 429, GOOGLE(429, "RESOURCE_EXHAUSTED"), Code::kResourceExhausted,
     Code::kResourceExhausted, "UPSTREAM_RATE_LIMITED", true, true},
    {"GoogleRateUnder200", 200, GOOGLE(429, "RESOURCE_EXHAUSTED"), Code::kResourceExhausted,
     Code::kResourceExhausted, "UPSTREAM_RATE_LIMITED", true, true},
    {"GoogleRateUnder200InAList", 200, "[" GOOGLE(429, "RESOURCE_EXHAUSTED") "]",
     Code::kResourceExhausted, Code::kResourceExhausted, "UPSTREAM_RATE_LIMITED", true, true},
    {"GoogleInternal", 500, GOOGLE(500, "INTERNAL"), Code::kInternal, Code::kUnknown, kUnknown,
     false, true},
    {"GoogleUnavailable", 503, GOOGLE(503, "UNAVAILABLE"), Code::kUnavailable, Code::kUnavailable,
     "UPSTREAM_UNAVAILABLE", true, true},
    {"GoogleUnavailableUnder200", 200, GOOGLE(503, "UNAVAILABLE"), Code::kUnavailable,
     Code::kUnavailable, "UPSTREAM_UNAVAILABLE", true, true},
    {"GoogleUnavailableUnder201", 201, GOOGLE(503, "UNAVAILABLE"), Code::kUnavailable,
     Code::kUnavailable, "UPSTREAM_UNAVAILABLE", true, true},
    {"GoogleDeadline", 504, GOOGLE(504, "DEADLINE_EXCEEDED"), Code::kDeadlineExceeded,
     Code::kUnknown, kUnknown, false, true},
    // By HTTP status.
    {"Http400", 400, "", Code::kInvalidArgument, Code::kInvalidArgument, kRejected, false, false},
    {"Http403", 403, "", Code::kPermissionDenied, Code::kPermissionDenied, kRejected, false, false},
    {"Http404", 404, "<html>", Code::kNotFound, Code::kNotFound, kRejected, false, false},
    {"Http405", 405, "", Code::kFailedPrecondition, Code::kFailedPrecondition, kRejected, false,
     false},
    {"Http408", 408, "", Code::kDeadlineExceeded, Code::kUnknown, kUnknown, false, true},
    {"Http413", 413, "<html>", Code::kInvalidArgument, Code::kInvalidArgument, kRejected, false,
     false},
    {"Http422", 422, "", Code::kInvalidArgument, Code::kInvalidArgument, kRejected, false, false},
    {"Http429", 429, "", Code::kResourceExhausted, Code::kResourceExhausted,
     "UPSTREAM_RATE_LIMITED", true, true},
    {"Http500", 500, "", Code::kInternal, Code::kUnknown, kUnknown, false, true},
    {"Http501", 501, "", Code::kUnimplemented, Code::kUnknown, kUnknown, false, true},
    {"Http502", 502, "<html>", Code::kUnavailable, Code::kUnknown, kUnknown, false, true},
    {"Http503", 503, "", Code::kUnavailable, Code::kUnknown, kUnknown, false, true},
    {"Http503WithAStatusOfItsOwn", 503, R"({"error":{"message":"m","status":"error"}})",
     Code::kUnavailable, Code::kUnknown, kUnknown, false, true},
    {"Http504", 504, "", Code::kDeadlineExceeded, Code::kUnknown, kUnknown, false, true},
    {"Http524", 524, "", Code::kDeadlineExceeded, Code::kUnknown, kUnknown, false, true},
    {"Http302", 302, "", Code::kInternal, Code::kUnknown, kUnknown, false, true},
    // By relay code.
    {"ModelNotFound404", 404, RELAY("x", "model_not_found"), Code::kNotFound, Code::kNotFound,
     "MODEL_NOT_FOUND", false, false},
    {"ModelNotFound200", 200, RELAY("x", "model_not_found"), Code::kNotFound, Code::kNotFound,
     "MODEL_NOT_FOUND", false, true},
    {"ModelNotFound503", 503, RELAY("x", "model_not_found"), Code::kUnavailable, Code::kUnavailable,
     "UPSTREAM_UNAVAILABLE", true, true},
    {"GetChannelFailed500", 500, RELAY("x", "get_channel_failed"), Code::kInternal, Code::kInternal,
     kRejected, false, true},
    {"DoRequestFailed500", 500, RELAY("x", "do_request_failed"), Code::kUnavailable, Code::kUnknown,
     kUnknown, false, true},
    {"BadStatusCode500", 500, RELAY("x", "bad_response_status_code"), Code::kUnavailable,
     Code::kUnknown, kUnknown, false, true},
    {"BadStatusCode400", 400, RELAY("x", "bad_response_status_code"), Code::kInvalidArgument,
     Code::kInvalidArgument, kRejected, false, false},
    {"BadStatusCode429", 429, RELAY("x", "bad_response_status_code"), Code::kResourceExhausted,
     Code::kResourceExhausted, "UPSTREAM_RATE_LIMITED", true, true},
    {"DoRequestFailed504", 504, RELAY("x", "do_request_failed"), Code::kDeadlineExceeded,
     Code::kUnknown, kUnknown, false, true},
    {"UpstreamErrorUnder200", 200, RELAY("upstream_error", "bad_response"), Code::kUnavailable,
     Code::kUnknown, kUnknown, false, true},
    {"SomeErrorUnder200", 200, RELAY("x", "y"), Code::kInternal, Code::kUnknown, kUnknown, false,
     true},
    {"CodeNumber", 400, R"({"error":{"message":"m","code":400}})", Code::kInvalidArgument,
     Code::kInvalidArgument, kRejected, false, false},
    {"CodeNull", 401, R"({"error":{"message":"m","code":null,"type":null}})",
     Code::kUnauthenticated, Code::kInternal, "UPSTREAM_CREDENTIALS", false, true},
};

TEST(UpstreamErrorTest, RowsOfTheTables) {
  for (const Row& row : kRows) {
    HttpHead head;
    head.status = row.http_status;
    const UpstreamError error = ReadUpstreamError(head, row.body);
    EXPECT_EQ(error.code, row.upstream_code) << row.name;
    EXPECT_EQ(error.transient, row.free_transient) << row.name;
    const absl::Status paid = PaidCallStatus(error, true);
    EXPECT_EQ(paid.code(), row.paid_code) << row.name;
    EXPECT_EQ(testing::ReasonOf(paid), row.paid_reason) << row.name;
    EXPECT_EQ(RetryDelay(paid).has_value(), row.paid_retryable) << row.name;
    EXPECT_EQ(testing::MetadataOf(paid, "upstream_code"),
              absl::StatusCodeToString(row.upstream_code))
        << row.name;
  }
}

struct MessageRow {
  const char* name;
  const char* body;
  const char* message;
};

const MessageRow kMessageRows[] = {
    {"Google", R"({"error":{"message":"words"}})", "words"},
    {"InAList", R"([{"error":{"message":"words"}}])", "words"},
    {"Envelope", R"({"type":"error","error":{"message":"words"}})", "words"},
    {"ErrorText", R"({"error":"words"})", "words"},
    {"Message", R"({"message":"words"})", "words"},
    {"Msg", R"({"code":1,"msg":"words"})", "words"},
    {"Err", R"({"err":"words"})", "words"},
    {"ErrorMsg", R"({"error_msg":"words"})", "words"},
    {"Header", R"({"header":{"message":"words"}})", "words"},
    {"Response", R"({"response":{"error":{"message":"words"}}})", "words"},
    {"SuccessFalse", R"({"success":false,"message":"words"})", "words"},
    {"Html", "<html>words</html>", "HTTP status 500"},
    {"Empty", "", "HTTP status 500"},
    {"Scrubbed", R"({"error":{"message":"key sk-12345678 at https://x/"}})", "key [key] at [url]"},
};

TEST(UpstreamErrorTest, WordsAreFoundInEveryShape) {
  for (const MessageRow& row : kMessageRows) {
    HttpHead head;
    head.status = 500;
    const UpstreamError error = ReadUpstreamError(head, row.body);
    EXPECT_EQ(error.message, row.message) << row.name;
    EXPECT_EQ(testing::MetadataOf(PaidCallStatus(error, true), "upstream_message"), row.message);
  }
}

struct ObjectRow {
  const char* name;
  const char* body;
  bool is_error;
};

const ObjectRow kObjectRows[] = {
    {"Picture", R"({"predictions":[{"bytesBase64Encoded":0}]})", false},
    {"PictureWithANote", R"({"predictions":[{"bytesBase64Encoded":0}],"message":"ok"})", false},
    {"Chat", R"({"choices":[{"message":{"content":"x"}}]})", false},
    {"ChatWithAnEmptyNote", R"({"choices":[{"message":{}}],"msg":"","success":true})", false},
    {"ChatWithANullError", R"({"choices":[{"message":{}}],"error":null})", false},
    {"Operation", R"({"name":"models/m/operations/o"})", false},
    {"Empty", "{}", false},
    {"EmptyList", "[]", false},
    {"SuccessTrue", R"({"success":true,"data":{}})", false},
    {"ErrorOfJavaScript", R"({"name":"UnauthorizedError","message":"no"})", true},
    {"ErrorBesideNothing", R"({"choices":[],"message":"busy"})", true},
    {"SuccessFalse", R"({"success":false})", true},
};

TEST(UpstreamErrorTest, AnAnswerWithANoteIsNoError) {
  for (const ObjectRow& row : kObjectRows) {
    rapidjson::Document document;
    ASSERT_TRUE(ParseJson(row.body, document));
    EXPECT_EQ(FindErrorObject(JsonView(&document)).exists(), row.is_error) << row.name;
  }
}

TEST(UpstreamErrorTest, NothingSentMayBeRepeated) {
  const UpstreamError error(Code::kUnavailable, "transport: refused");
  const absl::Status status = PaidCallStatus(error, false);
  EXPECT_EQ(status.code(), Code::kUnavailable);
  EXPECT_EQ(testing::ReasonOf(status), "UPSTREAM_UNREACHABLE");
  EXPECT_GT(RetryDelay(status).value_or(absl::ZeroDuration()), absl::ZeroDuration());
}

TEST(UpstreamErrorTest, FreeCallsTellTheUpstreamsCode) {
  HttpHead head;
  head.status = 503;
  const absl::Status away = FreeCallStatus(ReadUpstreamError(head, ""));
  EXPECT_EQ(away.code(), Code::kUnavailable);
  EXPECT_TRUE(RetryDelay(away).has_value());
  head.status = 429;
  head.headers = {{"retry-after", "4"}};
  EXPECT_EQ(RetryDelay(FreeCallStatus(ReadUpstreamError(head, ""))), absl::Seconds(4));
  head.status = 403;
  const absl::Status refused = FreeCallStatus(ReadUpstreamError(head, ""));
  EXPECT_EQ(refused.code(), Code::kPermissionDenied);
  EXPECT_FALSE(RetryDelay(refused).has_value());
  head.status = 401;
  const absl::Status credentials = FreeCallStatus(ReadUpstreamError(head, ""));
  EXPECT_EQ(credentials.code(), Code::kInternal);
  EXPECT_EQ(testing::ReasonOf(credentials), "UPSTREAM_CREDENTIALS");
}

// No key, address or project of anybody in what a caller reads first.
TEST(UpstreamErrorTest, StatusMessagesQuoteNobody) {
  for (const Row& row : kRows) {
    HttpHead head;
    head.status = row.http_status;
    UpstreamError error = ReadUpstreamError(head, row.body);
    error.message = "QUOTED";
    for (const absl::Status& status :
         {PaidCallStatus(error, true), PaidCallStatus(error, false), FreeCallStatus(error)}) {
      EXPECT_EQ(status.message().find("QUOTED"), absl::string_view::npos) << row.name;
    }
  }
}

}  // namespace
}  // namespace mediagen
