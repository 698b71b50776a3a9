#include "server/upstream/param_encoder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/upstream/chat_formats.h"
#include "server/upstream/error_details.h"
#include "server/upstream/json_body.h"
#include "server/upstream/media_type.h"

namespace mediagen {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kMaxModelNameBytes = 200;

absl::Status CheckModelInPath(absl::string_view model) {
  if (model.empty() || model.size() > kMaxModelNameBytes) {
    return InvalidField("model", "must be 1 to 200 bytes long");
  }
  if (absl::StrContains(model, "..") || model.find_first_of("?&#%\\:") != absl::string_view::npos) {
    return InvalidField("model", "must not hold '..' or any of ? & # % \\ :");
  }
  const bool printable = std::all_of(model.begin(), model.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
  if (!printable) return InvalidField("model", "must be printable ASCII without blanks");
  return absl::OkStatus();
}

absl::Status CheckModelInBody(absl::string_view model) {
  const bool printable = std::none_of(model.begin(), model.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (model.empty() || model.size() > kMaxModelNameBytes || !printable) {
    return InvalidField("model", "must be 1 to 200 printable bytes");
  }
  return absl::OkStatus();
}

std::string ModelPath(absl::string_view model) {
  if (absl::StartsWith(model, "models/") || absl::StartsWith(model, "tunedModels/"))
    return std::string(model);
  return absl::StrCat("models/", model);
}

HttpRequest NewRequest(const ProviderOptions& provider, const Endpoint& endpoint,
                       absl::string_view key, absl::string_view model_path,
                       absl::string_view name) {
  HttpRequest request;
  request.method = std::string(endpoint.method);
  request.url = absl::StrCat(
      provider.base_url(endpoint.base),
      absl::StrReplaceAll(
          endpoint.path,
          {{"{version}", provider.api_version}, {"{model}", model_path}, {"{name}", name}}));
  switch (endpoint.key_place) {
    case KeyPlace::kGoogleHeader:
      request.headers.push_back(absl::StrCat("x-goog-api-key: ", key));
      break;
    case KeyPlace::kBearer:
      request.headers.push_back(absl::StrCat("Authorization: Bearer ", key));
      break;
  }
  request.expects_media = true;
  request.connect_timeout = provider.connect_timeout;
  request.stall_timeout = provider.stall_timeout;
  return request;
}

// Every POST of this file is paid.
void SetPaidJsonBody(HttpRequest& request, JsonBody& body, absl::Duration response_timeout) {
  request.at_most_once = true;
  request.response_timeout = response_timeout;
  request.headers.push_back("Content-Type: application/json");
  request.headers.push_back("Accept: application/json");
  request.body = body.TakeSegments();
}

absl::StatusOr<JsonBody::Value> EncodeMedia(JsonBody& body, absl::string_view path,
                                            v1::Media& media) {
  if (media.content_case() != v1::Media::kData) {
    const absl::string_view link = media.has_gcs_uri() ? ".gcs_uri" : media.has_uri() ? ".uri" : "";
    return InvalidField(absl::StrCat(path, link), "this provider takes bytes here (data), no link");
  }
  absl::string_view media_type = FullMediaType(media.mime_type());
  if (media_type.empty()) media_type = MediaTypeOfBytes(media.data());
  JsonBody::Value value(rapidjson::kObjectType);
  JsonBody::Value type_text = body.Text(media_type);
  value.AddMember("bytesBase64Encoded", body.Media("", std::move(*media.mutable_data())),
                  body.allocator());
  value.AddMember("mimeType", type_text, body.allocator());
  return value;
}

absl::StatusOr<JsonBody::Value> EncodeScalar(JsonBody& body, const Message& spec,
                                             const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *spec.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return body.Text(reflection.GetString(spec, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return JsonBody::Value(reflection.GetInt32(spec, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return JsonBody::Value(reflection.GetInt64(spec, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return body.Number(reflection.GetDouble(spec, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return JsonBody::Value(reflection.GetBool(spec, &field));
    default:
      return absl::InternalError(
          absl::StrCat("the table has no encoding for field ", field.name()));
  }
}

// Sends every field of `spec` that is set, each by its line; `skip` names fields that are encoded
// elsewhere. A field without a line is refused, so that nothing a caller
// asks for is dropped in silence.
absl::Status EncodeFields(Message& spec, absl::Span<const ParameterLine> lines,
                          absl::Span<const absl::string_view> skip, JsonBody& body) {
  const google::protobuf::Reflection& reflection = *spec.GetReflection();
  std::vector<const FieldDescriptor*> set_fields;
  reflection.ListFields(spec, &set_fields);
  for (const FieldDescriptor* field : set_fields) {
    if (std::find(skip.begin(), skip.end(), field->name()) != skip.end()) continue;
    const std::string path = absl::StrCat("spec.", field->name());
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const ParameterLine& candidate) {
      return candidate.field == field->name();
    });
    if (line == lines.end()) return InvalidField(path, "is not supported by this provider");
    absl::StatusOr<JsonBody::Value> value;
    if (line->encoding == Encoding::kMedia) {
      value = EncodeMedia(body, path,
                          static_cast<v1::Media&>(*reflection.MutableMessage(&spec, field)));
    } else {
      value = EncodeScalar(body, spec, *field);
    }
    if (!value.ok()) return value.status();
    body.Set(line->json_path, *std::move(value));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<HttpRequest> EncodeGenerateImages(const ProviderOptions& provider,
                                                 absl::string_view key, absl::string_view model,
                                                 v1::ImageSpec& spec) {
  if (absl::Status checked = CheckModelInPath(model); !checked.ok()) return checked;
  JsonBody body;
  if (absl::Status encoded = EncodeFields(spec, provider.dialect->image_lines, {}, body);
      !encoded.ok()) {
    return encoded;
  }
  HttpRequest request =
      NewRequest(provider, provider.dialect->generate_images, key, ModelPath(model), "");
  SetPaidJsonBody(request, body, provider.generate_timeout);
  return request;
}

absl::StatusOr<HttpRequest> EncodeStartVideo(const ProviderOptions& provider, absl::string_view key,
                                             absl::string_view model, v1::VideoSpec& spec) {
  if (absl::Status checked = CheckModelInPath(model); !checked.ok()) return checked;
  JsonBody body;
  if (absl::Status encoded = EncodeFields(spec, provider.dialect->video_lines, {}, body);
      !encoded.ok()) {
    return encoded;
  }
  HttpRequest request =
      NewRequest(provider, provider.dialect->start_video, key, ModelPath(model), "");
  SetPaidJsonBody(request, body, provider.short_call_timeout);
  return request;
}

absl::StatusOr<HttpRequest> EncodeChat(const ProviderOptions& provider, absl::string_view key,
                                       absl::string_view model, v1::ChatSpec& spec) {
  if (absl::Status checked = CheckModelInBody(model); !checked.ok()) return checked;
  static constexpr absl::string_view kEncodedByHand[] = {"messages", "modalities"};
  JsonBody body;
  body.Set("model", body.Text(model));
  if (absl::Status encoded = EncodeChatMessages(spec, body); !encoded.ok()) return encoded;
  if (absl::Status encoded = EncodeFields(spec, provider.dialect->chat_lines, kEncodedByHand, body);
      !encoded.ok()) {
    return encoded;
  }
  HttpRequest request = NewRequest(provider, provider.dialect->chat, key, "", "");
  SetPaidJsonBody(request, body, provider.generate_timeout);
  return request;
}

HttpRequest EncodePollVideo(const ProviderOptions& provider, absl::string_view key,
                            absl::string_view name) {
  HttpRequest request = NewRequest(provider, provider.dialect->poll_video, key, "", name);
  request.response_timeout = provider.short_call_timeout;
  return request;
}

bool IsPathName(absl::string_view name) {
  if (name.empty() || name.size() > 1000 || absl::StrContains(name, "..")) return false;
  for (absl::string_view segment : absl::StrSplit(name, '/')) {
    const bool clean = std::all_of(segment.begin(), segment.end(), [](char c) {
      return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' ||
             c == '@' || c == '-';
    });
    if (segment.empty() || !clean) return false;
  }
  return true;
}

}  // namespace mediagen
