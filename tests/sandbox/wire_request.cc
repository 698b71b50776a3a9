#include "tests/sandbox/wire_request.h"

#include <gtest/gtest.h>
#include <rapidjson/pointer.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/sandbox/python_json.h"
#include "tests/sandbox/signed_jwt.h"

namespace mediagen::testing {
namespace {

constexpr char kFolder[] = MEDIAGEN_SOURCE_DIR "/tests/wire/testdata/";

rapidjson::Document ReadJson(const std::string& file) {
  std::ifstream in(kFolder + file + ".json");
  std::ostringstream text;
  text << in.rdbuf();
  rapidjson::Document json;
  json.Parse(text.str());
  EXPECT_FALSE(json.HasParseError()) << file;
  return json;
}

std::string TextOf(const rapidjson::Value& json, const char* pointer) {
  const rapidjson::Value* found = rapidjson::Pointer(pointer).Get(json);
  return found != nullptr && found->IsString() ? found->GetString() : "";
}

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (char c : text) {
    char hex[4];
    snprintf(hex, sizeof(hex), "%%%02X", static_cast<unsigned char>(c));
    escaped += isalnum(static_cast<unsigned char>(c)) != 0 ? std::string(1, c) : hex;
  }
  return escaped;
}

std::string FormOf(const rapidjson::Value& body, const std::string& assertion) {
  std::string form;
  for (const auto& field : body.GetObject()) {
    const std::string name = field.name.GetString();
    const std::string value = name == "assertion" ? assertion : field.value.GetString();
    form += (form.empty() ? "" : "&") + Escaped(name) + "=" + Escaped(value);
  }
  return form;
}

}  // namespace

const rapidjson::Value& WireRequest::Parameter(const char* name) const {
  static const auto* nothing = new rapidjson::Value();
  const rapidjson::Value* found =
      rapidjson::Pointer((std::string("/parameters/") + name).c_str()).Get(body);
  return found == nullptr ? *nothing : *found;
}

std::vector<std::string> WireRequestFiles() {
  std::vector<std::string> files;
  for (const std::string folder : {"requests/", "sandbox/requests/", "wire-interactions/requests/",
                                   "wire-interactions/sandbox/requests/"}) {
    for (const auto& entry : std::filesystem::directory_iterator(kFolder + folder)) {
      const std::string file = folder + entry.path().stem().string();
      const rapidjson::Document json = ReadJson(file);
      if (json.HasMember("http") && json["http"].IsObject()) files.push_back(file);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

WireRequest ReadWireRequest(const std::string& file) {
  const rapidjson::Document json = ReadJson(file);
  WireRequest request;
  request.name = TextOf(json, "/case");
  request.surface = TextOf(json, "/surface");
  request.operation = TextOf(json, "/neutral_request/operation");
  request.beyond_model_limits =
      json.HasMember("beyond_model_limits") && !json["beyond_model_limits"].Empty();
  const rapidjson::Value& http = json["http"];
  request.method = TextOf(http, "/method");
  request.path = TextOf(http, "/path");
  for (const auto& field : http["query"].GetObject()) {
    request.query += (request.query.empty() ? "?" : "&") + Escaped(field.name.GetString()) + "=" +
                     Escaped(field.value.GetString());
  }
  for (const auto& field : http["headers_of_interest"].GetObject()) {
    request.headers.push_back(std::string(field.name.GetString()) + ": " + field.value.GetString());
  }
  request.body.CopyFrom(http["body"], request.body.GetAllocator());
  if (json.HasMember("jwt")) request.assertion = SignedJwt(json["jwt"]);
  return request;
}

JsonAnswer Send(SandboxClient& client, const WireRequest& request, BodyStyle style) {
  FetchOptions options;
  options.method = request.method;
  options.headers = request.headers;
  const bool form = request.path == "/token";
  if (form) {
    options.body = FormOf(request.body, request.assertion);
  } else if (!request.body.IsNull()) {
    options.body =
        style == BodyStyle::kPython ? PythonJson(request.body) : CompactJson(request.body);
  }
  return client.Fetch(request.path + request.query, options);
}

}  // namespace mediagen::testing
