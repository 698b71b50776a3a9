#include "client/cli/record_file.h"

#include <google/protobuf/util/json_util.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "client/call_error.h"
#include "client/cli/input.h"

namespace mediagen::client {
namespace {

constexpr size_t kRecordLimitBytes = 10'000'000;

absl::Status WriteError(const std::string& path) {
  return LocalError(absl::StatusCode::kInternal, "LOCAL_WRITE_FAILED",
                    absl::StrCat("cannot write ", path, ": ", std::strerror(errno)));
}

}  // namespace

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails only for malformed Any and Timestamp values, of which there are none here.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  if (json.empty() || json.back() != '\n') json.push_back('\n');
  return json;
}

absl::Status WriteJson(const std::string& path, const google::protobuf::Message& message) {
  const std::string new_path = path + ".new";
  const std::string json = ToJson(message);
  FILE* file = std::fopen(new_path.c_str(), "we");
  if (file == nullptr) return WriteError(new_path);
  const bool written = std::fwrite(json.data(), 1, json.size(), file) == json.size();
  if (std::fclose(file) != 0 || !written) return WriteError(new_path);
  if (std::rename(new_path.c_str(), path.c_str()) != 0) return WriteError(path);
  return absl::OkStatus();
}

absl::Status WriteRecord(const std::string& path, const Record& record) {
  return WriteJson(path + ".json", record);
}

Record ReadRecord(const std::string& path) {
  Record record;
  const absl::StatusOr<std::string> json = ReadFile(path + ".json", kRecordLimitBytes);
  if (!json.ok()) return record;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(*json, &record, options).ok()) return Record();
  return record;
}

void MergeGenerationRecord(const v1::GenerationRecord& from, Record& into) {
  const auto take = [](const std::string& value, std::string* field) {
    if (!value.empty()) *field = value;
  };
  take(from.prompt(), into.mutable_prompt());
  take(from.rewritten_prompt(), into.mutable_rewritten_prompt());
  take(from.original_prompt(), into.mutable_original_prompt());
  take(from.model(), into.mutable_model());
  take(from.provider(), into.mutable_provider());
  take(from.request_id(), into.mutable_request_id());
  if (from.has_seed()) into.set_seed(from.seed());
  if (from.has_create_time()) *into.mutable_create_time() = from.create_time();
  if (from.has_cost()) *into.mutable_cost() = from.cost();
  for (const auto& [category, score] : from.safety_attributes()) {
    (*into.mutable_safety_attributes())[category] = score;
  }
}

}  // namespace mediagen::client
