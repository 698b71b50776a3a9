#include "tests/wire/written_answer.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/upstream/json_view.h"
#include "tests/wire/json_text.h"

namespace mediagen::testing {
namespace {

constexpr absl::string_view kDateBegin = "{{http_date:";

std::string FillDates(std::string text) {
  for (size_t at = 0; (at = text.find(kDateBegin.data(), at)) != std::string::npos; ++at) {
    const size_t end = text.find("}}", at);
    absl::string_view seconds = text;
    seconds = seconds.substr(at, end - at).substr(kDateBegin.size());
    absl::ConsumePrefix(&seconds, "+");
    int64_t delay = 0;
    if (end == std::string::npos || !absl::SimpleAtoi(seconds, &delay)) continue;
    text.replace(at, end + 2 - at,
                 absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now() + absl::Seconds(delay),
                                  absl::UTCTimeZone()));
  }
  return text;
}

class Body {
 public:
  std::string bytes;
  const char* content_type = "application/json";
};

Body BodyOf(JsonView http, const rapidjson::Value& json, absl::string_view fake_url) {
  Body body;
  if (http.Get("body_base64").exists()) {
    body.content_type = "application/octet-stream";
    absl::Base64Unescape(http.Get("body_base64").Text(), &body.bytes);
  } else if (http.Get("sse_raw").exists()) {
    body.content_type = "text/event-stream";
    body.bytes = FillPlaceholders(http.Get("sse_raw").Text(), fake_url);
  } else if (http.Get("body_text").exists()) {
    body.content_type = "text/plain";
    body.bytes = FillPlaceholders(http.Get("body_text").Text(), fake_url);
  } else if (const auto found = json.FindMember("body"); found != json.MemberEnd()) {
    body.bytes = FillPlaceholders(JsonText(found->value), fake_url);
  }
  return body;
}

}  // namespace

std::string FillPlaceholders(absl::string_view text, absl::string_view fake_url) {
  return FillDates(absl::StrReplaceAll(text, {{"{{fake}}", fake_url}}));
}

Answer WrittenAnswer(const rapidjson::Value& json, absl::string_view fake_url) {
  const JsonView http(&json);
  Body body = BodyOf(http, json, fake_url);
  Answer answer(static_cast<int>(http.Get("status").Integer().value_or(200)));
  answer.Header("Content-Type", body.content_type);
  if (http.Get("headers").IsObject()) {
    for (const auto& header : json["headers"].GetObject()) {
      answer.Header(header.name.GetString(),
                    FillPlaceholders(JsonView(&header.value).Text(), fake_url));
    }
  }
  const size_t size = body.bytes.size();
  answer.Body(std::move(body.bytes));
  if (const auto step = http.Get("write_every").Integer(); step.value_or(0) > 0) {
    answer.WriteEvery(static_cast<size_t>(*step));
  }
  if (http.Get("abort").IsTrue()) {
    // In chunks, so that an end without the last of them is none.
    answer.Framing(http::Framing::kChunked).CutAfter(size, CutKind::kClose);
  }
  return answer;
}

}  // namespace mediagen::testing
