#include "server/upstream/param_encoder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/upstream/chat_encoder.h"
#include "server/upstream/endpoint_request.h"
#include "server/upstream/error_details.h"
#include "server/upstream/field_encoder.h"
#include "server/upstream/json_body.h"
#include "server/upstream/model_path.h"

namespace mediagen {
namespace {

absl::Status Unsupported(absl::string_view what) {
  return MakeError(absl::StatusCode::kUnimplemented, "UNSUPPORTED_BY_PROVIDER",
                   absl::StrCat("provider: it does not ", what));
}

absl::Status EncodeSpec(google::protobuf::Message& spec, const ProviderOptions& provider,
                        absl::Span<const ParameterLine> lines,
                        absl::Span<const absl::string_view> by_hand, JsonBody& body) {
  return EncodeFields(spec, lines, by_hand, provider.dialect->reads_buckets, body);
}

constexpr absl::string_view kConversation[] = {"messages", "system_instruction"};

absl::StatusOr<UpstreamRequest> EncodeChatCompletions(const ProviderOptions& provider,
                                                      absl::string_view model,
                                                      const ChatCallOptions& options,
                                                      v1::ChatSpec& spec) {
  const Dialect& dialect = *provider.dialect;
  if (!dialect.chat_completions.exists()) return Unsupported("speak chat completions");
  if (absl::Status checked = CheckModelInBody(model); !checked.ok()) return checked;
  JsonBody body;
  body.Set("model", body.Text(model));
  absl::Status encoded = EncodeChatMessages(spec, options.content_always_array, body);
  if (!encoded.ok()) return encoded;
  encoded = EncodeSpec(spec, provider, dialect.chat_completions_lines, kConversation, body);
  if (!encoded.ok()) return encoded;
  if (options.candidate_count.has_value()) body.Set("n", JsonBody::Value(*options.candidate_count));
  if (!options.user.empty()) body.Set("user", body.Text(options.user));
  if (options.stream) body.Set("stream", JsonBody::Value(true));
  if (options.include_usage.has_value()) {
    body.Set("stream_options.include_usage", JsonBody::Value(*options.include_usage));
  }
  UpstreamRequest request = EndpointRequest(provider, dialect.chat_completions, PathParts());
  SetPaidJsonBody(request, body, provider.generate_timeout);
  return request;
}

absl::StatusOr<UpstreamRequest> EncodeGenerateContent(const ProviderOptions& provider,
                                                      absl::string_view model,
                                                      const ChatCallOptions& options,
                                                      v1::ChatSpec& spec) {
  const Dialect& dialect = *provider.dialect;
  const Endpoint& endpoint =
      options.stream ? dialect.stream_generate_content : dialect.generate_content;
  if (!endpoint.exists()) return Unsupported("speak generateContent");
  absl::StatusOr<std::string> path = ModelPath(provider, model);
  if (!path.ok()) return path.status();
  JsonBody body;
  absl::Status encoded = EncodeContents(spec, dialect.reads_buckets, body);
  if (!encoded.ok()) return encoded;
  body.Set("generationConfig", JsonBody::Value(rapidjson::kObjectType));
  encoded = EncodeSpec(spec, provider, dialect.content_lines, kConversation, body);
  if (!encoded.ok()) return encoded;
  if (options.candidate_count.has_value()) {
    body.Set("generationConfig.candidateCount", JsonBody::Value(*options.candidate_count));
  }
  UpstreamRequest request = RequestForModel(provider, endpoint, *std::move(path));
  SetPaidJsonBody(request, body, provider.generate_timeout);
  return request;
}

}  // namespace

absl::StatusOr<UpstreamRequest> EncodeGenerateImages(const ProviderOptions& provider,
                                                     absl::string_view model, v1::ImageSpec& spec) {
  const Dialect& dialect = *provider.dialect;
  absl::StatusOr<std::string> path = ModelPath(provider, model);
  if (!path.ok()) return path.status();
  JsonBody body;
  absl::Status encoded = EncodeSpec(spec, provider, dialect.image_lines, {}, body);
  if (!encoded.ok()) return encoded;
  UpstreamRequest request = RequestForModel(provider, dialect.predict, *std::move(path));
  SetPaidJsonBody(request, body, provider.generate_timeout);
  return request;
}

absl::StatusOr<UpstreamRequest> EncodeUpscaleImage(const ProviderOptions& provider,
                                                   absl::string_view model, v1::UpscaleSpec& spec) {
  const Dialect& dialect = *provider.dialect;
  if (dialect.upscale_lines.empty()) return Unsupported("upscale pictures");
  absl::StatusOr<std::string> path = ModelPath(provider, model);
  if (!path.ok()) return path.status();
  JsonBody body;
  absl::Status encoded = EncodeSpec(spec, provider, dialect.upscale_lines, {}, body);
  if (!encoded.ok()) return encoded;
  body.Set("parameters.sampleCount", JsonBody::Value(1));
  body.Set("parameters.mode", body.Text("upscale"));
  UpstreamRequest request = RequestForModel(provider, dialect.predict, *std::move(path));
  SetPaidJsonBody(request, body, provider.generate_timeout);
  return request;
}

absl::StatusOr<UpstreamRequest> EncodeChat(const ProviderOptions& provider, absl::string_view model,
                                           const ChatCallOptions& options, v1::ChatSpec& spec) {
  return options.shape == ChatShape::kChatCompletions
             ? EncodeChatCompletions(provider, model, options, spec)
             : EncodeGenerateContent(provider, model, options, spec);
}

absl::StatusOr<UpstreamRequest> EncodeStartVideo(const ProviderOptions& provider,
                                                 absl::string_view model, v1::VideoSpec& spec) {
  const Dialect& dialect = *provider.dialect;
  absl::StatusOr<std::string> path = ModelPath(provider, model);
  if (!path.ok()) return path.status();
  JsonBody body;
  absl::Status encoded = EncodeSpec(spec, provider, dialect.video_lines, {}, body);
  if (!encoded.ok()) return encoded;
  UpstreamRequest request = RequestForModel(provider, dialect.start_video, *std::move(path));
  SetPaidJsonBody(request, body, provider.short_call_timeout);
  // A name, but for rare starts that are done at once.
  request.http.expects_media = false;
  return request;
}

absl::StatusOr<UpstreamRequest> EncodeReverseVideo(const ProviderOptions& provider,
                                                   absl::string_view model, bool stream,
                                                   v1::VideoSpec& spec) {
  v1::ChatSpec chat;
  v1::ChatMessage& message = *chat.add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  message.add_parts()->set_text(spec.prompt());
  static constexpr absl::string_view kPrompt[] = {"prompt"};
  JsonBody nothing_else;
  absl::Status checked = EncodeSpec(spec, provider, {}, kPrompt, nothing_else);
  if (!checked.ok()) return checked;
  ChatCallOptions options;
  options.stream = stream;
  return EncodeChatCompletions(provider, model, options, chat);
}

UpstreamRequest EncodePollVideo(const ProviderOptions& provider, absl::string_view name) {
  const Endpoint& endpoint = provider.dialect->poll_video;
  PathParts parts;
  parts.name = std::string(name);
  parts.location = std::string(LocationOf(name));
  JsonBody body;
  const bool name_in_body = endpoint.method == "POST";
  if (name_in_body) {
    parts.name = parts.name.substr(0, parts.name.find("/operations/"));
    body.Set("operationName", body.Text(name));
  }
  UpstreamRequest request = EndpointRequest(provider, endpoint, parts);
  if (name_in_body) SetJsonBody(request, body);
  request.http.response_timeout = provider.short_call_timeout;
  return request;
}

UpstreamRequest EncodeDownloadFile(const ProviderOptions& provider, absl::string_view id) {
  PathParts parts;
  parts.id = std::string(id);
  UpstreamRequest request = EndpointRequest(provider, provider.dialect->download_file, parts);
  request.http.response_timeout = provider.short_call_timeout;
  return request;
}

}  // namespace mediagen
