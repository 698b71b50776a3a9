#include "tests/wire/observed.h"

#include <openssl/sha.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/call_error.h"
#include "server/upstream/utf8.h"
#include "tests/wire/json_text.h"

namespace mediagen::testing {
namespace {

std::string Sha256Hex(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

// All that a caller can read of an error.
std::string TextOf(const client::CallError& error) {
  std::string text = error.message;
  for (const auto& [key, value] : error.metadata) absl::StrAppend(&text, "\n", value);
  return text;
}

}  // namespace

Observed::Observed(const std::string& name) {
  line_.Set("case", line_.Text(name));
  line_.Set("observed", Object());
}

void Observed::SetText(absl::string_view name, absl::string_view text) {
  if (!text.empty()) line_.Set(absl::StrCat("observed.", name), line_.Text(MendedUtf8(text)));
}

void Observed::SetNumber(absl::string_view name, double number) {
  line_.Set(absl::StrCat("observed.", name), line_.Number(number));
}

void Observed::SetTruth(absl::string_view name, bool truth) {
  line_.Set(absl::StrCat("observed.", name), Value(truth));
}

void Observed::SetList(absl::string_view name, Value list) {
  if (!list.Empty()) line_.Set(absl::StrCat("observed.", name), std::move(list));
}

void Observed::SetScores(absl::string_view name,
                         const google::protobuf::Map<std::string, double>& scores) {
  if (!scores.empty()) line_.Set(absl::StrCat("observed.", name), Scores(scores));
}

void Observed::SetUsage(const v1::Usage& usage) {
  const std::pair<absl::string_view, int64_t> counts[] = {
      {"input_tokens", usage.input_tokens()},
      {"output_tokens", usage.output_tokens()},
      {"total_tokens", usage.total_tokens()},
      {"input_image_tokens", usage.input_image_tokens()},
      {"output_image_tokens", usage.output_image_tokens()},
      {"thinking_tokens", usage.thinking_tokens()},
      {"output_video_tokens", usage.output_video_tokens()}};
  for (const auto& [name, count] : counts) {
    if (count != 0) line_.Set(absl::StrCat("observed.usage.", name), Value(count));
  }
}

void Observed::SetFiltered(int count,
                           const google::protobuf::RepeatedPtrField<v1::FilteredItem>& items) {
  Value list = List();
  for (const v1::FilteredItem& item : items) {
    Value codes = List();
    for (const int64_t code : item.support_codes()) Append(codes, Value(code));
    if (item.reason().empty() && codes.Empty()) continue;  // The upstream said nothing of it.
    Value entry = Object();
    Add(entry, "text", item.reason());
    Add(entry, "support_codes", std::move(codes));
    Append(list, std::move(entry));
  }
  SetList("filtered", std::move(list));
  if (count > 0) SetNumber("filtered_count", count);
}

void Observed::SetError(absl::string_view member, const absl::Status& status) {
  const client::CallError error = client::ParseCallError(status);
  Value value = Object();
  Add(value, "grpc", absl::StatusCodeToString(error.code));
  if (!error.Metadata("upstream_code").empty()) {
    Add(value, "upstream_code", error.Metadata("upstream_code"));
  }
  Add(value, "reason", error.reason);
  Add(value, "retryable", Value(error.retry_delay.has_value()));
  if (error.retry_delay.has_value()) {
    Add(value, "retry_after_s", line_.Number(absl::ToDoubleSeconds(*error.retry_delay)));
  }
  Add(value, "blocked",
      Value(error.reason == "PROMPT_BLOCKED" || error.reason == "RESULT_FILTERED"));
  Add(value, "billing", Value(error.reason == "UPSTREAM_BILLING"));
  Value codes = List();
  for (absl::string_view code :
       absl::StrSplit(error.Metadata("support_codes"), ',', absl::SkipWhitespace())) {
    int64_t number = 0;
    if (absl::SimpleAtoi(code, &number)) Append(codes, Value(number));
  }
  Add(value, "support_codes", std::move(codes));
  Add(value, "text", TextOf(error));
  line_.Set(absl::StrCat("observed.", member), std::move(value));
  SetErrorMetadata(error.metadata);
}

void Observed::SetErrorMetadata(const std::map<std::string, std::string>& metadata) {
  SetTruth("billed", false);
  for (const auto& [key, value] : metadata) {
    int64_t cost = 0;
    if (key == "cost_nano_usd" && absl::SimpleAtoi(value, &cost)) SetTruth("billed", cost > 0);
    for (const char* name :
         {"finish_reason", "block_reason", "task_id", "progress_page", "source_page"}) {
      if (key == name) SetText(name, value);
    }
  }
}

void Observed::Add(Value& object, absl::string_view name, absl::string_view text) {
  Add(object, name, line_.Text(MendedUtf8(text)));
}

void Observed::Add(Value& object, absl::string_view name, Value value) {
  object.AddMember(line_.Text(name), value, line_.allocator());
}

void Observed::Append(Value& list, Value value) { list.PushBack(value, line_.allocator()); }

Observed::Value Observed::Scores(const google::protobuf::Map<std::string, double>& scores) {
  Value value = Object();
  for (const auto& [category, score] : scores) Add(value, category, line_.Number(score));
  return value;
}

Observed::Value Observed::MediaValue(const v1::Media& media) {
  Value value = Object();
  if (media.has_uri()) {
    Add(value, "uri", media.uri());
    return value;
  }
  if (media.has_gcs_uri()) {
    Add(value, "gcs_uri", media.gcs_uri());
  } else {
    Add(value, "size_bytes", Value(static_cast<int64_t>(media.data().size())));
    Add(value, "sha256", Sha256Hex(media.data()));
  }
  if (!media.mime_type().empty()) Add(value, "mime_type", media.mime_type());
  return value;
}

std::string Observed::Line(absl::string_view fake_url) {
  return absl::StrReplaceAll(JsonText(line_.root()), {{fake_url, "{{fake}}"}});
}

}  // namespace mediagen::testing
