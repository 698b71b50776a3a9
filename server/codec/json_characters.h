// Classes of bytes between JSON strings.
#ifndef MEDIAGEN_SERVER_CODEC_JSON_CHARACTERS_H_
#define MEDIAGEN_SERVER_CODEC_JSON_CHARACTERS_H_

namespace mediagen {

constexpr bool IsJsonWhiteSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr bool IsJsonDigit(char c) { return c >= '0' && c <= '9'; }

constexpr bool IsJsonNumberStart(char c) { return c == '-' || IsJsonDigit(c); }

constexpr bool IsJsonNumber(char c) {
  return IsJsonNumberStart(c) || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// Of a word or number, whether JSON knows it or not.
constexpr bool IsJsonLiteral(char c) {
  return IsJsonNumber(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_JSON_CHARACTERS_H_
