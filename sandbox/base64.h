#ifndef MEDIAGEN_SANDBOX_BASE64_H_
#define MEDIAGEN_SANDBOX_BASE64_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mediagen::sandbox {

// Standard alphabet, padded, on one line.
std::string EncodeBase64(std::string_view bytes);
constexpr uint64_t Base64Size(uint64_t bytes) { return (bytes + 2) / 3 * 4; }

// Forgiving: both alphabets, white space anywhere, padding or none. Nothing for anything else.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_BASE64_H_
