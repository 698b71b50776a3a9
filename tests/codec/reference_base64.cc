#include "tests/codec/reference_base64.h"

#include <algorithm>
#include <cstring>

namespace mediagen {
namespace {

const char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int SixBits(int value) {
  if (value == '-') value = '+';
  if (value == '_') value = '/';
  if (value <= 0) return -1;
  const char* found = std::strchr(kAlphabet, value);
  return found == nullptr ? -1 : static_cast<int>(found - kAlphabet);
}

}  // namespace

bool IsReferenceWhiteSpace(int value) {
  return value > 0 && std::strchr("\t\n\f\r ", value) != nullptr;
}

std::vector<TextCharacter> PlainText(const std::string& text) {
  std::vector<TextCharacter> characters;
  for (unsigned char c : text) {
    characters.push_back({c, static_cast<int64_t>(characters.size())});
  }
  return characters;
}

ReferenceMedia ReferenceDecode(const std::vector<TextCharacter>& text, int64_t end_offset,
                               bool cut) {
  std::vector<TextCharacter> solid;
  for (const TextCharacter& c : text) {
    if (!IsReferenceWhiteSpace(c.value)) solid.push_back(c);
  }
  std::vector<int64_t> faults;
  for (const TextCharacter& c : solid) {
    if (SixBits(c.value) < 0 && c.value != '=') faults.push_back(c.offset);
  }
  const auto is_padding = [](const TextCharacter& c) { return c.value == '='; };
  const size_t digits = std::find_if(solid.begin(), solid.end(), is_padding) - solid.begin();
  if (digits < solid.size()) {
    const size_t wanted = digits % 4 == 2 ? 2 : digits % 4 == 3 ? 1 : 0;
    for (size_t i = digits; i < solid.size(); ++i) {
      if (i >= digits + wanted || solid[i].value != '=') faults.push_back(solid[i].offset);
    }
    if (solid.size() < digits + wanted && !cut) faults.push_back(end_offset);
  } else if (digits % 4 == 1 && !cut) {
    faults.push_back(end_offset);
  }

  ReferenceMedia media;
  if (!faults.empty()) {
    media.corrupt = true;
    media.corrupt_offset = *std::min_element(faults.begin(), faults.end());
  }
  std::vector<int> sixes;
  for (const TextCharacter& c : solid) {
    if (c.value == '=' || (media.corrupt && c.offset >= media.corrupt_offset)) break;
    sixes.push_back(SixBits(c.value));
  }
  std::string bits;
  for (int six : sixes) {
    for (int bit = 5; bit >= 0; --bit) bits.push_back(six >> bit & 1);
  }
  if (media.corrupt || cut) bits.resize(bits.size() / 24 * 24);
  for (size_t i = 0; i + 8 <= bits.size(); i += 8) {
    int byte = 0;
    for (size_t j = 0; j < 8; ++j) byte = byte * 2 + bits[i + j];
    media.bytes.push_back(static_cast<char>(byte));
  }
  return media;
}

std::string ReferenceEncode(const std::string& bytes) {
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (size_t j = i; j < i + 3; ++j) {
      group = group * 256 + (j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0);
    }
    for (int shift = 18; shift >= 0; shift -= 6) text.push_back(kAlphabet[group >> shift & 63]);
  }
  if (bytes.size() % 3 == 1) text.replace(text.size() - 2, 2, "==");
  if (bytes.size() % 3 == 2) text.replace(text.size() - 1, 1, "=");
  return text;
}

}  // namespace mediagen
