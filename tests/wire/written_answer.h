// Written answers of upstreams, as the fake upstream gives them.
#ifndef MEDIAGEN_TESTS_WIRE_WRITTEN_ANSWER_H_
#define MEDIAGEN_TESTS_WIRE_WRITTEN_ANSWER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "rapidjson/document.h"
#include "tests/fakes/answer.h"

namespace mediagen::testing {

// The answer that `http` of a case describes. `fake_url` takes the place of {{fake}}.
Answer WrittenAnswer(const rapidjson::Value& http, absl::string_view fake_url);

// `text` with its placeholders filled: {{fake}}, and {{http_date:+7}} for the time in 7 seconds.
std::string FillPlaceholders(absl::string_view text, absl::string_view fake_url);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_WRITTEN_ANSWER_H_
