#include "server/upstream/token_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/upstream/error_details.h"
#include "server/upstream/json_view.h"
#include "server/upstream/key_file.h"
#include "server/upstream/signed_grant.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

using Cause = UpstreamError::Cause;

constexpr int64_t kLargestAnswer = 64 * 1024;
// Tokens of federated identities are longer than any key.
constexpr size_t kLongestToken = 16 * 1024;
constexpr absl::Duration kLongestLifetime = absl::Hours(24);

std::string PercentEncoded(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._~", c)) {
      encoded.push_back(c);
    } else {
      absl::StrAppend(&encoded, "%",
                      absl::AsciiStrToUpper(absl::BytesToHexString(absl::string_view(&c, 1))));
    }
  }
  return encoded;
}

// A form of one more field.
void AddField(std::string& form, absl::string_view name, absl::string_view value) {
  absl::StrAppend(&form, form.empty() ? "" : "&", name, "=", PercentEncoded(value));
}

HttpRequest TokenRequest() {
  HttpRequest request;
  request.headers.push_back("Accept: application/json");
  request.connect_timeout = absl::Seconds(5);
  request.response_timeout = absl::Seconds(10);
  request.stall_timeout = absl::Seconds(10);
  request.max_body_bytes = kLargestAnswer;
  return request;
}

HttpRequest MetadataRequest(const TokenSource& source) {
  HttpRequest request = TokenRequest();
  request.url = absl::StrCat("http://", source.metadata_host,
                             "/computeMetadata/v1/instance/service-accounts/default/token?scopes=",
                             PercentEncoded(absl::StrJoin(source.scopes, ",")));
  request.headers.push_back("Metadata-Flavor: Google");
  return request;
}

// A refusal for good, in OAuth's words: `{"error":"invalid_grant","error_description":"..."}`.
bool IsRefusal(int status, JsonView body) {
  if (body.Get("error").Text() == "invalid_grant") return true;
  return status >= 400 && status < 500 && status != 408 && status != 429;
}

std::string OAuthMessage(JsonView body) {
  const absl::string_view error = body.Get("error").Text();
  const absl::string_view description = body.Get("error_description").Text();
  if (error.empty() || description.empty()) return "";
  return ScrubUpstreamText(absl::StrCat(error, ": ", description));
}

UpstreamError ReadTokenError(const HttpHead& head, absl::string_view text, JsonView body) {
  UpstreamError error = ReadUpstreamError(head, text);
  // The other causes speak of prompts and bills, which a source of tokens knows nothing of.
  error.cause = Cause::kOther;
  error.support_codes.clear();
  error.transient = head.status == 408 || head.status == 429 || head.status >= 500;
  if (IsRefusal(head.status, body)) {
    error.cause = Cause::kCredentials;
    error.code = absl::StatusCode::kUnauthenticated;
    error.transient = false;
  }
  if (std::string message = OAuthMessage(body); !message.empty()) error.message = message;
  return error;
}

TokenAnswer Unreadable(absl::string_view why) {
  TokenAnswer answer;
  answer.error = UnreadableAnswer(why);
  answer.error.transient = false;
  return answer;
}

// Whole seconds, bare or (as some servers have it) in quotes.
std::optional<absl::Duration> ReadLifetime(JsonView body) {
  const JsonView expires_in = body.Get("expires_in");
  int64_t seconds = 0;
  if (expires_in.Integer().has_value()) {
    seconds = *expires_in.Integer();
  } else if (!absl::SimpleAtoi(expires_in.Text(), &seconds)) {
    return std::nullopt;
  }
  return std::clamp(absl::Seconds(seconds), absl::ZeroDuration(), kLongestLifetime);
}

}  // namespace

absl::StatusOr<HttpRequest> EncodeTokenRequest(const TokenSource& source, absl::Time now) {
  if (source.kind == TokenSource::Kind::kMetadataServer) return MetadataRequest(source);
  std::string form;
  if (source.kind == TokenSource::Kind::kServiceAccount) {
    absl::StatusOr<std::string> grant = SignGrant(source, now);
    if (!grant.ok()) return grant.status();
    AddField(form, "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    AddField(form, "assertion", *grant);
  } else {
    AddField(form, "grant_type", "refresh_token");
    AddField(form, "client_id", source.client_id);
    AddField(form, "client_secret", source.client_secret);
    AddField(form, "refresh_token", source.refresh_token);
  }
  HttpRequest request = TokenRequest();
  request.method = "POST";
  request.url = source.token_uri;
  request.headers.push_back("Content-Type: application/x-www-form-urlencoded;charset=UTF-8");
  request.body.emplace_back(std::move(form), BodySegment::Encoding::kAsIs);
  return request;
}

TokenAnswer ReadToken(TokenSource::Kind kind, const HttpHead& head, absl::string_view body) {
  rapidjson::Document document;
  const bool parsed = ParseJson(body, document);
  const JsonView json = parsed ? JsonView(&document) : JsonView();
  if (head.status < 200 || head.status >= 300 || FindErrorObject(json).exists()) {
    TokenAnswer answer;
    answer.error = ReadTokenError(head, body, json);
    return answer;
  }
  // Anything may sit at that address of a machine elsewhere.
  if (kind == TokenSource::Kind::kMetadataServer &&
      !absl::EqualsIgnoreCase(head.Header("metadata-flavor"), "Google")) {
    return Unreadable("it is not from a metadata server");
  }
  const absl::string_view type = json.Get("token_type").Text();
  if (!type.empty() && !absl::EqualsIgnoreCase(type, "Bearer")) {
    return Unreadable("the token is no bearer token");
  }
  const absl::string_view token = json.Get("access_token").Text();
  if (!IsUsableKey(token, kLongestToken)) return Unreadable("it holds no usable access token");
  TokenAnswer answer;
  answer.ok = true;
  answer.token.access_token = std::string(token);
  answer.token.expires_in = ReadLifetime(json);
  return answer;
}

absl::Status TokenStatus(const UpstreamError& error) {
  absl::Status status = FreeCallStatus(error);
  if (!error.transient) return status;
  // The code that a call sees of which nothing was sent, whatever kept the token from coming.
  return WithCodeAndReason(status, absl::StatusCode::kUnavailable, "UPSTREAM_UNREACHABLE");
}

}  // namespace mediagen
