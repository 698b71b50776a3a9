#include "server/upstream/token_source.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/net/url.h"
#include "server/upstream/json_view.h"
#include "server/upstream/key_file.h"
#include "server/upstream/secrets.h"
#include "server/upstream/signed_grant.h"

namespace mediagen {
namespace {

constexpr absl::string_view kDefaultMetadataHost = "metadata.google.internal";
constexpr size_t kLongestHost = 255;
// Shorter lines of a private key would spoil texts that have nothing to do with it.
constexpr size_t kShortestKeyLine = 16;

absl::Status Wrong(absl::string_view member, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("member `", member, "` ", what));
}

// HOST or HOST:PORT, and nothing that would turn it into another URL.
bool IsAuthority(absl::string_view text) {
  return !text.empty() && text.size() <= kLongestHost &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  absl::StrContains(".-_:[]", c);
         });
}

absl::Status CheckTokenUri(absl::string_view uri, bool allow_plaintext) {
  const absl::StatusOr<Url> parsed = ParseUrl(uri);
  if (!parsed.ok() || !IsUsableKey(uri) || uri.find_first_of("?#") != absl::string_view::npos) {
    return Wrong("token_uri", "is no http(s) URL without user and query");
  }
  if (parsed->scheme == "http" && !allow_plaintext && !IsLoopbackHost(parsed->host)) {
    return Wrong("token_uri", "is http:// beyond loopback");
  }
  return absl::OkStatus();
}

// Keeps the first error.
class MemberReader {
 public:
  explicit MemberReader(JsonView file) : file_(file) {}

  std::string Optional(absl::string_view name) { return std::string(file_.Get(name).Text()); }
  std::string Required(absl::string_view name) {
    std::string text = Optional(name);
    if (text.empty()) status_.Update(Wrong(name, "is missing"));
    return text;
  }
  const absl::Status& status() const { return status_; }

 private:
  JsonView file_;
  absl::Status status_;
};

void KeepPrivateKey(const std::string& pem) {
  KeepSecret(pem);
  // Who quotes a key of many lines rarely keeps its line ends.
  for (absl::string_view line : absl::StrSplit(pem, '\n')) {
    if (line.size() >= kShortestKeyLine && !absl::StartsWith(line, "-----")) KeepSecret(line);
  }
}

absl::Status ReadServiceAccount(MemberReader& file, TokenSource& source) {
  source.kind = TokenSource::Kind::kServiceAccount;
  source.private_key = file.Required("private_key");
  KeepPrivateKey(source.private_key);
  source.client_email = file.Required("client_email");
  source.private_key_id = file.Optional("private_key_id");
  if (!file.status().ok()) return file.status();
  if (!IsSigningKey(source.private_key)) {
    return Wrong("private_key", "is no RSA key in PEM of 2048 to 8192 bits");
  }
  return absl::OkStatus();
}

absl::Status ReadAuthorizedUser(MemberReader& file, TokenSource& source) {
  source.kind = TokenSource::Kind::kAuthorizedUser;
  source.refresh_token = file.Required("refresh_token");
  KeepSecret(source.refresh_token);
  source.client_secret = file.Required("client_secret");
  KeepSecret(source.client_secret);
  source.client_id = file.Required("client_id");
  source.quota_project = file.Optional("quota_project_id");
  if (!source.quota_project.empty() && !IsUsableKey(source.quota_project)) {
    return Wrong("quota_project_id", "cannot stand in a header");
  }
  return file.status();
}

}  // namespace

absl::StatusOr<TokenSource> ReadCredentialJson(absl::string_view json, bool allow_plaintext) {
  rapidjson::Document document;
  if (!ParseJson(json, document) || !document.IsObject()) {
    return absl::InvalidArgumentError("holds no JSON object");
  }
  MemberReader file{JsonView(&document)};
  TokenSource source;
  const std::string type = file.Optional("type");
  absl::Status read = Wrong("type", "is neither service_account nor authorized_user");
  if (type == "service_account") read = ReadServiceAccount(file, source);
  if (type == "authorized_user") read = ReadAuthorizedUser(file, source);
  if (!read.ok()) return read;
  if (std::string uri = file.Optional("token_uri"); !uri.empty()) source.token_uri = uri;
  if (absl::Status uri = CheckTokenUri(source.token_uri, allow_plaintext); !uri.ok()) return uri;
  return source;
}

absl::StatusOr<TokenSource> MetadataServerAt(absl::string_view host) {
  const char* from_environment = std::getenv("GCE_METADATA_HOST");
  if (host.empty() && from_environment != nullptr) host = from_environment;
  if (host.empty()) host = kDefaultMetadataHost;
  if (!IsAuthority(host)) {
    return absl::InvalidArgumentError("metadata server: is neither HOST nor HOST:PORT");
  }
  TokenSource source;
  source.metadata_host = std::string(host);
  return source;
}

}  // namespace mediagen
