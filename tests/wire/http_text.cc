#include "tests/wire/http_text.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "server/net/request_body.h"

namespace mediagen::testing {
namespace {

using Value = JsonBody::Value;

// `+` is a blank in forms and queries alike.
std::string Decoded(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const absl::string_view digits = text.substr(i + 1, 2);
    if (text[i] == '%' && digits.size() == 2 && absl::ascii_isxdigit(digits[0]) &&
        absl::ascii_isxdigit(digits[1])) {
      decoded += absl::HexStringToBytes(digits);
      i += 2;
    } else {
      decoded.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return decoded;
}

Value FieldsOf(absl::string_view text, JsonBody& line) {
  Value fields(rapidjson::kObjectType);
  for (const absl::string_view field : absl::StrSplit(text, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(field, absl::MaxSplits('=', 1));
    fields.AddMember(line.Text(Decoded(pair.first)), line.Text(Decoded(pair.second)),
                     line.allocator());
  }
  return fields;
}

std::string BodyText(const HttpRequest& request) {
  RequestBodyReader reader(request.body);
  std::string text;
  char block[4096];
  while (const size_t size = reader.Read(absl::MakeSpan(block))) text.append(block, size);
  return text;
}

Value BodyOf(const HttpRequest& request, absl::string_view content_type, JsonBody& line) {
  if (request.body.empty()) return Value();
  const std::string text = BodyText(request);
  if (absl::StrContains(content_type, "x-www-form-urlencoded")) {
    return FieldsOf(text, line);
  }
  rapidjson::Document document;
  document.Parse<rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
  if (document.HasParseError()) return line.Text(text);
  return Value(document, line.allocator());
}

}  // namespace

Value HttpToJson(const HttpRequest& request, JsonBody& line) {
  Value headers(rapidjson::kObjectType);
  std::string content_type;
  for (const auto* lines : {&request.headers, &request.authorization}) {
    for (const std::string& header : *lines) {
      const size_t colon = header.find(':');
      const std::string name = absl::AsciiStrToLower(header.substr(0, colon));
      const absl::string_view value =
          absl::StripAsciiWhitespace(absl::string_view(header).substr(colon + 1));
      if (name == "content-type") content_type = std::string(value);
      headers.AddMember(line.Text(name), line.Text(value), line.allocator());
    }
  }
  const size_t host = request.url.find("://") + 3;
  const size_t path = std::min(request.url.find('/', host), request.url.size());
  const size_t query = std::min(request.url.find('?', path), request.url.size());
  Value http(rapidjson::kObjectType);
  http.AddMember("method", line.Text(request.method), line.allocator());
  http.AddMember("path", line.Text(request.url.substr(path, query - path)), line.allocator());
  http.AddMember(
      "query",
      FieldsOf(absl::string_view(request.url).substr(std::min(query + 1, request.url.size())),
               line),
      line.allocator());
  http.AddMember("headers", headers, line.allocator());
  http.AddMember("body", BodyOf(request, content_type, line), line.allocator());
  return http;
}

}  // namespace mediagen::testing
