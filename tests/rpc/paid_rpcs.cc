#include "tests/rpc/paid_rpcs.h"

#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

template <typename Request>
Request Named(const PaidParameters& parameters) {
  Request request;
  request.set_request_id(parameters.request_id);
  request.set_provider(parameters.provider);
  request.set_model(parameters.model);
  request.set_validate_only(parameters.validate_only);
  return request;
}

template <typename Request>
Request ImageRequest(const PaidParameters& parameters) {
  Request request = Named<Request>(parameters);
  request.mutable_spec()->set_prompt(parameters.prompt);
  return request;
}

template <typename Request>
Request VideoRequest(const PaidParameters& parameters) {
  Request request = Named<Request>(parameters);
  request.mutable_spec()->set_prompt(parameters.prompt);
  if (!parameters.image.empty()) {
    request.mutable_spec()->mutable_image()->set_data(parameters.image);
    if (parameters.model.empty()) request.set_model("veo-2.0-generate-001");
  }
  return request;
}

template <typename Request>
Request ChatRequest(const PaidParameters& parameters) {
  Request request = Named<Request>(parameters);
  v1::ChatMessage& message = *request.mutable_spec()->add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  if (!parameters.image.empty()) message.add_parts()->mutable_image()->set_data(parameters.image);
  message.add_parts()->set_text(parameters.prompt);
  return request;
}

std::vector<PaidRpc> MakePaidRpcs() {
  return {
      {"GenerateImages", Surface::kImage, false,
       [](RunningServer& server, grpc::ClientContext& context, const PaidParameters& parameters) {
         v1::GenerateImagesResponse response;
         return server.images().GenerateImages(
             &context, ImageRequest<v1::GenerateImagesRequest>(parameters), &response);
       }},
      {"StreamImages", Surface::kImage, true,
       [](RunningServer& server, grpc::ClientContext& context, const PaidParameters& parameters) {
         return Streamed<v1::StreamImagesResponse>(
                    server.images().StreamImages(&context,
                                                 ImageRequest<v1::StreamImagesRequest>(parameters)))
             .status;
       }},
      {"Chat", Surface::kChat, false,
       [](RunningServer& server, grpc::ClientContext& context, const PaidParameters& parameters) {
         v1::ChatResponse response;
         return server.chats().Chat(&context, ChatRequest<v1::ChatRequest>(parameters), &response);
       }},
      {"StreamChat", Surface::kChat, true,
       [](RunningServer& server, grpc::ClientContext& context, const PaidParameters& parameters) {
         return Streamed<v1::StreamChatResponse>(
                    server.chats().StreamChat(&context,
                                              ChatRequest<v1::StreamChatRequest>(parameters)))
             .status;
       }},
      {"GenerateVideo", Surface::kVideo, true,
       [](RunningServer& server, grpc::ClientContext& context, const PaidParameters& parameters) {
         return Streamed<v1::GenerateVideoResponse>(
                    server.videos().GenerateVideo(
                        &context, VideoRequest<v1::GenerateVideoRequest>(parameters)))
             .status;
       }},
      {"StartVideo", Surface::kVideo, false,
       [](RunningServer& server, grpc::ClientContext& context, const PaidParameters& parameters) {
         v1::StartVideoResponse response;
         return server.videos().StartVideo(
             &context, VideoRequest<v1::StartVideoRequest>(parameters), &response);
       }},
  };
}

}  // namespace

grpc::Status PaidRpc::Call(RunningServer& server, const PaidParameters& parameters) const {
  grpc::ClientContext context;
  return call(server, context, parameters);
}

std::ostream& operator<<(std::ostream& out, const PaidRpc& rpc) { return out << rpc.name; }

const std::vector<PaidRpc>& PaidRpcs() {
  static const auto* rpcs = new std::vector<PaidRpc>(MakePaidRpcs());
  return *rpcs;
}

const PaidRpc& PaidRpcNamed(const std::string& name) {
  for (const PaidRpc& rpc : PaidRpcs()) {
    if (rpc.name == name) return rpc;
  }
  abort();
}

std::vector<Answer> GoodAnswers(const PaidRpc& rpc) {
  std::vector<Answer> answers = {Answer::Json(GoodBody(rpc.surface))};
  if (rpc.name == "GenerateVideo") answers.push_back(Answer::Json(VideosAnswer({Mp4(1000)})));
  return answers;
}

std::string GoodBody(Surface surface) {
  switch (surface) {
    case Surface::kImage:
      return ImagesAnswer({Png(1000)});
    case Surface::kChat:
      return ChatAnswer("Here it is.", {Png(1000)});
    case Surface::kVideo:
      break;
  }
  return OperationAnswer();
}

}  // namespace mediagen::testing
