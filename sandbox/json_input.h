#ifndef MEDIAGEN_SANDBOX_JSON_INPUT_H_
#define MEDIAGEN_SANDBOX_JSON_INPUT_H_

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mediagen::sandbox {

// Reads requests as forgivingly as the upstreams do. Null pointers go in and come out, so that
// lookups chain.

// False when it is no JSON object, or deeper than 64 levels.
bool ParseObject(const std::string& text, rapidjson::Document& document);

// The member of that camelCase name or its snake_case spelling, the one that is neither null nor
// empty, the camelCase one first; null when there is none.
const rapidjson::Value* Member(const rapidjson::Value* object, const char* camel_case);
// The first entry that is not null; null when there is none or it is no list.
const rapidjson::Value* FirstEntry(const rapidjson::Value* list);

// "" when it is no string. Valid as long as the document.
std::string_view Text(const rapidjson::Value* value);
// 2 or 2.0.
std::optional<int64_t> WholeNumber(const rapidjson::Value* value);
bool IsTrue(const rapidjson::Value* value);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_JSON_INPUT_H_
