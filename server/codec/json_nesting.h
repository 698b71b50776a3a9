// Where in a JSON body a scan stands.
#ifndef MEDIAGEN_SERVER_CODEC_JSON_NESTING_H_
#define MEDIAGEN_SERVER_CODEC_JSON_NESTING_H_

#include <string_view>
#include <vector>

namespace mediagen {

// The open brackets, each with the name of the member that it is the value of. The names'
// characters belong to somebody else. Any thread; not shared.
class JsonNesting {
 public:
  int depth() const { return static_cast<int>(brackets_.size()); }

  // The innermost bracket is an object's, so that the next value is a member's.
  bool in_object() const { return !brackets_.empty() && brackets_.back().is_object; }

  bool ClosesWith(char c) const { return depth() > 0 && c == (in_object() ? '}' : ']'); }

  // The innermost bracket's name; "" at the top.
  std::string_view name() const { return brackets_.empty() ? "" : brackets_.back().name; }

  // In an array there is no member: the new bracket goes by the array's name.
  void Open(char c, std::string_view member) {
    brackets_.push_back({c == '{', in_object() ? member : name()});
  }
  void Close() { brackets_.pop_back(); }

 private:
  struct Bracket {
    bool is_object;
    std::string_view name;
  };
  std::vector<Bracket> brackets_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_JSON_NESTING_H_
