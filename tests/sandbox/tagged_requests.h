#ifndef MEDIAGEN_TESTS_SANDBOX_TAGGED_REQUESTS_H_
#define MEDIAGEN_TESTS_SANDBOX_TAGGED_REQUESTS_H_

#include <string>

namespace mediagen::testing {

// Requests of every surface whose prompt asks for a misbehaviour.

inline std::string Pictures(const std::string& tag, int count, const std::string& more = "") {
  return R"({"instances":[{"prompt":"a cat [sandbox:)" + tag +
         R"(]"}],"parameters":{"sampleCount":)" + std::to_string(count) + more + "}}";
}

inline std::string Videos(const std::string& tag, int count) {
  return Pictures(tag, count, R"(,"durationSeconds":1)");
}

inline std::string Chat(const std::string& tag) {
  return R"({"model":"m","modalities":["image"],"messages":[{"role":"user","content":"[sandbox:)" +
         tag + R"(] a cat"}]})";
}

inline std::string Content(const std::string& tag) {
  return R"({"contents":[{"parts":[{"text":"a cat [sandbox:)" + tag + R"(]"}]}]})";
}

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_TAGGED_REQUESTS_H_
