#include "server/upstream/upstream_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/upstream/secrets.h"
#include "server/upstream/utf8.h"

namespace mediagen {
namespace {

constexpr size_t kMaxQuotedBytes = 500;

bool IsAlphanumeric(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }
bool IsWordCharacter(char c) { return IsAlphanumeric(c) || c == '-' || c == '_'; }
// Of keys and tokens, also of those that somebody masked with asterisks.
bool IsKeyCharacter(char c) { return IsWordCharacter(c) || absl::StrContains(".*+/~", c); }

size_t RunLength(absl::string_view text, bool (*belongs)(char)) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin());
}

// Length of the key at the start of `text`, without the full stop of its sentence; 0 when there is
// none.
size_t KeyLength(absl::string_view text) {
  size_t length = RunLength(text, &IsKeyCharacter);
  while (length > 0 && text[length - 1] == '.') --length;
  return length;
}

size_t PrefixedKeyLength(absl::string_view text) {
  constexpr size_t kShortest = 6;
  for (absl::string_view prefix : {"sk-", "AIza", "ya29.", "eyJ"}) {
    if (!absl::StartsWith(text, prefix)) continue;
    const size_t length = KeyLength(text);
    return length < kShortest ? 0 : length;
  }
  return 0;
}

// Long words in which letters and digits mix are keys, tokens or ids. Prose has none; names of
// models and metrics are long, too, but their dashes keep letters and digits apart.
bool LooksLikeKey(absl::string_view word) {
  constexpr size_t kShortest = 32;
  constexpr size_t kShortestPart = 8;
  if (word.size() < kShortest) return false;
  for (absl::string_view part : absl::StrSplit(word, absl::ByAnyChar("-_"))) {
    const bool digit = part.find_first_of("0123456789") != absl::string_view::npos;
    const bool letter = part.find_first_not_of("0123456789") != absl::string_view::npos;
    if (part.size() >= kShortestPart && digit && letter) return true;
  }
  return false;
}

// Whether a key follows `word` and the character behind it: `Bearer KEY`, `key=KEY`.
bool AnnouncesKey(absl::string_view word, absl::string_view behind) {
  if (absl::StartsWith(behind, " ")) return absl::EqualsIgnoreCase(word, "bearer");
  return absl::StartsWith(behind, "=") &&
         (absl::EndsWithIgnoreCase(word, "key") || absl::EndsWithIgnoreCase(word, "token"));
}

// Length of the URL at the start of `text`; 0 when there is none.
size_t UrlLength(absl::string_view text) {
  constexpr size_t kLongestScheme = 10;
  const size_t scheme = RunLength(text.substr(0, kLongestScheme), &IsAlphanumeric);
  if (!absl::StartsWith(text.substr(scheme), "://")) return 0;
  return std::min(text.find_first_of(" \t\r\n\"'<>`)"), text.size());
}

// Length of `projects/NAME` at the start of `text`; 0 when there is none.
size_t ProjectLength(absl::string_view text) {
  constexpr absl::string_view kPrefix = "projects/";
  if (!absl::StartsWith(text, kPrefix)) return 0;
  return kPrefix.size() + RunLength(text.substr(kPrefix.size()), [](char c) {
           return IsWordCharacter(c) || c == '.' || c == ':';
         });
}

// Printable, valid UTF-8: a status message and JSON logs must bear it.
std::string CleanedAndCut(absl::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const size_t size = Utf8CharacterSize(text);
    absl::string_view piece = size == 0 ? "?" : text.substr(0, size);
    if (size == 1 && absl::ascii_iscntrl(static_cast<unsigned char>(text[0]))) piece = " ";
    if (clean.size() + piece.size() > kMaxQuotedBytes) break;
    clean.append(piece.data(), piece.size());
    text.remove_prefix(std::max<size_t>(size, 1));
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

std::string ScrubUpstreamText(absl::string_view said) {
  // Our own keys by value, those of others by their shape.
  const std::string without_secrets = WithoutSecrets(said);
  absl::string_view text = without_secrets;
  std::string scrubbed;
  while (!text.empty() && scrubbed.size() <= 2 * kMaxQuotedBytes) {
    const size_t word_length = RunLength(text, &IsWordCharacter);
    const absl::string_view word = text.substr(0, word_length);
    size_t length = std::max<size_t>(word_length, 1);
    if (const size_t url = UrlLength(text); url > 0) {
      scrubbed += "[url]";
      length = url;
    } else if (const size_t project = ProjectLength(text); project > 0) {
      scrubbed += "projects/[project]";
      length = project;
    } else if (const size_t key = PrefixedKeyLength(text); key > 0) {
      scrubbed += "[key]";
      length = key;
    } else if (LooksLikeKey(word)) {
      scrubbed += "[key]";
    } else if (AnnouncesKey(word, text.substr(word_length))) {
      absl::StrAppend(&scrubbed, word, text.substr(word_length, 1));
      length = word_length + 1;
      const size_t announced = KeyLength(text.substr(length));
      if (announced > 0) scrubbed += "[key]";
      length += announced;
    } else {
      absl::StrAppend(&scrubbed, text.substr(0, length));
    }
    text.remove_prefix(length);
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
        if (!absl::SimpleAtoi(absl::string_view(lower).substr(i, end - i), &code)) break;
        // Other numbers are codes of relays, HTTP or gRPC.
        const bool known = CategoryOfSupportCode(code) != v1::FILTER_CATEGORY_UNSPECIFIED;
        if (known && std::find(codes.begin(), codes.end(), code) == codes.end())
          codes.push_back(code);
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
