#include "tests/upstream/wire_case.h"

#include <openssl/sha.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace mediagen::testing {
namespace {

std::string HttpDateIn(absl::Duration delay) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now() + delay, absl::UTCTimeZone());
}

}  // namespace

WireCase::WireCase(const std::string& folder, const std::string& name)
    : name_(name), document_(std::make_shared<rapidjson::Document>()) {
  const std::string path = absl::StrCat(MEDIAGEN_WIRE_CASES, "/", folder, "/", name, ".json");
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  document_->Parse(text.str().c_str());
  if (!file || document_->HasParseError()) {
    fprintf(stderr, "wire case %s cannot be read\n", path.c_str());
    abort();
  }
}

Answer WireCase::ToAnswer() const {
  const JsonView http = json().Get("http");
  Answer answer(static_cast<int>(*http.Get("status").Integer()));
  const rapidjson::Value& raw = (*document_)["http"];
  if (raw.HasMember("headers")) {
    for (const auto& header : raw["headers"].GetObject()) {
      answer.Header(header.name.GetString(),
                    absl::StrReplaceAll(header.value.GetString(),
                                        {{"{{http_date:+7}}", HttpDateIn(absl::Seconds(7))}}));
    }
  }
  if (const auto bytes = http.Get("write_every").Integer(); bytes.has_value())
    answer.WriteEvery(static_cast<size_t>(*bytes));
  const std::string body = Body();
  answer.Body(body);
  if (http.Get("abort").IsTrue()) answer.Framing(http::Framing::kChunked).CutAfter(body.size());
  return answer;
}

std::string WireCase::Body() const {
  const rapidjson::Value& raw = (*document_)["http"];
  for (const char* name : {"body_text", "sse_raw"}) {
    if (raw.HasMember(name)) return {raw[name].GetString(), raw[name].GetStringLength()};
  }
  return JsonText(raw["body"]);
}

std::vector<std::string> WireCaseNames(const std::string& folder, const std::string& prefix) {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(absl::StrCat(MEDIAGEN_WIRE_CASES, "/", folder))) {
    const std::string name = entry.path().stem().string();
    if (absl::StartsWith(name, prefix)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string JsonText(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

std::string FromBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes)) abort();
  return bytes;
}

std::string ToBase64(absl::string_view bytes) { return absl::Base64Escape(bytes); }

std::string Sha256Hex(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

}  // namespace mediagen::testing
