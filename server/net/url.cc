#include "server/net/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace mediagen {
namespace {

constexpr size_t kMaxUrlBytes = 8192;

using Parser = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

absl::Status Wrong(absl::string_view why) {
  return absl::InvalidArgumentError(absl::string_view(why));
}

bool IsSchemeCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '-' || c == '.';
}

// What libcurl would bend into shape where others see something else, before it sees it.
absl::Status CheckText(absl::string_view text) {
  if (text.empty() || text.size() > kMaxUrlBytes) return Wrong("URL: must have 1 to 8192 bytes");
  const bool clean = std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > ' ' && byte != 0x7f && c != '\\';
  });
  if (!clean) return Wrong("URL: holds a blank, a backslash or a control character");
  const size_t before = static_cast<size_t>(
      std::find_if_not(text.begin(), text.end(), &IsSchemeCharacter) - text.begin());
  const bool has_scheme = before > 0 && absl::StartsWith(text.substr(before), ":");
  if (has_scheme) text.remove_prefix(before + 1);
  if (!absl::StartsWith(text, "//")) {
    return has_scheme ? Wrong("URL: is no http or https URL") : absl::OkStatus();
  }
  text.remove_prefix(2);
  const absl::string_view authority = text.substr(0, text.find_first_of("/?#"));
  if (authority.empty()) return Wrong("URL: names no host");
  if (absl::StrContains(authority, '@')) return Wrong("URL: names a user");
  if (absl::StrContains(authority, '%')) return Wrong("URL: has escapes in its host");
  return absl::OkStatus();
}

// A part of the URL; empty when there is none.
std::string Part(CURLU* parser, CURLUPart which, unsigned flags = 0) {
  char* part = nullptr;
  if (curl_url_get(parser, which, &part, flags) != CURLUE_OK) return "";
  std::string text(part);
  curl_free(part);
  return text;
}

absl::StatusOr<Url> Read(CURLU* parser) {
  curl_url_set(parser, CURLUPART_FRAGMENT, nullptr, 0);
  Url url;
  url.text = Part(parser, CURLUPART_URL);
  url.scheme = Part(parser, CURLUPART_SCHEME);
  url.host = absl::AsciiStrToLower(Part(parser, CURLUPART_HOST));
  url.path = Part(parser, CURLUPART_PATH);
  url.query = Part(parser, CURLUPART_QUERY);
  if (url.scheme != "http" && url.scheme != "https") return Wrong("URL: is no http or https URL");
  const bool numbered =
      absl::SimpleAtoi(Part(parser, CURLUPART_PORT, CURLU_DEFAULT_PORT), &url.port);
  if (url.text.empty() || url.host.empty() || !numbered) return Wrong("URL: cannot be read");
  return url;
}

absl::Status Set(CURLU* parser, absl::string_view text) {
  constexpr unsigned kFlags = CURLU_DISALLOW_USER | CURLU_URLENCODE;
  if (curl_url_set(parser, CURLUPART_URL, std::string(text).c_str(), kFlags) != CURLUE_OK)
    return Wrong("URL: cannot be read");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Url> ParseUrl(absl::string_view text) {
  if (absl::Status checked = CheckText(text); !checked.ok()) return checked;
  // libcurl would guess a scheme.
  if (!absl::StrContains(text, "://")) return Wrong("URL: is no http or https URL");
  const Parser parser(curl_url(), &curl_url_cleanup);
  if (absl::Status set = Set(parser.get(), text); !set.ok()) return set;
  return Read(parser.get());
}

absl::StatusOr<Url> ResolveUrl(const Url& base, absl::string_view location) {
  if (absl::Status checked = CheckText(location); !checked.ok()) return checked;
  const Parser parser(curl_url(), &curl_url_cleanup);
  if (absl::Status set = Set(parser.get(), base.text); !set.ok()) return set;
  if (absl::Status set = Set(parser.get(), location); !set.ok()) return set;
  return Read(parser.get());
}

bool IsLoopbackHost(absl::string_view host) {
  if (host == "localhost" || host == "::1" || host == "[::1]") return true;
  in_addr address;
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24 == 127;
}

}  // namespace mediagen
