#include "tests/wire/encode_case.h"

#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "server/provider_config.h"
#include "server/upstream/error_details.h"
#include "server/upstream/interaction_encoder.h"
#include "server/upstream/make_credential.h"
#include "server/upstream/model_path.h"
#include "server/upstream/param_encoder.h"
#include "server/upstream/token_call.h"
#include "server/upstream/video_file.h"
#include "tests/wire/wire_client.h"

namespace mediagen::testing {
namespace {

// Only paths are looked at.
constexpr absl::string_view kHost = "http://127.0.0.1";

template <typename Spec, typename Encode>
absl::StatusOr<UpstreamRequest> EncodeSpec(const ProviderOptions& provider, NeutralRequest& request,
                                           Encode encode) {
  Spec spec;
  if (absl::Status filled = request.Fill(spec); !filled.ok()) return filled;
  return encode(provider, request.model(), spec);
}

absl::StatusOr<UpstreamRequest> EncodeAnyChat(const ProviderOptions& provider,
                                              NeutralRequest& request) {
  v1::ChatSpec spec;
  ChatCallOptions options;
  if (absl::Status filled = request.Fill(spec, options); !filled.ok()) return filled;
  return EncodeChat(provider, request.model(), options, spec);
}

absl::StatusOr<UpstreamRequest> EncodeReverse(const ProviderOptions& provider,
                                              NeutralRequest& request) {
  v1::VideoSpec spec;
  const bool stream = request.IsStream();
  if (absl::Status filled = request.FillReverse(spec); !filled.ok()) return filled;
  return EncodeReverseVideo(provider, request.model(), stream, spec);
}

absl::StatusOr<UpstreamRequest> EncodePoll(const ProviderOptions& provider,
                                           const NeutralRequest& request) {
  const std::string name = request.Text("name");
  if (!IsPathName(name)) return InvalidField("name", "is no operation's");
  return EncodePollVideo(provider, name);
}

absl::StatusOr<UpstreamRequest> EncodeDownload(const ProviderOptions& provider,
                                               const NeutralRequest& request) {
  if (!provider.dialect->download_file.exists()) {
    return InvalidField("uri", "this provider keeps no files");
  }
  const absl::StatusOr<std::string> id = FileIdOf(request.Text("uri"));
  if (!id.ok()) return InvalidField("uri", id.status().message());
  return EncodeDownloadFile(provider, *id);
}

absl::StatusOr<UpstreamRequest> EncodeStart(const ProviderOptions& provider,
                                            NeutralRequest& request) {
  v1::VideoSpec spec;
  InteractionOptions options;
  if (absl::Status filled = request.Fill(spec, options); !filled.ok()) return filled;
  return EncodeStartInteraction(provider, request.model(), options, spec);
}

absl::StatusOr<UpstreamRequest> EncodeState(const ProviderOptions& provider,
                                            const NeutralRequest& request) {
  if (!provider.dialect->file_state.exists()) {
    return InvalidField("uri", "this provider keeps no files");
  }
  const absl::StatusOr<std::string> id = FileIdOf(request.Text("uri"));
  if (!id.ok()) return InvalidField("uri", id.status().message());
  return EncodeFileState(provider, *id);
}

absl::StatusOr<UpstreamRequest> EncodeInteraction(const ProviderOptions& provider,
                                                  NeutralRequest& request) {
  const std::string& operation = request.operation();
  if (operation == "generate_videos") return EncodeStart(provider, request);
  if (operation == "get_video_file") return EncodeState(provider, request);
  if (operation == "download_video") return EncodeDownload(provider, request);
  const std::string name = request.Text("name");
  if (!IsInteractionId(name)) return InvalidField("name", "is no operation's");
  if (operation == "get_video_operation") return EncodePollInteraction(provider, name);
  if (operation == "cancel_video_operation") return EncodeCancelInteraction(provider, name);
  if (operation == "delete_video_operation") return EncodeDeleteInteraction(provider, name);
  return InvalidField("operation", "is not known");
}

absl::StatusOr<UpstreamRequest> EncodeOperation(const ProviderOptions& provider,
                                                NeutralRequest& request) {
  const std::string& operation = request.operation();
  if (request.dialect() == "interactions") return EncodeInteraction(provider, request);
  if (operation == "generate_images") {
    return EncodeSpec<v1::ImageSpec>(provider, request, EncodeGenerateImages);
  }
  if (operation == "upscale_image") {
    return EncodeSpec<v1::UpscaleSpec>(provider, request, EncodeUpscaleImage);
  }
  if (operation == "generate_videos") {
    return EncodeSpec<v1::VideoSpec>(provider, request, EncodeStartVideo);
  }
  if (operation == "generate_content" || operation == "generate_content_stream" ||
      operation == "chat_image" || operation == "chat_image_stream") {
    return EncodeAnyChat(provider, request);
  }
  if (operation == "chat_video" || operation == "chat_video_stream") {
    return EncodeReverse(provider, request);
  }
  if (operation == "get_video_operation") return EncodePoll(provider, request);
  if (operation == "download_video") return EncodeDownload(provider, request);
  return InvalidField("operation", "is not known");
}

absl::StatusOr<HttpRequest> EncodeToken(const NeutralRequest& request) {
  const absl::StatusOr<TokenSource> source =
      FindTokenSource(CredentialOf(request, "metadata.google.internal"));
  if (!source.ok()) return InvalidField("credential", source.status().message());
  return EncodeTokenRequest(*source, absl::Now());
}

}  // namespace

absl::StatusOr<HttpRequest> EncodeCase(NeutralRequest& request, JsonView client) {
  if (request.operation() == "token") return EncodeToken(request);
  const absl::string_view dialect =
      client.Get("dialect").exists() ? client.Get("dialect").Text() : request.dialect();
  const absl::StatusOr<ProviderOptions> provider =
      ResolveProvider("client", ProviderOf(kHost, dialect, client), true);
  if (!provider.ok()) return InvalidField("client", provider.status().message());
  absl::StatusOr<UpstreamRequest> encoded = EncodeOperation(*provider, request);
  if (!encoded.ok()) return encoded.status();
  Authorize(*encoded, KeyOf(dialect, client));
  return std::move(encoded->http);
}

CredentialOptions CredentialOf(const NeutralRequest& request, const std::string& metadata_host) {
  CredentialOptions options;
  options.scopes = request.Scopes();
  options.allow_plaintext_token_uri = true;
  if (request.Text("credential") == "metadata_server") {
    options.metadata_server = true;
    options.metadata_host = metadata_host;
  } else {
    options.credential_json = request.CredentialFile();
  }
  return options;
}

}  // namespace mediagen::testing
