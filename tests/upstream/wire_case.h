// Recorded requests and written answers of upstreams, one JSON file per case.
#ifndef MEDIAGEN_TESTS_UPSTREAM_WIRE_CASE_H_
#define MEDIAGEN_TESTS_UPSTREAM_WIRE_CASE_H_

#include <memory>
#include <string>
#include <vector>

#include "rapidjson/document.h"
#include "server/upstream/json_view.h"
#include "tests/fakes/answer.h"

namespace mediagen::testing {

// One case, parsed. Reads a file that is part of the sources; aborts the test program when it
// cannot. A plain value.
class WireCase {
 public:
  // `folder` is `requests` or `responses`.
  WireCase(const std::string& folder, const std::string& name);

  const std::string& name() const { return name_; }
  JsonView json() const { return JsonView(document_.get()); }
  const rapidjson::Document& document() const { return *document_; }

  // Of a response: the body that the upstream answers, and all of the answer.
  std::string Body() const;
  Answer ToAnswer() const;

 private:
  std::string name_;
  std::shared_ptr<rapidjson::Document> document_;
};

// Names of the cases of a folder that begin with `prefix`, sorted.
std::vector<std::string> WireCaseNames(const std::string& folder, const std::string& prefix);

// A JSON value as text.
std::string JsonText(const rapidjson::Value& value);

// Bytes of standard base64, as the cases hold them.
std::string FromBase64(absl::string_view text);
std::string ToBase64(absl::string_view bytes);

// SHA-256 in lower-case hex.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_WIRE_CASE_H_
