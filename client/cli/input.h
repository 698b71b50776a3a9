#ifndef MEDIAGEN_CLIENT_CLI_INPUT_H_
#define MEDIAGEN_CLIENT_CLI_INPUT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/media.pb.h"

namespace mediagen::client {

// The whole content of a file, at most `limit_bytes`. Errors name the file.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit_bytes);

// A prompt as it was written, or what stdin holds for `-` (without the last line's end).
absl::StatusOr<std::string> ReadPrompt(const std::string& written);

// A picture or video as it was named: `https://...` and `gs://...` are sent as links, `-` is what
// stdin holds, all else is a file. `;type=MIME` behind it says what it is, where nothing else does.
// Errors name the flag.
absl::StatusOr<v1::Media> ReadMedia(absl::string_view flag, const std::string& written);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_INPUT_H_
