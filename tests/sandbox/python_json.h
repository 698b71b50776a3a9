#ifndef MEDIAGEN_TESTS_SANDBOX_PYTHON_JSON_H_
#define MEDIAGEN_TESTS_SANDBOX_PYTHON_JSON_H_

#include <rapidjson/document.h>

#include <string>

namespace mediagen::testing {

// JSON on one line without blanks, in UTF-8.
std::string CompactJson(const rapidjson::Value& value);

// JSON as Python's json.dumps writes it: with blanks, and nothing beyond ASCII.
std::string PythonJson(const rapidjson::Value& value);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_PYTHON_JSON_H_
