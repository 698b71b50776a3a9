#include "tests/codec/reference_text.h"

#include <cctype>

namespace mediagen {
namespace {

void StripBlanks(std::string& text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
}

}  // namespace

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
