#ifndef MEDIAGEN_TESTS_SANDBOX_INTERACTION_CASES_H_
#define MEDIAGEN_TESTS_SANDBOX_INTERACTION_CASES_H_

#include "tests/sandbox/sandbox_client.h"
#include "tests/sandbox/wire_request.h"

namespace mediagen::testing {

// Sends a recorded request of the Interactions API, for an interaction or a file that is made for
// it where it names one, and fails the test when the answer is not well-formed.
void CheckInteractionCase(SandboxClient& client, WireRequest request, BodyStyle style);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_INTERACTION_CASES_H_
