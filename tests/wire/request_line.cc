#include "tests/wire/request_line.h"

#include "client/call_error.h"
#include "server/upstream/json_body.h"
#include "tests/wire/encode_case.h"
#include "tests/wire/http_text.h"
#include "tests/wire/json_text.h"
#include "tests/wire/neutral_request.h"

namespace mediagen::testing {
namespace {

// The field that an error names; the whole operation where it names none.
std::string FieldOf(const client::CallError& error, const NeutralRequest& request) {
  if (error.field_violations.empty()) return "operation";
  return request.NeutralPath(error.field_violations[0].field);
}

}  // namespace

std::string RequestLine(const WireFile& file) {
  NeutralRequest request(file["neutral_request"]);
  const absl::StatusOr<HttpRequest> sent = EncodeCase(request, file.json().Get("client"));
  JsonBody line;
  line.Set("case", line.Text(file.name()));
  if (sent.ok()) {
    line.Set("http", HttpToJson(*sent, line));
  } else {
    const client::CallError error = client::ParseCallError(sent.status());
    line.Set("refused.field", line.Text(FieldOf(error, request)));
    line.Set("refused.reason", line.Text(error.message));
  }
  return JsonText(line.root());
}

}  // namespace mediagen::testing
