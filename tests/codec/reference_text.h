// The inside of JSON strings, slowly: what the reference splitter reads media from.
#ifndef MEDIAGEN_TESTS_CODEC_REFERENCE_TEXT_H_
#define MEDIAGEN_TESTS_CODEC_REFERENCE_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/codec/reference_base64.h"

namespace mediagen {

// A JSON string without its escapes.
struct TextLiteral {
  std::vector<TextCharacter> text;
  int64_t length = 0;  // Of the unescaped text.
  size_t end = 0;      // Behind the closing quote, or the body's size.
  bool cut = true;
};

// Reads the string whose inside starts at `i`.
TextLiteral ReadLiteral(const std::string& body, size_t i);

// One character of a JSON string, in UTF-8.
struct ReferenceCharacter {
  std::string utf8;
  size_t end = 0;          // Behind it; the body's size if the body ends inside it.
  bool malformed = false;  // The byte at `end` cannot stand there.
};

// Reads the character at `i`: it may be two escapes that make a pair of surrogates.
ReferenceCharacter ReadCharacter(const std::string& body, size_t i);

// Whether a data URL's header, from behind `data:` to before the comma, ends in `;base64`.
bool ReferenceSaysBase64(std::string header);

std::string ReferenceLower(std::string text);

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_CODEC_REFERENCE_TEXT_H_
