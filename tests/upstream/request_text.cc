#include "tests/upstream/request_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "google/rpc/error_details.pb.h"
#include "server/net/request_body.h"
#include "server/upstream/error_details.h"

namespace mediagen::testing {

std::string BodyText(const HttpRequest& request) {
  RequestBodyReader reader(request.body);
  std::string text;
  char block[1000];
  while (const size_t size = reader.Read(absl::MakeSpan(block))) text.append(block, size);
  return text;
}

std::string HeaderOf(const HttpRequest& request, const std::string& name) {
  std::vector<std::string> lines = request.headers;
  lines.insert(lines.end(), request.authorization.begin(), request.authorization.end());
  for (const std::string& line : lines) {
    const size_t colon = line.find(':');
    if (absl::EqualsIgnoreCase(line.substr(0, colon), name))
      return std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)));
  }
  return "";
}

std::string PathOf(const std::string& url) {
  const size_t host = url.find("://") + 3;
  return url.substr(url.find('/', host));
}

std::string ViolatedField(const absl::Status& status) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  if (!payload.has_value() || !bad_request.ParseFromString(std::string(*payload))) return "";
  return bad_request.field_violations_size() == 1 ? bad_request.field_violations(0).field() : "";
}

std::string ReasonOf(const absl::Status& status) { return ErrorInfoOf(status).reason(); }

std::string MetadataOf(const absl::Status& status, const std::string& key) {
  const google::rpc::ErrorInfo info = ErrorInfoOf(status);
  const auto found = info.metadata().find(key);
  return found == info.metadata().end() ? "" : found->second;
}

}  // namespace mediagen::testing
