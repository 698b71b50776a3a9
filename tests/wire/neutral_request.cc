#include "tests/wire/neutral_request.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/upstream/error_details.h"
#include "server/upstream/json_view.h"
#include "tests/wire/json_text.h"
#include "tests/wire/neutral_chat.h"
#include "tests/wire/neutral_fields.h"

namespace mediagen::testing {

using rapidjson::Value;

NeutralRequest::NeutralRequest(const Value& json) {
  json_.CopyFrom(json, json_.GetAllocator());
  if (!json_.IsObject()) json_.SetObject();
  operation_ = Text("operation");
  dialect_ = Text("dialect");
  model_ = Text("model");
  for (const char* name : {"operation", "dialect", "model"}) json_.RemoveMember(name);
}

bool NeutralRequest::IsStream() const {
  return absl::EndsWith(operation_, "_stream") || JsonView(&json_).Get("stream").IsTrue();
}

std::string NeutralRequest::Text(const char* name) const {
  return std::string(JsonView(&json_).Get(name).Text());
}

Value NeutralRequest::Take(const char* name) {
  Value taken;
  const auto member = json_.FindMember(name);
  if (member == json_.MemberEnd()) return taken;
  taken.Swap(member->value);
  json_.RemoveMember(member);
  return taken;
}

void NeutralRequest::Rename(const char* neutral, const char* ours) {
  const auto member = json_.FindMember(neutral);
  if (member == json_.MemberEnd()) return;
  member->name.SetString(rapidjson::StringRef(ours));
  neutral_paths_[ours] = neutral;
}

absl::Status NeutralRequest::Fill(v1::ImageSpec& spec) { return FillFields(json_, "", spec); }

absl::Status NeutralRequest::Fill(v1::UpscaleSpec& spec) { return FillFields(json_, "", spec); }

absl::Status NeutralRequest::Fill(v1::VideoSpec& spec) { return FillFields(json_, "", spec); }

absl::Status NeutralRequest::Fill(v1::VideoSpec& spec, InteractionOptions& options) {
  for (absl::Status taken :
       {TakeSwitch("background", options.background), TakeSwitch("store", options.store),
        TakeSwitch("stream", options.stream)}) {
    if (!taken.ok()) return taken;
  }
  options.previous = Text("previous_interaction");
  options.delivery = Text("delivery");
  for (const char* name : {"previous_interaction", "delivery"}) Take(name);
  return FillFields(json_, "", spec);
}

absl::Status NeutralRequest::TakeSwitch(const char* name, std::optional<bool>& value) {
  const Value taken = Take(name);
  if (taken.IsNull()) return absl::OkStatus();
  if (!taken.IsBool()) return InvalidField(name, "has a value of another kind");
  value = taken.GetBool();
  return absl::OkStatus();
}

absl::Status NeutralRequest::Fill(v1::ChatSpec& spec, ChatCallOptions& options) {
  if (absl::Status taken = TakeOptions(options); !taken.ok()) return taken;
  if (absl::Status taken = TakeMessages(spec); !taken.ok()) return taken;
  Rename("response_modalities", "modalities");
  Rename("max_tokens", "max_output_tokens");
  return FillFields(json_, "", spec);
}

absl::Status NeutralRequest::TakeOptions(ChatCallOptions& options) {
  options.shape = dialect_ == "chat" ? ChatShape::kChatCompletions : ChatShape::kGenerateContent;
  options.stream = IsStream();
  Take("stream");
  for (const char* name : {"candidate_count", "n"}) {
    const Value count = Take(name);
    if (count.IsNull()) continue;
    if (!count.IsInt()) return InvalidField(name, "has a value of another kind");
    options.candidate_count = count.GetInt();
  }
  options.user = Text("user");
  Take("user");
  const Value always_array = Take("content_always_array");
  options.content_always_array = JsonView(&always_array).IsTrue();
  const Value stream_options = Take("stream_options");
  if (stream_options.IsNull()) return absl::OkStatus();
  if (!stream_options.IsObject()) return InvalidField("stream_options", "is no object");
  for (const auto& member : stream_options.GetObject()) {
    const std::string name = member.name.GetString();
    if (name != "include_usage" || !member.value.IsBool()) {
      return InvalidField("stream_options." + name, "is not known");
    }
    options.include_usage = member.value.GetBool();
  }
  return absl::OkStatus();
}

absl::Status NeutralRequest::TakeMessages(v1::ChatSpec& spec) {
  for (const char* name : {"contents", "messages"}) {
    const Value messages = Take(name);
    if (messages.IsNull()) continue;
    neutral_paths_["messages"] = name;
    absl::Status filled = FillMessages(messages, name, spec, neutral_paths_);
    if (!filled.ok()) return filled;
  }
  return absl::OkStatus();
}

absl::Status NeutralRequest::FillReverse(v1::VideoSpec& spec) {
  v1::ChatSpec chat;
  if (absl::Status taken = TakeMessages(chat); !taken.ok()) return taken;
  if (chat.messages_size() != 1 || chat.messages(0).parts_size() != 1 ||
      !chat.messages(0).parts(0).has_text()) {
    return InvalidField("messages", "must be one text: this channel takes nothing else");
  }
  spec.set_prompt(chat.messages(0).parts(0).text());
  Take("stream");
  return FillFields(json_, "", spec);
}

std::string NeutralRequest::CredentialFile() const {
  rapidjson::Document file;
  file.CopyFrom(json_, file.GetAllocator());
  for (const char* name : {"credential", "scopes"}) file.RemoveMember(name);
  Value type(Text("credential").c_str(), file.GetAllocator());
  file.AddMember("type", type, file.GetAllocator());
  return JsonText(file);
}

std::vector<std::string> NeutralRequest::Scopes() const {
  std::vector<std::string> scopes;
  const JsonView list = JsonView(&json_).Get("scopes");
  for (size_t i = 0; i < list.size(); ++i) scopes.emplace_back(list.at(i).Text());
  return scopes;
}

std::string NeutralRequest::NeutralPath(absl::string_view path) const {
  path = absl::StripPrefix(path, "spec.");
  // From the longest of ours that leads to the path.
  for (auto spelling = neutral_paths_.rbegin(); spelling != neutral_paths_.rend(); ++spelling) {
    absl::string_view rest = path;
    if (!absl::ConsumePrefix(&rest, spelling->first)) continue;
    if (rest.empty() || rest[0] == '.' || rest[0] == '[') {
      return absl::StrCat(spelling->second, rest);
    }
  }
  return std::string(path);
}

}  // namespace mediagen::testing
