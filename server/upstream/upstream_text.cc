#include "server/upstream/upstream_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace mediagen {
namespace {

constexpr size_t kMaxQuotedBytes = 500;

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
}

// What a word (letters, digits, - and _) is replaced by; the word itself when it is harmless.
absl::string_view ScrubbedWord(absl::string_view word) {
  // Long runs without a blank that mix letters and digits are keys, tokens or ids; prose has none.
  const bool has_digit =
      std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool key_prefix = absl::StartsWith(word, "sk-") || absl::StartsWith(word, "AIza") ||
                          absl::StartsWith(word, "ya29") || absl::StartsWith(word, "Bearer-");
  if ((key_prefix && word.size() >= 6) || (word.size() >= 32 && has_digit)) return "[key]";
  return word;
}

// Length of the URL at the start of `text`; 0 when there is none.
size_t UrlLength(absl::string_view text) {
  for (absl::string_view scheme : {"http://", "https://", "gs://"}) {
    if (!absl::StartsWithIgnoreCase(text, scheme)) continue;
    const size_t end = text.find_first_of(" \t\r\n\"'<>`)");
    return end == absl::string_view::npos ? text.size() : end;
  }
  return 0;
}

// Length of `projects/NAME` at the start of `text`; 0 when there is none.
size_t ProjectLength(absl::string_view text) {
  constexpr absl::string_view kPrefix = "projects/";
  if (!absl::StartsWith(text, kPrefix)) return 0;
  size_t end = kPrefix.size();
  while (end < text.size() && (IsWordCharacter(text[end]) || text[end] == '.' || text[end] == ':'))
    ++end;
  return end;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

size_t SequenceLength(absl::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const size_t length = lead < 0x80                   ? 1
                        : lead >= 0xF0 && lead < 0xF5 ? 4
                        : lead >= 0xE0                ? 3
                        : lead >= 0xC2                ? 2
                                                      : 0;
  if (length == 0 || lead >= 0xF5 || at + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (!IsContinuation(text[at + i])) return 0;
  }
  return length;
}

// Printable, valid UTF-8: a status message and JSON logs must bear it.
std::string CleanedAndCut(absl::string_view text) {
  std::string clean;
  for (size_t at = 0; at < text.size();) {
    const size_t length = SequenceLength(text, at);
    const absl::string_view piece = length == 0 ? "?" : text.substr(at, length);
    if (clean.size() + piece.size() > kMaxQuotedBytes) break;
    const bool control = length == 1 && absl::ascii_iscntrl(static_cast<unsigned char>(text[at]));
    clean.append(control ? " " : std::string(piece));
    at += std::max<size_t>(length, 1);
  }
  return clean;
}

struct CodeCategory {
  int64_t code;
  v1::FilterCategory category;
};

// Support codes as the vendor documents them.
constexpr CodeCategory kCategories[] = {
    {58061214, v1::FILTER_CATEGORY_CHILD},        {17301594, v1::FILTER_CATEGORY_CHILD},
    {29310472, v1::FILTER_CATEGORY_CELEBRITY},    {15236754, v1::FILTER_CATEGORY_CELEBRITY},
    {62263041, v1::FILTER_CATEGORY_DANGEROUS},    {57734940, v1::FILTER_CATEGORY_HATE},
    {22137204, v1::FILTER_CATEGORY_HATE},         {74803281, v1::FILTER_CATEGORY_OTHER},
    {29578790, v1::FILTER_CATEGORY_OTHER},        {42876398, v1::FILTER_CATEGORY_OTHER},
    {39322892, v1::FILTER_CATEGORY_PERSON},       {92201652, v1::FILTER_CATEGORY_PERSONAL_DATA},
    {89371032, v1::FILTER_CATEGORY_PROHIBITED},   {49114662, v1::FILTER_CATEGORY_PROHIBITED},
    {72817394, v1::FILTER_CATEGORY_PROHIBITED},   {63429089, v1::FILTER_CATEGORY_PROHIBITED},
    {60599140, v1::FILTER_CATEGORY_PROHIBITED},   {90789179, v1::FILTER_CATEGORY_SEXUAL},
    {43188360, v1::FILTER_CATEGORY_SEXUAL},       {78610348, v1::FILTER_CATEGORY_TOXIC},
    {61493863, v1::FILTER_CATEGORY_VIOLENCE},     {56562880, v1::FILTER_CATEGORY_VIOLENCE},
    {32635315, v1::FILTER_CATEGORY_VULGAR},       {64151117, v1::FILTER_CATEGORY_VIDEO_POLICY},
    {42237218, v1::FILTER_CATEGORY_VIDEO_POLICY}, {35561574, v1::FILTER_CATEGORY_THIRD_PARTY},
    {35561575, v1::FILTER_CATEGORY_THIRD_PARTY},
};

}  // namespace

std::string ScrubUpstreamText(absl::string_view text) {
  std::string scrubbed;
  for (size_t at = 0; at < text.size();) {
    const absl::string_view rest = text.substr(at);
    if (const size_t url = UrlLength(rest); url > 0) {
      scrubbed += "[url]";
      at += url;
    } else if (const size_t project = ProjectLength(rest); project > 0) {
      scrubbed += "projects/[project]";
      at += project;
    } else if (IsWordCharacter(rest[0])) {
      size_t end = 0;
      while (end < rest.size() && IsWordCharacter(rest[end])) ++end;
      const absl::string_view word = ScrubbedWord(rest.substr(0, end));
      scrubbed.append(word.data(), word.size());
      at += end;
    } else {
      scrubbed.push_back(rest[0]);
      ++at;
    }
    if (scrubbed.size() > 2 * kMaxQuotedBytes) break;
  }
  return CleanedAndCut(scrubbed);
}

std::vector<int64_t> SupportCodesIn(absl::string_view text) {
  std::vector<int64_t> codes;
  const std::string lower = absl::AsciiStrToLower(text);
  for (const std::string label : {"support codes:", "support code:", "error code:"}) {
    for (size_t at = lower.find(label); at != std::string::npos; at = lower.find(label, at + 1)) {
      size_t i = at + label.size();
      while (i < lower.size()) {
        while (i < lower.size() && (lower[i] == ' ' || lower[i] == ',')) ++i;
        size_t end = i;
        while (end < lower.size() && absl::ascii_isdigit(static_cast<unsigned char>(lower[end])))
          ++end;
        int64_t code = 0;
        // Shorter numbers are HTTP or gRPC codes in prose.
        if (end - i < 6 || !absl::SimpleAtoi(absl::string_view(lower).substr(i, end - i), &code))
          break;
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
        i = end;
      }
    }
  }
  return codes;
}

v1::FilterCategory CategoryOfSupportCode(int64_t code) {
  for (const CodeCategory& row : kCategories) {
    if (row.code == code) return row.category;
  }
  return v1::FILTER_CATEGORY_UNSPECIFIED;
}

v1::FilteredItem FilteredItemFrom(absl::string_view reason) {
  v1::FilteredItem item;
  item.set_reason(ScrubUpstreamText(reason));
  for (int64_t code : SupportCodesIn(reason)) {
    item.add_support_codes(code);
    if (item.category() == v1::FILTER_CATEGORY_UNSPECIFIED)
      item.set_category(CategoryOfSupportCode(code));
  }
  return item;
}

std::string JoinSupportCodes(const std::vector<int64_t>& codes) {
  return absl::StrJoin(codes, ",");
}

}  // namespace mediagen
