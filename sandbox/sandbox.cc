#include "sandbox/sandbox.h"

#include <cstdio>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "sandbox/errors.h"
#include "sandbox/json_input.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {
namespace {

// Before the request is judged: also a wrong one is in the ledger under its model.
std::string ChatModel(const http::Request& request) {
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
      imagen_(pictures_),
      chat_(pictures_, options.chat_parts, options.edits_as_png),
      veo_(options.veo) {}

void Sandbox::Handle(const http::Request& request, http::Connection& connection) {
  const Reply reply = ReplyTo(request);
  if (options_.log_requests) {
    // Without the query, which may hold a key.
    fprintf(stderr, "%s %s %s\n", absl::CHexEscape(request.method).c_str(),
            absl::CHexEscape(request.raw_path).c_str(),
            reply.never_answers ? "never" : absl::StrCat(reply.status).c_str());
  }
  if (options_.latency.count() > 0 && !connection.Pause(options_.latency)) return;
  Send(reply, connection);
}

Reply Sandbox::ReplyTo(const http::Request& request) {
  Route route = FindRoute(request.method, request.path);
  if (route.surface == Surface::kChat) route.model = ChatModel(request);
  if (route.paid()) ledger_.Record(request, route.model);
  Reply reply;
  switch (route.surface) {
    case Surface::kPredict:
      return imagen_.Predict(route.model, request.body);
    case Surface::kChat:
      return chat_.Complete(route.model, request.body);
    case Surface::kVideoStart:
      return veo_.Start(route.model, request.body);
    case Surface::kVideoPoll:
      return veo_.Poll(route.model, route.id);
    case Surface::kFile:
      return veo_.Download(route.id);
    case Surface::kLedger:
      reply.body = ledger_.ToJson();
      return reply;
    case Surface::kUnknown:
      break;
  }
  return GoogleError(404, absl::StrCat("Not found: ", request.method, " ", request.path));
}

void Sandbox::Send(const Reply& reply, http::Connection& connection) {
  if (reply.never_answers) {
    connection.WaitForPeerClose(http::kForever);
    return;
  }
  const uint64_t size = reply.body.size();
  const Sink sink = [&](std::string_view bytes) { return connection.Write(bytes); };
  if (!connection.WriteHead(reply.status, reply.headers, http::Framing::kContentLength, size)) {
    return;
  }
  if (reply.cut) {
    reply.body.Write(sink, reply.body.middle_of_media());
    connection.Close();
    return;
  }
  if (reply.body.Write(sink)) connection.Finish();
}

}  // namespace mediagen::sandbox
