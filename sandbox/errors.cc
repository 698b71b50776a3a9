#include "sandbox/errors.h"

#include "sandbox/json_body.h"

namespace mediagen::sandbox {
namespace {

struct ErrorRow {
  int http_status;
  const char* google_status;
  const char* openai_type;
  const char* interactions_code;
};
constexpr ErrorRow kErrors[] = {
    {400, "INVALID_ARGUMENT", "invalid_request_error", "invalid_request"},
    {403, "PERMISSION_DENIED", "permission_error", "permission_denied"},
    {404, "NOT_FOUND", "not_found_error", "not_found"},
    {429, "RESOURCE_EXHAUSTED", "rate_limit_error", "too_many_requests"},
    {500, "INTERNAL", "server_error", "internal_error"},
    {503, "UNAVAILABLE", "server_error", "service_unavailable"},
    {504, "DEADLINE_EXCEEDED", "server_error", "gateway_timeout"},
};

}  // namespace

Reply ErrorReply(ErrorShape shape, int http_status, const std::string& message) {
  const ErrorRow* row = &kErrors[0];
  for (const ErrorRow& candidate : kErrors) {
    if (candidate.http_status == http_status) row = &candidate;
  }
  JsonBody body;
  body.writer().StartObject();
  body.writer().Key("error");
  body.writer().StartObject();
  if (shape == ErrorShape::kGoogle) {
    body.writer().Key("code");
    body.writer().Int(http_status);
    body.Text("message", message);
    body.Text("status", row->google_status);
  } else if (shape == ErrorShape::kInteractions) {
    body.Text("code", row->interactions_code);
    body.Text("message", message);
  } else {
    body.Text("message", message);
    body.Text("type", row->openai_type);
    body.writer().Key("param");
    body.writer().Null();
    body.writer().Key("code");
    body.writer().Null();
  }
  body.writer().EndObject();
  body.writer().EndObject();
  Reply reply;
  reply.status = http_status;
  reply.body = body.Finish();
  return reply;
}

}  // namespace mediagen::sandbox
