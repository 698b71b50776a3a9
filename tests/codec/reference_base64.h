// A slow base64 decoder over whole texts, written without a look at the real one: the tests'
// oracle.
#ifndef MEDIAGEN_TESTS_CODEC_REFERENCE_BASE64_H_
#define MEDIAGEN_TESTS_CODEC_REFERENCE_BASE64_H_

#include <cstdint>
#include <string>
#include <vector>

namespace mediagen {

// One character of an unescaped text.
struct TextCharacter {
  int value;       // A byte, or -1 for what a bad escape or a non-ASCII one stands for.
  int64_t offset;  // In bytes of the unescaped text.
  bool bad_escape = false;
};

// Each byte a character, offsets from 0.
std::vector<TextCharacter> PlainText(const std::string& text);

struct ReferenceMedia {
  std::string bytes;  // Of all whole groups before the fault, if there is one.
  bool corrupt = false;
  int64_t corrupt_offset = -1;
};

// The forgiving rules. `end_offset` is the text's length; a text that is cut has no closing quote,
// and so no fault at its end.
ReferenceMedia ReferenceDecode(const std::vector<TextCharacter>& text, int64_t end_offset,
                               bool cut = false);

bool IsReferenceWhiteSpace(int value);

// Standard alphabet, padded.
std::string ReferenceEncode(const std::string& bytes);

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_CODEC_REFERENCE_BASE64_H_
