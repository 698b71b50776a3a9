// What a JSON text is in the middle of.
#ifndef MEDIAGEN_SERVER_CODEC_OPEN_TYPES_H_
#define MEDIAGEN_SERVER_CODEC_OPEN_TYPES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mediagen {

// An object that has not ended yet. A plain value.
class OpenObject {
 public:
  OpenObject() = default;
  // Member that it is the value of, or in a list of; empty at the top.
  std::string name;
  // Its member `type` so far; empty: there was none yet.
  std::string type;
  // Whether the name of a member or the type was spelled with escapes, so that it may mean another.
  bool is_odd = false;
};

// Follows JSON text that is known to be whole in its brackets, commas and colons, such as an
// envelope of PayloadSplitter, and tells which objects are open where it stops and of which type
// they say they are. Keeps the start of names and types only. Any thread; not shared.
class OpenTypes {
 public:
  // The next bytes, cut anywhere.
  void Feed(absl::string_view text);

  // The outermost first; lists are passed over.
  const std::vector<OpenObject>& objects() const { return objects_; }

 private:
  void TakeOutside(char c);
  void TakeInside(char c);
  void Open(char c);
  void Close();
  void EndString();

  std::vector<OpenObject> objects_;
  std::vector<bool> is_object_;          // Of each open bracket.
  std::vector<std::string> list_names_;  // Of the open lists.
  std::string name_;                     // Of the member whose value comes next.
  bool expects_name_ = false;
  bool in_string_ = false;
  bool is_escaped_ = false;  // The next character is part of an escape.
  bool has_escape_ = false;  // Of the current string.
  std::string string_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_OPEN_TYPES_H_
