#include "sandbox/metadata_server.h"

#include <string_view>

#include "sandbox/errors.h"
#include "sandbox/text.h"
#include "sandbox/token_endpoint.h"

namespace mediagen::sandbox {
namespace {

struct Entry {
  std::string_view path;
  const char* content_type;
  const char* body;
};
constexpr Entry kEntries[] = {
    {"", "application/text", "computeMetadata/\n"},
    {"project/project-id", "application/text", "sandbox-project"},
    {"project/numeric-project-id", "application/text", "123456789012"},
    {"universe/universe-domain", "application/text", "googleapis.com"},
    {"instance/service-accounts/", "application/text", "default/\n"},
    {"instance/service-accounts/default/email", "application/text",
     "sandbox@sandbox-project.iam.gserviceaccount.com"},
    {"instance/service-accounts/default/", "application/json",
     R"({"aliases":["default"],"email":"sandbox@sandbox-project.iam.gserviceaccount.com",)"
     R"("scopes":["https://www.googleapis.com/auth/cloud-platform"]})"},
};
constexpr std::string_view kTokenPath = "instance/service-accounts/default/token";

Reply Find(const std::string& path) {
  if (path == kTokenPath) return AccessToken();
  for (const Entry& entry : kEntries) {
    if (path != entry.path) continue;
    Reply reply;
    reply.headers = {{"Content-Type", entry.content_type}};
    reply.body = Body(entry.body);
    return reply;
  }
  return GoogleError(404, "There is no such metadata.");
}

}  // namespace

Reply DescribeMachine(const std::string& path, const http::Request& request) {
  const bool named = http::EqualsIgnoreCase(request.headers.Get("Metadata-Flavor"), "Google");
  Reply reply = named || path.empty() ? Find(path)
                                      : GoogleError(403, "Missing Metadata-Flavor: Google header.");
  reply.headers.Add("Metadata-Flavor", "Google");
  return reply;
}

}  // namespace mediagen::sandbox
