// What our encoder makes of a request case.
#ifndef MEDIAGEN_TESTS_WIRE_REQUEST_LINE_H_
#define MEDIAGEN_TESTS_WIRE_REQUEST_LINE_H_

#include <string>

#include "tests/wire/wire_folder.h"

namespace mediagen::testing {

// {"case", "http"} of the request that is sent, or {"case", "refused"} with the neutral name of
// what is not.
std::string RequestLine(const WireFile& file);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_REQUEST_LINE_H_
