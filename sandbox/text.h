#ifndef MEDIAGEN_SANDBOX_TEXT_H_
#define MEDIAGEN_SANDBOX_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mediagen::http {

// Small words over std::string_view, which Debian's Abseil (built for C++14) does not take as its
// own.

// ASCII only.
bool EqualsIgnoreCase(std::string_view left, std::string_view right);
bool ContainsIgnoreCase(std::string_view text, std::string_view part);
std::string ToLower(std::string_view text);

// Without the white space at both ends.
std::string_view Trim(std::string_view text);

// The pieces between the separators; one empty piece when the text is empty.
std::vector<std::string_view> Split(std::string_view text, std::string_view separator);

// Nothing when the text is not wholly such a number.
std::optional<uint64_t> ParseNumber(std::string_view text, int base = 10);

}  // namespace mediagen::http

#endif  // MEDIAGEN_SANDBOX_TEXT_H_
