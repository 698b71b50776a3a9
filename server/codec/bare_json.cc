#include "server/codec/bare_json.h"

#include "server/codec/json_characters.h"
#include "server/codec/json_string.h"

namespace mediagen {

size_t BareJson::Scan(absl::string_view in) {
  size_t at = 0;
  while (at < in.size() && !done_) {
    if (in_string_) {
      at += ScanString(in.substr(at));
      continue;
    }
    const char c = in[at];
    if (in_word_ && (c == ',' || c == ']' || IsJsonWhiteSpace(c))) {
      done_ = true;
      break;
    }
    Take(c);
    ++at;
  }
  return at;
}

size_t BareJson::ScanString(absl::string_view in) {
  if (escaped_) {
    escaped_ = false;
    return 1;
  }
  const size_t run = PlainRun(in);
  if (run == in.size()) return run;
  const char c = in[run];
  escaped_ = c == '\\';
  in_string_ = c != '"';
  done_ = !in_string_ && depth_ == 0;
  return run + 1;
}

void BareJson::Take(char c) {
  if (!begun_) in_word_ = c != '{' && c != '[' && c != '"';
  begun_ = true;
  if (in_word_) return;
  if (c == '"') {
    in_string_ = true;
  } else if (c == '{' || c == '[') {
    ++depth_;
  } else if (c == '}' || c == ']') {
    done_ = --depth_ == 0;
  }
}

}  // namespace mediagen
