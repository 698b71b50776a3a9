#include "tests/wire/neutral_chat.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/json_view.h"
#include "tests/wire/neutral_fields.h"

namespace mediagen::testing {
namespace {

using rapidjson::Value;

class MessageFiller {
 public:
  MessageFiller(const std::string& name, std::map<std::string, std::string>& neutral_paths)
      : name_(name), neutral_paths_(neutral_paths) {}

  absl::Status Fill(const Value& messages, v1::ChatSpec& spec) {
    for (rapidjson::SizeType i = 0; i < messages.Size(); ++i) {
      const JsonView message(&messages[i]);
      const std::string place = absl::StrCat("[", i, "]");
      v1::ChatMessage& filled = *spec.add_messages();
      filled.set_role(RoleOf(message.Get("role").Text()));
      if (filled.role() == v1::CHAT_ROLE_UNSPECIFIED) {
        return InvalidField(absl::StrCat(name_, place, ".role"), "is not known");
      }
      for (size_t j = 0; j < message.Get("parts").size(); ++j) {
        const Value& part = messages[i]["parts"][static_cast<rapidjson::SizeType>(j)];
        absl::Status status =
            FillPart(part, absl::StrCat(place, ".parts[", j, "]"), *filled.add_parts());
        if (!status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

 private:
  static v1::ChatRole RoleOf(absl::string_view role) {
    if (role == "user") return v1::CHAT_ROLE_USER;
    if (role == "model" || role == "assistant") return v1::CHAT_ROLE_MODEL;
    if (role == "system") return v1::CHAT_ROLE_SYSTEM;
    return v1::CHAT_ROLE_UNSPECIFIED;
  }

  void Spell(const std::string& place, absl::string_view ours, absl::string_view neutral) {
    neutral_paths_[absl::StrCat("messages", place, ".", ours)] =
        absl::StrCat(name_, place, ".", neutral);
  }

  // `place` is the part's path without the name of the list.
  absl::Status FillPart(const Value& wish, const std::string& place, v1::ChatPart& part) {
    const std::string path = name_ + place;
    if (!wish.IsObject()) return InvalidField(path, "has a value of another kind");
    rapidjson::Document rest;
    rest.CopyFrom(wish, rest.GetAllocator());
    const JsonView view(&wish);
    if (const JsonView link = view.Get("image_url"); link.exists()) {
      part.mutable_image()->set_uri(std::string(link.Text()));
      Spell(place, "image", "image_url");
      Spell(place, "image.uri", "image_url");
      rest.RemoveMember("image_url");
    }
    if (const JsonView file = view.Get("file"); file.exists()) {
      FillFile(file, *part.mutable_image());
      Spell(place, "image", "file");
      Spell(place, "image.uri", "file.uri");
      Spell(place, "image.gcs_uri", "file.uri");
      rest.RemoveMember("file");
    }
    return FillFields(rest, path + ".", part);
  }

  static void FillFile(JsonView file, v1::Media& media) {
    const std::string uri(file.Get("uri").Text());
    if (absl::StartsWith(uri, "gs://")) {
      media.set_gcs_uri(uri);
    } else {
      media.set_uri(uri);
    }
    media.set_mime_type(std::string(file.Get("mime_type").Text()));
  }

  const std::string name_;
  std::map<std::string, std::string>& neutral_paths_;
};

}  // namespace

absl::Status FillMessages(const Value& messages, const std::string& name, v1::ChatSpec& spec,
                          std::map<std::string, std::string>& neutral_paths) {
  if (!messages.IsArray()) return InvalidField(name, "has a value of another kind");
  return MessageFiller(name, neutral_paths).Fill(messages, spec);
}

}  // namespace mediagen::testing
