// JSON in and out of the tool.
#ifndef MEDIAGEN_TESTS_WIRE_JSON_TEXT_H_
#define MEDIAGEN_TESTS_WIRE_JSON_TEXT_H_

#include <string>

#include "rapidjson/document.h"

namespace mediagen::testing {

// `value` on one line.
std::string JsonText(const rapidjson::Value& value);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_JSON_TEXT_H_
