#ifndef MEDIAGEN_SANDBOX_CONTENT_REQUEST_H_
#define MEDIAGEN_SANDBOX_CONTENT_REQUEST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "sandbox/canvas.h"
#include "sandbox/content_model.h"
#include "sandbox/input_picture.h"
#include "sandbox/output_format.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// What `:generateContent` asks for. A value.
struct ContentRequest {
  std::string instruction;  // The texts of the last user turn.
  // What is to be edited: the pictures of that turn, or else the latest one before it.
  std::vector<InputBytes> pictures;
  int64_t text_bytes = 0;  // Of everything that came.
  int64_t pictures_in_all = 0;
  bool wants_text = true;
  bool wants_picture = false;
  bool wants_thoughts = true;
  ContentSize size_class = ContentSize::k1K;
  Size size;            // No width: the ratio was not given.
  OutputFormat format;  // JPEG for an edit, else PNG, unless it says otherwise.
  uint64_t seed = 0;
};

// INVALID_ARGUMENT with the upstream's words when it is not such a request. `edits_as_png`: edits
// are PNG, too, unless it says otherwise.
absl::StatusOr<ContentRequest> ReadContentRequest(const Route& route, const std::string& body,
                                                  bool edits_as_png);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CONTENT_REQUEST_H_
