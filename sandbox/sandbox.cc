#include "sandbox/sandbox.h"

#include <cstdio>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "sandbox/delivery.h"
#include "sandbox/errors.h"
#include "sandbox/json_input.h"
#include "sandbox/metadata_server.h"
#include "sandbox/omni_model.h"
#include "sandbox/publisher_model.h"
#include "sandbox/route.h"
#include "sandbox/token_endpoint.h"

namespace mediagen::sandbox {
namespace {

// Before the request is judged: also a wrong one is in the ledger under its model.
std::string ModelInBody(const http::Request& request) {
  rapidjson::Document body;
  if (!ParseObject(request.body, body)) return "";
  return std::string(Text(Member(&body, "model")));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Sandbox>> Sandbox::Start(const SandboxOptions& options) {
  std::unique_ptr<Sandbox> sandbox(new Sandbox(options));
  http::ServerOptions server_options;
  server_options.port = options.port;
  absl::StatusOr<std::unique_ptr<http::Server>> server = http::Server::Start(
      server_options,
      [raw = sandbox.get()](const http::Request& request, http::Connection& connection) {
        raw->Handle(request, connection);
      });
  if (!server.ok()) return server.status();
  sandbox->server_ = *std::move(server);
  return sandbox;
}

Sandbox::Sandbox(const SandboxOptions& options)
    : options_(options),
      videos_(options.video_bytes),
      imagen_(pictures_),
      content_(pictures_, options.edits_as_png),
      veo_(options.veo, videos_),
      interactions_(options.interactions, videos_),
      reverse_(options.veo.time_to_done, videos_),
      chat_(pictures_, reverse_, options.chat_parts, options.edits_as_png) {}

void Sandbox::Handle(const http::Request& request, http::Connection& connection) {
  const Reply reply = ReplyTo(request);
  if (options_.log_requests) {
    // Without the query, which may hold a key.
    fprintf(stderr, "%s %s %s\n", absl::CHexEscape(request.method).c_str(),
            absl::CHexEscape(request.raw_path).c_str(),
            reply.delivery == Delivery::kNever ? "never" : absl::StrCat(reply.status).c_str());
  }
  const auto delay =
      options_.latency + (reply.slow ? options_.slow_answer : options_.latency.zero());
  if (delay.count() > 0 && !connection.Pause(delay)) return;
  Deliver(reply, connection);
}

Reply Sandbox::ReplyTo(const http::Request& request) {
  Route route = FindRoute(request.method, request.path);
  if (route.has_model_in_body()) route.model = ModelInBody(request);
  if (route.paid()) ledger_.Record(request, route.model);
  if (route.paid() && IsOmniModel(route.model) && route.surface != Surface::kInteractionCreate) {
    return GoogleError(400, "This model only supports Interactions API.");
  }
  Reply reply;
  switch (route.surface) {
    case Surface::kPredict:
      return imagen_.Predict(route, request.body);
    case Surface::kContent:
    case Surface::kContentStream:
      return content_.Generate(route, request);
    case Surface::kChat:
      return chat_.Complete(request, route.model);
    case Surface::kVideoStart:
      return veo_.Start(route, request.body);
    case Surface::kVideoPoll:
      return veo_.Poll(route);
    case Surface::kVideoFetch:
      return veo_.Fetch(route, request.body);
    case Surface::kInteractionCreate:
      return interactions_.Create(route, request.body);
    case Surface::kInteractionGet:
      return interactions_.Get(route);
    case Surface::kInteractionCancel:
      return interactions_.Cancel(route);
    case Surface::kInteractionDelete:
      return interactions_.Delete(route);
    case Surface::kFileState:
      return interactions_.files().State(route.id);
    case Surface::kFile:
      return VideoFiles::Owns(route.id) ? interactions_.files().Download(route.id)
                                        : veo_.Download(route.id);
    case Surface::kPublisherModel:
      return DescribePublisherModel(route);
    case Surface::kReversePage:
      return reverse_.Page(route.id);
    case Surface::kReverseSource:
      return reverse_.Source(route.id);
    case Surface::kReverseVideo:
      return reverse_.Video(route.id);
    case Surface::kToken:
      return GrantToken(request.body);
    case Surface::kMetadata:
      return DescribeMachine(route.id, request);
    case Surface::kLedger:
      reply.body = ledger_.ToJson();
      return reply;
    case Surface::kUnknown:
      break;
  }
  return GoogleError(404, absl::StrCat("Not found: ", request.method, " ", request.path));
}

}  // namespace mediagen::sandbox
