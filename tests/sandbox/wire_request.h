#ifndef MEDIAGEN_TESTS_SANDBOX_WIRE_REQUEST_H_
#define MEDIAGEN_TESTS_SANDBOX_WIRE_REQUEST_H_

#include <rapidjson/document.h>

#include <string>
#include <vector>

#include "tests/sandbox/sandbox_client.h"

namespace mediagen::testing {

// How a JSON body is written out.
enum class BodyStyle { kCompact, kPython };

// A recorded request. A value; where a test changes `path` and `body`, that is what is sent.
struct WireRequest {
  std::string name;
  std::string surface;
  std::string operation;
  bool beyond_model_limits = false;
  std::string method;
  std::string path;
  std::string query;  // "" or "?name=value&...".
  std::vector<std::string> headers;
  rapidjson::Document body;  // Null: none.
  std::string assertion;     // Of a form; "": none.

  // A member of the parameters of the body; a null value when it is not there.
  const rapidjson::Value& Parameter(const char* name) const;
};

// The files of all folders of recorded requests that are sent at all, without ".json".
std::vector<std::string> WireRequestFiles();

WireRequest ReadWireRequest(const std::string& file);

JsonAnswer Send(SandboxClient& client, const WireRequest& request, BodyStyle style);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_WIRE_REQUEST_H_
