#ifndef MEDIAGEN_TESTS_SANDBOX_INTERACTION_CALLS_H_
#define MEDIAGEN_TESTS_SANDBOX_INTERACTION_CALLS_H_

#include <string>

#include "tests/sandbox/sandbox_client.h"

namespace mediagen::testing {

// The relay's path of all interactions.
inline constexpr char kInteractions[] = "/gemini/v1beta/interactions";

// A request with these members besides model and input. Without a `response_format` among them it
// is for 3 s of 360p.
std::string ShortFilm(const std::string& members = "", const std::string& text = "a boat");

JsonAnswer Delete(SandboxClient& client, const std::string& path);

// Asks for the interaction at that path until it is no longer in progress; the last answer after
// 20 s.
JsonAnswer UntilEnded(SandboxClient& client, const std::string& path);

// The video of a finished interaction. A value.
struct InteractionOutput {
  std::string bytes;  // "": none came along.
  std::string uri;
};
InteractionOutput OutputOf(const JsonAnswer& answer);

// What stands behind "files/" in the link to a file.
std::string FileIdIn(const std::string& uri);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_INTERACTION_CALLS_H_
