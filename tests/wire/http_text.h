// A request as it would leave, in JSON.
#ifndef MEDIAGEN_TESTS_WIRE_HTTP_TEXT_H_
#define MEDIAGEN_TESTS_WIRE_HTTP_TEXT_H_

#include "rapidjson/document.h"
#include "server/net/http_request.h"
#include "server/upstream/json_body.h"

namespace mediagen::testing {

// {method, path, query, headers, body}, made in `line`. Names and values of the query are decoded,
// the path is as it is; a form is the object of its fields, and no body is null.
JsonBody::Value HttpToJson(const HttpRequest& request, JsonBody& line);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_HTTP_TEXT_H_
