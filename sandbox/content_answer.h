#ifndef MEDIAGEN_SANDBOX_CONTENT_ANSWER_H_
#define MEDIAGEN_SANDBOX_CONTENT_ANSWER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/body.h"
#include "sandbox/media.h"

namespace mediagen::sandbox {

// A text or a picture of an answer. A value.
struct ContentPart {
  std::string text;
  std::shared_ptr<const Media> picture;  // Null: it is a text.
  bool lost = false;                     // A picture without its bytes.
  bool thought = false;
  std::string signature;  // In base64; "": none.
};

// One answer of `:generateContent`. A value.
struct ContentAnswer {
  std::string model;
  std::string id;
  std::vector<ContentPart> parts;
  std::string finish_reason = "STOP";
  std::string block_reason;  // Not "": there are no candidates at all.
  int64_t prompt_text_tokens = 0;
  int64_t prompt_picture_tokens = 0;
  int64_t text_tokens = 0;
  int64_t picture_tokens = 0;
  int64_t thought_tokens = 0;
};

// As one object.
Body WholeContent(const ContentAnswer& answer);

// As several: the texts word by word, each picture alone in one, the end with the usage in the
// last. As events, or as one JSON array.
enum class ContentStream { kEvents, kArray };
Body StreamedContent(const ContentAnswer& answer, ContentStream form);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CONTENT_ANSWER_H_
