#ifndef MEDIAGEN_SANDBOX_INTERACTION_INPUT_H_
#define MEDIAGEN_SANDBOX_INTERACTION_INPUT_H_

#include <rapidjson/document.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sandbox/input_picture.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// A video that came with a request. A value.
struct SourceClip {
  std::string uri;      // "": the bytes came along.
  uint64_t digest = 0;  // Of those bytes.
};

// What an interaction is about. A value.
struct InteractionInput {
  std::string text;  // All of it.
  std::vector<InputBytes> pictures;
  std::optional<SourceClip> clip;
};

// Reads a text, a content, a list of contents, or the same wrapped in steps of the user's, as the
// Python SDK sends it. INVALID_ARGUMENT with the upstream's words.
absl::StatusOr<InteractionInput> ReadInteractionInput(const rapidjson::Value* input,
                                                      Provider provider);

// INVALID_ARGUMENT when the object has a member other than these: what no SDK sends is a mistake,
// camelCase above all.
absl::Status RefuseUnknownMembers(const rapidjson::Value& object, const char* where,
                                  std::initializer_list<const char*> known);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INTERACTION_INPUT_H_
