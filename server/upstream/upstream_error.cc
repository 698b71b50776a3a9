#include "server/upstream/upstream_error.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/retry_after.h"
#include "server/upstream/upstream_code.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

using Cause = UpstreamError::Cause;

// Relay error codes that are known to come before the job is dispatched.
constexpr absl::string_view kCodesBeforeDispatch[] = {
    "model_not_found",
    "get_channel_failed",
    "insufficient_user_quota",
    "insufficient_quota",
    "pre_consume_token_quota_failed",
    "invalid_request",
    "access_denied",
    "prompt_blocked",
    "invalid_api_key",
};

// The facts of an error body that the mapping asks for. Borrows the parsed body.
class ErrorBody {
 public:
  explicit ErrorBody(JsonView body) {
    const JsonView error = FindErrorObject(body);
    google_status = CodeOfGoogleStatus(error.Get("status").Text());
    type = error.Get("type").Text();
    code_text = error.Get("code").Text();
    code_number = error.Get("code").Integer();
    message =
        FirstText({error.Get("message"), error, body.Get("message"), body.Get("msg"),
                   body.Get("err"), body.Get("error_msg"), body.Get("header").Get("message")});
    details = error.Get("details");
    invalid_grant = body.Get("error").Text() == "invalid_grant";
  }

  bool HasDetailReason(absl::string_view reason) const {
    for (size_t i = 0; i < details.size(); ++i) {
      if (details.at(i).Get("reason").Text() == reason) return true;
    }
    return false;
  }

  // Relays have words of their own under `status`; they say nothing.
  std::optional<absl::StatusCode> google_status;
  absl::string_view type, code_text, message;
  std::optional<int64_t> code_number;
  JsonView details;
  bool invalid_grant = false;

 private:
  static absl::string_view FirstText(std::initializer_list<JsonView> views) {
    for (const JsonView& view : views) {
      if (!view.Text().empty()) return view.Text();
    }
    return "";
  }
};

bool IsBilling(int status, const ErrorBody& body) {
  if (status == 402) return true;
  if (body.code_text == "insufficient_user_quota" ||
      body.code_text == "pre_consume_token_quota_failed" ||
      body.code_text == "insufficient_quota") {
    return true;
  }
  return (status == 403 || status == 400) &&
         absl::StrContains(absl::AsciiStrToLower(body.message), "balance is insufficient");
}

Cause CauseOf(int status, const ErrorBody& body, const std::vector<int64_t>& support_codes) {
  if (body.HasDetailReason("API_KEY_INVALID") || body.invalid_grant) return Cause::kCredentials;
  if (!support_codes.empty() || body.code_text == "prompt_blocked") return Cause::kBlocked;
  if (IsBilling(status, body)) return Cause::kBilling;
  if (body.google_status.value_or(CodeOfHttpStatus(status)) == absl::StatusCode::kUnauthenticated)
    return Cause::kCredentials;
  if (body.code_text == "model_not_found" && (status == 404 || status == 200))
    return Cause::kModelUnknown;
  if (body.google_status == absl::StatusCode::kNotFound) return Cause::kModelUnknown;
  if (status == 429) return Cause::kRateLimited;
  if (status == 503) return Cause::kOverloaded;
  return Cause::kOther;
}

absl::StatusCode CodeOf(int status, const ErrorBody& body, Cause cause) {
  if (cause == Cause::kCredentials) return absl::StatusCode::kUnauthenticated;
  if (cause == Cause::kBlocked) return absl::StatusCode::kInvalidArgument;
  if (cause == Cause::kBilling) return absl::StatusCode::kResourceExhausted;
  if (body.google_status.has_value()) return *body.google_status;
  if (cause == Cause::kModelUnknown) return absl::StatusCode::kNotFound;
  if (status == 500 &&
      (body.code_text == "do_request_failed" || body.code_text == "bad_response_status_code")) {
    return absl::StatusCode::kUnavailable;
  }
  if (status == 200 && body.type == "upstream_error") return absl::StatusCode::kUnavailable;
  // No status decides, so a word may.
  const auto word = status < 400 ? CodeOfErrorWord(body.code_text) : std::nullopt;
  if (word.has_value()) return *word;
  return CodeOfHttpStatus(status);
}

bool IsDefinite(int status, const ErrorBody& body, Cause cause) {
  if (cause == Cause::kBlocked) return true;
  if (status >= 400 && status < 500) return status != 408;
  if (status == 503 && body.google_status.has_value()) return true;
  return std::find(std::begin(kCodesBeforeDispatch), std::end(kCodesBeforeDispatch),
                   body.code_text) != std::end(kCodesBeforeDispatch);
}

}  // namespace

JsonView FindErrorObject(JsonView body) {
  if (body.size() == 1) body = body.at(0);
  for (const JsonView& holder : {body, body.Get("response")}) {
    const JsonView error = holder.Get("error");
    if (error.IsObject() || !error.Text().empty()) return error;
  }
  if (!body.IsObject()) return JsonView();
  // An answer may bring a friendly word beside what was asked for.
  for (absl::string_view answer : {"predictions", "choices", "candidates", "promptFeedback"}) {
    if (!body.Get(answer).IsEmpty()) return JsonView();
  }
  const JsonView success = body.Get("success");
  if (success.exists() && !success.IsTrue()) return body;
  for (absl::string_view key : {"msg", "err", "error_msg", "header"}) {
    if (body.Get(key).exists()) return body;
  }
  return body.Get("message").Text().empty() ? JsonView() : body;
}

UpstreamError ReadUpstreamError(const HttpHead& head, absl::string_view text) {
  rapidjson::Document document;
  const bool parsed = ParseJson(text, document);
  const ErrorBody body(parsed ? JsonView(&document) : JsonView());
  int status = head.status;
  // An error object of Google's under 200 counts as if its code were the HTTP status.
  if (status < 300 && body.google_status.has_value() && body.code_number.has_value()) {
    status = static_cast<int>(std::clamp<int64_t>(*body.code_number, 0, 999));
  } else if (status >= 200 && status < 300) {
    status = 200;
  }
  UpstreamError error;
  error.http_status = status;
  error.support_codes = SupportCodesIn(body.message);
  error.cause = CauseOf(status, body, error.support_codes);
  error.code = CodeOf(status, body, error.cause);
  error.definite_rejection = IsDefinite(status, body, error.cause);
  const bool is_4xx = status >= 400 && status < 500;
  error.transient = !is_4xx || status == 401 || status == 408 || status == 429;
  error.outage = status >= 500;
  error.message = ScrubUpstreamText(body.message);
  if (error.message.empty()) error.message = absl::StrCat("HTTP status ", head.status);
  error.retry_after = ReadRetryAfter(head, body.details, absl::Now());
  return error;
}

UpstreamError FromTransport(const HttpExchange& exchange) {
  UpstreamError error;
  const TransportFailure failure = exchange.failure();
  error.transient = failure != TransportFailure::kTooLarge && failure != TransportFailure::kAddress;
  error.outage = error.transient;
  error.code = failure == TransportFailure::kTimeout ? absl::StatusCode::kDeadlineExceeded
               : error.transient                     ? absl::StatusCode::kUnavailable
                                                     : absl::StatusCode::kInternal;
  error.message = std::string(exchange.result().message());
  return error;
}

UpstreamError UnreadableAnswer(absl::string_view why) {
  UpstreamError error;
  error.code = absl::StatusCode::kInternal;
  error.transient = true;
  error.message = absl::StrCat("the upstream's answer cannot be read: ", why);
  return error;
}

}  // namespace mediagen
