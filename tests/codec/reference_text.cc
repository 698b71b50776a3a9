#include "tests/codec/reference_text.h"

#include <cctype>

namespace mediagen {
namespace {

void StripBlanks(std::string& text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
}

// A `\uXXXX` or shorter escape.
struct Escape {
  int unit = -1;  // -1 if it is malformed or cut at `end`.
  size_t end;
  bool malformed = false;
};

Escape ReadEscape(const std::string& body, size_t i) {
  const std::string letters = "\"\\/bfnrt";
  ++i;
  if (i == body.size()) return {.end = i};
  const size_t letter = letters.find(body[i]);
  if (letter != std::string::npos) return {"\"\\/\b\f\n\r\t"[letter], i + 1};
  if (body[i] != 'u') return {.end = i, .malformed = true};
  size_t end = ++i;
  while (end < i + 4) {
    if (end == body.size()) return {.end = end};
    if (!std::isxdigit(static_cast<unsigned char>(body[end]))) {
      return {.end = end, .malformed = true};
    }
    ++end;
  }
  return {std::stoi(body.substr(i, 4), nullptr, 16), end};
}

std::string Utf8(int c) {
  const auto lead = [](int byte) { return std::string(1, static_cast<char>(byte)); };
  const auto tail = [](int bits) { return static_cast<char>(0x80 + bits % 64); };
  if (c < 0x80) return lead(c);
  if (c < 0x800) return lead(0xc0 + c / 64) + tail(c);
  if (c < 0x10000) return lead(0xe0 + c / 4096) + tail(c / 64) + tail(c);
  return lead(0xf0 + c / 262144) + tail(c / 4096) + tail(c / 64) + tail(c);
}

}  // namespace

ReferenceCharacter ReadCharacter(const std::string& body, size_t i) {
  if (static_cast<unsigned char>(body[i]) < 0x20) return {.end = i, .malformed = true};
  if (body[i] != '\\') return {std::string(1, body[i]), i + 1};
  const Escape first = ReadEscape(body, i);
  if (first.unit < 0) return {.end = first.end, .malformed = first.malformed};
  if (first.unit < 0xd800 || first.unit > 0xdfff) return {Utf8(first.unit), first.end};
  const std::string replacement = "\xef\xbf\xbd";
  if (first.unit > 0xdbff) return {replacement, first.end};
  if (first.end == body.size()) return {.end = first.end};
  if (body[first.end] != '\\') return {replacement, first.end};
  const Escape second = ReadEscape(body, first.end);
  if (second.unit < 0) return {.end = second.end, .malformed = second.malformed};
  if (second.unit < 0xdc00 || second.unit > 0xdfff) return {replacement, first.end};
  return {Utf8(0x10000 + (first.unit - 0xd800) * 0x400 + second.unit - 0xdc00), second.end};
}

std::string ReferenceLower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool ReferenceSaysBase64(std::string header) {
  header = ReferenceLower(header);
  StripBlanks(header);
  if (!header.ends_with("base64")) return false;
  header.resize(header.size() - 6);
  StripBlanks(header);
  return header.ends_with(";");
}

TextLiteral ReadLiteral(const std::string& body, size_t i) {
  TextLiteral literal;
  while (i < body.size()) {
    const unsigned char c = static_cast<unsigned char>(body[i++]);
    if (c == '"') {
      literal.cut = false;
      break;
    }
    if (c != '\\') {
      literal.text.push_back({c, literal.length++});
      continue;
    }
    if (i == body.size()) break;
    const size_t letter = std::string("\"\\/bfnrtu").find(body[i]);
    if (letter == std::string::npos) {
      literal.text.push_back({-1, literal.length++, true});
      continue;
    }
    ++i;
    if (letter < 8) {
      literal.text.push_back({"\"\\/\b\f\n\r\t"[letter], literal.length++});
      continue;
    }
    std::string hex;
    while (hex.size() < 4 && i < body.size() && std::isxdigit((unsigned char)body[i])) {
      hex += body[i++];
    }
    if (hex.size() < 4 && i == body.size()) break;
    if (hex.size() < 4) {
      literal.text.push_back({-1, literal.length++, true});
      continue;
    }
    const int unit = std::stoi(hex, nullptr, 16);
    literal.text.push_back({unit < 0x80 ? unit : -1, literal.length});
    const bool two = unit >= 0x80 && (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000));
    literal.length += unit < 0x80 ? 1 : two ? 2 : 3;
  }
  literal.end = i;
  return literal;
}

}  // namespace mediagen
