#include "sandbox/interaction_input.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/base64.h"
#include "sandbox/dice.h"
#include "sandbox/json_input.h"

namespace mediagen::sandbox {
namespace {

constexpr size_t kMp4Mark = 4;  // Where "ftyp" stands.

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

// The MIME type is of that kind, or not given beside a uri.
absl::Status CheckMimeType(const rapidjson::Value& part, const std::string& kind) {
  const std::string mime_type(Text(Member(&part, "mime_type")));
  if (mime_type.starts_with(kind + "/")) return absl::OkStatus();
  if (mime_type.empty() && !part.HasMember("data")) return absl::OkStatus();
  return Complain(absl::StrCat("mime_type '", mime_type, "' is not supported for ", kind, "."));
}

// "" when there is none.
absl::StatusOr<std::string> ReadUri(const rapidjson::Value& part, Provider provider) {
  const std::string uri(Text(Member(&part, "uri")));
  if (!Text(Member(&part, "data")).empty() && !uri.empty()) {
    return Complain("Only one of data and uri may be set.");
  }
  if (uri.starts_with("gs://") && provider != Provider::kVertex) {
    return Complain("gs:// uris are not supported here.");
  }
  return uri;
}

absl::Status ReadPicture(const rapidjson::Value& part, Provider provider, InteractionInput& input) {
  if (absl::Status type = CheckMimeType(part, "image"); !type.ok()) return type;
  absl::StatusOr<std::string> uri = ReadUri(part, provider);
  if (!uri.ok()) return uri.status();
  absl::StatusOr<InputBytes> picture = InputBytes();
  if (!uri->empty()) {
    picture = StandInFor(*uri);
  } else {
    picture = DecodeInputPicture(Text(Member(&part, "data")));
  }
  if (!picture.ok()) return picture.status();
  input.pictures.push_back(*std::move(picture));
  return absl::OkStatus();
}

absl::Status ReadClip(const rapidjson::Value& part, Provider provider, InteractionInput& input) {
  if (absl::Status type = CheckMimeType(part, "video"); !type.ok()) return type;
  if (input.clip.has_value()) return Complain("Only one video may be given.");
  absl::StatusOr<std::string> uri = ReadUri(part, provider);
  if (!uri.ok()) return uri.status();
  SourceClip clip;
  clip.uri = *std::move(uri);
  if (clip.uri.empty()) {
    const std::optional<std::string> bytes = DecodeBase64(Text(Member(&part, "data")));
    if (!bytes.has_value()) return Complain("Invalid base64 in the input video.");
    if (bytes->size() < kMp4Mark ||
        !std::string_view(*bytes).substr(kMp4Mark).starts_with("ftyp")) {
      return Complain("Unable to process input video: it is no MP4.");
    }
    clip.digest = HashText(*bytes);
  }
  input.clip = std::move(clip);
  return absl::OkStatus();
}

absl::Status ReadContent(const rapidjson::Value& part, Provider provider, InteractionInput& input) {
  const std::string_view type = Text(Member(&part, "type"));
  if (type == "text") {
    if (absl::Status known = RefuseUnknownMembers(part, "input", {"type", "text"}); !known.ok()) {
      return known;
    }
    const std::string text(Text(Member(&part, "text")));
    absl::StrAppend(&input.text, input.text.empty() || text.empty() ? "" : "\n", text);
    return absl::OkStatus();
  }
  if (absl::Status known = RefuseUnknownMembers(
          part, "input", {"type", "data", "uri", "mime_type", "resolution", "name", "processing"});
      !known.ok()) {
    return known;
  }
  if (type == "image") return ReadPicture(part, provider, input);
  if (type == "video" || type == "document") return ReadClip(part, provider, input);
  return Complain(absl::StrCat("input: content of type '", std::string(type),
                               "' is not supported by this model."));
}

absl::Status ReadList(const rapidjson::Value& list, Provider provider, InteractionInput& input);

// A content; or a step that holds some, or a text.
absl::Status ReadEntry(const rapidjson::Value& entry, Provider provider, InteractionInput& input) {
  if (!entry.IsObject()) return Complain("input: must hold objects.");
  if (Text(Member(&entry, "type")) != "user_input") return ReadContent(entry, provider, input);
  if (absl::Status known = RefuseUnknownMembers(entry, "input", {"type", "content"}); !known.ok()) {
    return known;
  }
  const rapidjson::Value* content = Member(&entry, "content");
  if (content == nullptr) return Complain("input: a user_input has content.");
  if (content->IsArray()) return ReadList(*content, provider, input);
  if (!content->IsString()) return Complain("input: content must be a text or a list.");
  input.text = std::string(Text(content));
  return absl::OkStatus();
}

absl::Status ReadList(const rapidjson::Value& list, Provider provider, InteractionInput& input) {
  for (const rapidjson::Value& entry : list.GetArray()) {
    if (absl::Status read = ReadEntry(entry, provider, input); !read.ok()) return read;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RefuseUnknownMembers(const rapidjson::Value& object, const char* where,
                                  std::initializer_list<const char*> known) {
  for (const auto& member : object.GetObject()) {
    const std::string_view name = Text(&member.name);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return Complain(absl::StrCat("Unknown name \"", std::string(name), "\" at '", where, "'."));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<InteractionInput> ReadInteractionInput(const rapidjson::Value* value,
                                                      Provider provider) {
  InteractionInput input;
  if (value == nullptr) return Complain("input is required.");
  absl::Status read;
  if (value->IsString()) {
    input.text = std::string(Text(value));
  } else if (value->IsObject()) {
    read = ReadEntry(*value, provider, input);
  } else if (value->IsArray()) {
    read = ReadList(*value, provider, input);
  } else {
    read = Complain("input must be a text, a content or a list.");
  }
  if (!read.ok()) return read;
  if (input.text.empty() && input.pictures.empty() && !input.clip.has_value()) {
    return Complain("input must not be empty.");
  }
  return input;
}

}  // namespace mediagen::sandbox
