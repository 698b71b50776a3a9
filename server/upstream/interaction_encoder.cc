#include "server/upstream/interaction_encoder.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/endpoint_request.h"
#include "server/upstream/error_details.h"
#include "server/upstream/field_encoder.h"
#include "server/upstream/json_body.h"
#include "server/upstream/media_encoder.h"
#include "server/upstream/model_path.h"

namespace mediagen {
namespace {

using Value = JsonBody::Value;

constexpr absl::string_view kByHand[] = {"prompt",           "image", "last_frame",
                                         "reference_images", "video", "number_of_videos"};
constexpr absl::string_view kFormat = "response_format";
constexpr size_t kMaxIdBytes = 1000;

// The parts of `input`, in the order that gives them their numbers in the prompt.
class InputParts {
 public:
  InputParts(JsonBody& body, bool reads_buckets) : body_(body), reads_buckets_(reads_buckets) {}

  absl::Status AddPicture(const std::string& path, v1::Media& picture) {
    return Add("image", path, picture, /*takes_uri=*/false);
  }
  absl::Status AddVideo(const std::string& path, v1::Media& video) {
    return Add("video", path, video, /*takes_uri=*/true);
  }
  bool empty() const { return list_.Empty(); }

  // The whole of `input`, the prompt last.
  Value Take(const std::string& prompt) {
    if (list_.Empty()) return body_.Text(prompt);
    if (!prompt.empty()) {
      Value text(rapidjson::kObjectType);
      text.AddMember("type", "text", body_.allocator());
      text.AddMember("text", body_.Text(prompt), body_.allocator());
      list_.PushBack(text, body_.allocator());
    }
    return std::move(list_);
  }

 private:
  absl::Status Add(absl::string_view type, const std::string& path, v1::Media& media,
                   bool takes_uri) {
    Value part(rapidjson::kObjectType);
    part.AddMember("type", body_.Text(type), body_.allocator());
    Value said_type = body_.Text(MediaTypeToSend(media));
    if (media.has_data()) {
      part.AddMember("data", body_.Media("", std::move(*media.mutable_data())), body_.allocator());
    } else if (media.has_gcs_uri() && reads_buckets_) {
      part.AddMember("uri", body_.Text(media.gcs_uri()), body_.allocator());
    } else if (media.has_uri() && takes_uri) {
      part.AddMember("uri", body_.Text(media.uri()), body_.allocator());
    } else {
      const absl::string_view link = media.has_gcs_uri() ? ".gcs_uri"
                                     : media.has_uri()   ? ".uri"
                                                         : "";
      return InvalidField(absl::StrCat(path, link), "this provider takes no such link here");
    }
    if (said_type.GetStringLength() > 0) {
      part.AddMember("mime_type", said_type, body_.allocator());
    }
    list_.PushBack(part, body_.allocator());
    return absl::OkStatus();
  }

  JsonBody& body_;
  const bool reads_buckets_;
  Value list_{rapidjson::kArrayType};
};

absl::Status AddReferences(v1::VideoSpec& spec, InputParts& parts) {
  for (int i = 0; i < spec.reference_images_size(); ++i) {
    v1::ReferenceImage& reference = *spec.mutable_reference_images(i);
    const std::string path = absl::StrCat("spec.reference_images[", i, "]");
    if (!reference.reference_type().empty() &&
        !absl::EqualsIgnoreCase(reference.reference_type(), "asset")) {
      return InvalidField(path + ".reference_type", "must be asset: there is nothing else here");
    }
    absl::Status added = parts.AddPicture(path + ".image", *reference.mutable_image());
    if (!added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::Status SetInput(v1::VideoSpec& spec, bool reads_buckets, JsonBody& body) {
  InputParts parts(body, reads_buckets);
  absl::Status added;
  if (spec.has_image()) added = parts.AddPicture("spec.image", *spec.mutable_image());
  if (added.ok() && spec.has_last_frame()) {
    added = parts.AddPicture("spec.last_frame", *spec.mutable_last_frame());
  }
  if (added.ok()) added = AddReferences(spec, parts);
  if (added.ok() && spec.has_video()) added = parts.AddVideo("spec.video", *spec.mutable_video());
  if (added.ok()) body.Set("input", parts.Take(spec.prompt()));
  return added;
}

void SetSwitch(const char* name, std::optional<bool> value, JsonBody& body) {
  if (value.has_value()) body.Set(name, Value(*value));
}

absl::Status CheckModel(const ProviderOptions& provider, absl::string_view model) {
  // A full resource name must not make the operator's account work in somebody else's project.
  if (absl::StartsWith(model, "projects/")) return ModelPath(provider, model).status();
  return CheckModelInBody(model);
}

UpstreamRequest InteractionRequest(const ProviderOptions& provider, const Endpoint& endpoint,
                                   absl::string_view id) {
  PathParts parts;
  parts.version = provider.interactions_version;
  parts.name = std::string(id);
  parts.tells_timeout = false;
  UpstreamRequest request = EndpointRequest(provider, endpoint, parts);
  request.answer_media = AnswerMedia::kSteps;
  request.http.response_timeout = provider.short_call_timeout;
  return request;
}

}  // namespace

absl::StatusOr<UpstreamRequest> EncodeStartInteraction(const ProviderOptions& provider,
                                                       absl::string_view model,
                                                       const InteractionOptions& options,
                                                       v1::VideoSpec& spec) {
  const Dialect& dialect = *provider.dialect;
  if (!dialect.start_interaction.exists()) {
    return MakeError(absl::StatusCode::kUnimplemented, "UNSUPPORTED_BY_PROVIDER",
                     "provider: it does not speak interactions");
  }
  if (absl::Status checked = CheckModel(provider, model); !checked.ok()) return checked;
  if (spec.number_of_videos() > 1) {
    return InvalidField("spec.number_of_videos", "must be 0 or 1: this model makes one video");
  }
  JsonBody body;
  body.Set("model", body.Text(model));
  if (absl::Status input = SetInput(spec, dialect.reads_buckets, body); !input.ok()) return input;
  if (!options.previous.empty()) {
    body.Set("previous_interaction_id", body.Text(options.previous));
  }
  SetSwitch("background", options.background, body);
  SetSwitch("store", options.store, body);
  SetSwitch("stream", options.stream, body);
  absl::Status encoded =
      EncodeFields(spec, dialect.interaction_lines, kByHand, dialect.reads_buckets, body);
  if (!encoded.ok()) return encoded;
  if (!options.delivery.empty()) {
    body.Set(absl::StrCat(kFormat, ".delivery"), body.Text(options.delivery));
  }
  if (body.root().HasMember(kFormat.data())) {
    body.Set(absl::StrCat(kFormat, ".type"), body.Text("video"));
  }
  UpstreamRequest request = InteractionRequest(provider, dialect.start_interaction, "");
  SetPaidJsonBody(request, body, provider.short_call_timeout);
  // An id, but for rare starts that are done at once.
  request.http.expects_media = false;
  return request;
}

bool IsInteractionId(absl::string_view id) {
  const bool clean = std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::StrContains("._=-", absl::string_view(&c, 1));
  });
  return !id.empty() && id.size() <= kMaxIdBytes && clean && id != "." && id != "..";
}

UpstreamRequest EncodePollInteraction(const ProviderOptions& provider, absl::string_view id) {
  return InteractionRequest(provider, provider.dialect->poll_interaction, id);
}

UpstreamRequest EncodeCancelInteraction(const ProviderOptions& provider, absl::string_view id) {
  return InteractionRequest(provider, provider.dialect->cancel_interaction, id);
}

UpstreamRequest EncodeDeleteInteraction(const ProviderOptions& provider, absl::string_view id) {
  return InteractionRequest(provider, provider.dialect->delete_interaction, id);
}

UpstreamRequest EncodeFileState(const ProviderOptions& provider, absl::string_view id) {
  PathParts parts;
  parts.id = std::string(id);
  parts.tells_timeout = false;
  UpstreamRequest request = EndpointRequest(provider, provider.dialect->file_state, parts);
  request.http.response_timeout = provider.short_call_timeout;
  request.http.expects_media = false;
  return request;
}

}  // namespace mediagen
