#include "sandbox/token_endpoint.h"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "sandbox/base64.h"
#include "sandbox/json_body.h"
#include "sandbox/json_input.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr char kJwtGrant[] = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr int kExpiresInSeconds = 3599;
constexpr int64_t kLongestLifeSeconds = 3600;

using Form = std::map<std::string, std::string>;

std::optional<Form> ReadForm(std::string_view text) {
  Form form;
  for (std::string_view pair : http::Split(text, "&")) {
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = http::PercentDecode(pair.substr(0, equals), /*plus_is_blank=*/true);
    const auto value = http::PercentDecode(pair.substr(equals + 1), /*plus_is_blank=*/true);
    if (!name.has_value() || !value.has_value()) return std::nullopt;
    form[*name] = *value;
  }
  return form;
}

Reply Refuse(const char* error, const std::string& description) {
  JsonBody body;
  body.writer().StartObject();
  body.Text("error", error);
  body.Text("error_description", description);
  body.writer().EndObject();
  Reply reply;
  reply.status = 400;
  reply.body = body.Finish();
  return reply;
}

bool ReadJwtPart(std::string_view part, rapidjson::Document& json) {
  const std::optional<std::string> text = DecodeBase64(part);
  return part.find_first_of("=+/ \r\n") == std::string_view::npos && text.has_value() &&
         ParseObject(*text, json);
}

// What is wrong with the assertion; "" when nothing is.
std::string FaultOfJwt(const std::string& assertion) {
  const std::vector<std::string_view> parts = http::Split(assertion, ".");
  rapidjson::Document header, claims;
  if (parts.size() != 3 || parts[2].empty() || !ReadJwtPart(parts[0], header) ||
      !ReadJwtPart(parts[1], claims)) {
    return "Invalid JWT: not three parts of base64url.";
  }
  if (Text(Member(&header, "alg")) != "RS256") return "Invalid JWT: alg must be RS256.";
  if (Text(Member(&claims, "iss")).empty()) return "Invalid JWT: iss is missing.";
  if (!Text(Member(&claims, "aud")).ends_with("/token")) {
    return "Invalid JWT: aud must be the token endpoint.";
  }
  const std::optional<int64_t> issued = WholeNumber(Member(&claims, "iat"));
  const std::optional<int64_t> expires = WholeNumber(Member(&claims, "exp"));
  if (!issued.has_value() || !expires.has_value() || *expires <= *issued ||
      *expires - *issued > kLongestLifeSeconds) {
    return "Invalid JWT: iat and exp must span an hour at most.";
  }
  if (*expires <= absl::ToUnixSeconds(absl::Now())) return "Invalid JWT: it has expired.";
  return "";
}

}  // namespace

Reply AccessToken() {
  JsonBody body;
  body.writer().StartObject();
  body.Text("access_token",
            absl::StrCat("ya29.sandbox-", absl::Hex(absl::ToUnixMicros(absl::Now()))));
  body.writer().Key("expires_in");
  body.writer().Int(kExpiresInSeconds);
  body.Text("token_type", "Bearer");
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  return reply;
}

Reply GrantToken(const std::string& text) {
  std::optional<Form> form = ReadForm(text);
  if (!form.has_value()) return Refuse("invalid_request", "The form cannot be read.");
  const std::string grant = (*form)["grant_type"];
  if (grant == "refresh_token") {
    for (const char* name : {"client_id", "client_secret", "refresh_token"}) {
      if ((*form)[name].empty()) {
        return Refuse("invalid_request", absl::StrCat("Missing required parameter: ", name));
      }
    }
    return AccessToken();
  }
  if (grant != kJwtGrant) return Refuse("unsupported_grant_type", "Invalid grant_type: " + grant);
  const std::string fault = FaultOfJwt((*form)["assertion"]);
  return fault.empty() ? AccessToken() : Refuse("invalid_grant", fault);
}

}  // namespace mediagen::sandbox
