#include "client/cli/conversation_file.h"

#include <google/protobuf/util/json_util.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/input.h"
#include "client/cli/record_file.h"
#include "client/cli/request_fields.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr size_t kConversationLimitBytes = 200'000'000;

// The answer will be paid for: where it is to be kept must be open before.
absl::Status CheckWritable(const std::string& path) {
  const std::string probe = path + ".new";
  FILE* file = std::fopen(probe.c_str(), "we");
  if (file == nullptr) {
    return UsageError(
        absl::StrCat("--conversation: cannot write ", probe, ": ", std::strerror(errno)));
  }
  std::fclose(file);
  std::remove(probe.c_str());
  return absl::OkStatus();
}

absl::Status LoadConversation(const std::string& path, v1::ChatSpec& spec) {
  if (absl::Status status = CheckWritable(path); !status.ok()) return status;
  if (std::error_code ignored; !std::filesystem::exists(path, ignored)) return absl::OkStatus();
  const auto json = ReadFile(path, kConversationLimitBytes);
  if (!json.ok()) return json.status();
  const auto parsed = google::protobuf::util::JsonStringToMessage(*json, &spec);
  if (parsed.ok()) return absl::OkStatus();
  return UsageError(absl::StrCat("--conversation: ", path,
                                 " is no conversation: ", std::string(parsed.message())));
}

}  // namespace

absl::Status AddEarlierMessages(const Arguments& arguments, v1::ChatSpec& spec) {
  if (const auto path = arguments.Value("--conversation")) {
    v1::ChatSpec earlier;
    if (absl::Status status = LoadConversation(*path, earlier); !status.ok()) return status;
    spec.mutable_messages()->Swap(earlier.mutable_messages());
  }
  const auto system = arguments.Value("--system");
  if (!system) return absl::OkStatus();
  if (spec.messages_size() > 0) {
    return UsageError("--system begins a conversation; the one in --conversation has begun");
  }
  if (absl::Status status = CheckUtf8("--system", *system); !status.ok()) return status;
  v1::ChatMessage& message = *spec.add_messages();
  message.set_role(v1::CHAT_ROLE_SYSTEM);
  message.add_parts()->set_text(*system);
  return absl::OkStatus();
}

absl::Status AddPictures(const Arguments& arguments,
                         google::protobuf::RepeatedPtrField<v1::ChatPart>& parts) {
  for (const std::string& name : arguments.Values("--image")) {
    auto picture = ReadMedia("--image", name);
    if (!picture.ok()) return picture.status();
    *parts.Add()->mutable_image() = *std::move(picture);
  }
  return absl::OkStatus();
}

absl::Status SaveConversation(const std::string& path, const v1::ChatSpec& spec) {
  v1::ChatSpec conversation;
  *conversation.mutable_messages() = spec.messages();
  return WriteJson(path, conversation);
}

}  // namespace mediagen::client
