#include "server/upstream/file_start.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace mediagen {
namespace {

// No text holds these; every container of media has one among its first bytes.
bool IsBinary(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < ' ' && !absl::ascii_isspace(byte);
}

}  // namespace

absl::string_view WithoutLeadingBlanks(absl::string_view text) {
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");
  return absl::StripLeadingAsciiWhitespace(text);
}

FileStart JudgeFileStart(absl::string_view first_bytes, bool whole) {
  const absl::string_view start = first_bytes.substr(0, kFileStartBytes);
  const absl::string_view text = WithoutLeadingBlanks(start);
  if (!text.empty() && absl::StrContains("{[<", text[0])) return FileStart::kText;
  if (std::any_of(start.begin(), start.end(), &IsBinary)) return FileStart::kMedia;
  const bool decided = whole || start.size() == kFileStartBytes;
  return decided ? FileStart::kText : FileStart::kUndecided;
}

}  // namespace mediagen
