#include "server/upstream/utf8.h"

#include <algorithm>

namespace mediagen {
namespace {

// What may stand at the start of a character: its lead, its size, and the range of its second byte.
struct Lead {
  unsigned char first, last;
  size_t size;
  unsigned char second_first, second_last;
};

constexpr Lead kLeads[] = {
    {0x00, 0x7f, 1, 0x00, 0x00}, {0xc2, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf},
    {0xe1, 0xec, 3, 0x80, 0xbf}, {0xed, 0xed, 3, 0x80, 0x9f}, {0xee, 0xef, 3, 0x80, 0xbf},
    {0xf0, 0xf0, 4, 0x90, 0xbf}, {0xf1, 0xf3, 4, 0x80, 0xbf}, {0xf4, 0xf4, 4, 0x80, 0x8f},
};

bool IsWithin(char c, unsigned char first, unsigned char last) {
  const auto byte = static_cast<unsigned char>(c);
  return first <= byte && byte <= last;
}

}  // namespace

size_t Utf8CharacterSize(absl::string_view text) {
  for (const Lead& lead : kLeads) {
    if (!IsWithin(text[0], lead.first, lead.last)) continue;
    if (text.size() < lead.size) return 0;
    if (lead.size > 1 && !IsWithin(text[1], lead.second_first, lead.second_last)) return 0;
    for (size_t i = 2; i < lead.size; ++i) {
      if (!IsWithin(text[i], 0x80, 0xbf)) return 0;
    }
    return lead.size;
  }
  return 0;
}

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t size = Utf8CharacterSize(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string MendedUtf8(absl::string_view text) {
  std::string mended;
  while (!text.empty()) {
    const size_t size = Utf8CharacterSize(text);
    mended.append(size == 0 ? "\xef\xbf\xbd" : std::string(text.substr(0, size)));
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  return mended;
}

}  // namespace mediagen
