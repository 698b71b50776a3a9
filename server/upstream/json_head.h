// A JSON object in front of other text.
#ifndef MEDIAGEN_SERVER_UPSTREAM_JSON_HEAD_H_
#define MEDIAGEN_SERVER_UPSTREAM_JSON_HEAD_H_

#include <cstddef>
#include <string>

namespace mediagen {

// Finds where a JSON object ends, while it arrives. Holds at most 256 KiB of it. Any thread.
class JsonHead {
 public:
  enum class State {
    kOpen,
    kComplete,
    kBroken,  // It is no JSON: where it ends, nobody knows.
  };

  // The next character, the first being `{`. Not after an end.
  State Add(char c);

  // What came so far; empty when that is more than is held.
  const std::string& text() const { return text_; }

 private:
  State AddToString(char c);
  State AddBetween(char c);

  std::string text_;
  bool too_long_ = false;
  int depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool behind_string_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_JSON_HEAD_H_
