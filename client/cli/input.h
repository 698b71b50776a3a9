#ifndef MEDIAGEN_CLIENT_CLI_INPUT_H_
#define MEDIAGEN_CLIENT_CLI_INPUT_H_

#include <string>

#include "absl/status/statusor.h"
#include "mediagen/v1/media.pb.h"

namespace mediagen::client {

// The whole content of a file, at most `limit_bytes`. Errors name the file.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit_bytes);

// A prompt as it was written, or what stdin holds for `-` (without the last line's end).
absl::StatusOr<std::string> ReadPrompt(const std::string& written);

// A picture as it was named: `https://...` and `gs://...` are sent as links, all else is a file.
absl::StatusOr<v1::Media> ReadPicture(const std::string& flag, const std::string& name);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_INPUT_H_
