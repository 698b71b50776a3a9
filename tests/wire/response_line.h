// What a caller of our server sees of a response case.
#ifndef MEDIAGEN_TESTS_WIRE_RESPONSE_LINE_H_
#define MEDIAGEN_TESTS_WIRE_RESPONSE_LINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "tests/wire/wire_folder.h"

namespace mediagen::testing {

// {"case", "observed"}. An error when the case cannot be played.
absl::StatusOr<std::string> ResponseLine(const WireFolder& folder, const WireFile& file);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_RESPONSE_LINE_H_
