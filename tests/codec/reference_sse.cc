#include "tests/codec/reference_sse.h"

#include <algorithm>

namespace mediagen {
namespace {

using End = SseEvent::End;

class Reference {
 public:
  explicit Reference(const std::string& body) : body_(body) {}

  std::vector<SseEvent> Read() {
    if (body_.starts_with("\xef\xbb\xbf")) at_ = 3;
    while (at_ < body_.size()) {
      const size_t inside = body_.find_first_not_of(" \t", at_);
      if (inside != std::string::npos && !data_open_ && StartsBareJson(inside)) {
        at_ = inside;
        BareLine();
      } else {
        Line();
      }
    }
    if (!data_open_ || data_.empty() || data_ == "[DONE]") return events_;
    if (std::string("[DONE]").starts_with(data_)) data_.clear();
    EndEvent(End::kBody);
    return events_;
  }

 private:
  bool StartsBareJson(size_t at) const {
    return at < body_.size() && (body_[at] == '{' || body_[at] == '[');
  }

  // The line at at_ without its end, behind which at_ then is. Tells whether it has an end.
  bool TakeLine(std::string& line) {
    const size_t end = std::min(body_.find_first_of("\r\n", at_), body_.size());
    line = body_.substr(at_, end - at_);
    at_ = std::min(end + 1, body_.size());
    if (body_.compare(end, 2, "\r\n") == 0) ++at_;
    return end < body_.size();
  }

  void Line() {
    std::string line;
    const bool terminated = TakeLine(line);
    if (line.empty()) return EmptyLine();
    const size_t colon = line.find(':');
    const std::string field = line.substr(0, colon);
    if (colon == std::string::npos && !terminated) return;
    std::string value = colon == std::string::npos ? "" : line.substr(colon + 1);
    if (value.starts_with(" ")) value.erase(0, 1);
    if (field == "event") name_ = value.substr(0, 64);
    if (field != "data") return;
    if (data_open_) data_ += "\n";
    data_open_ = true;
    data_ += value;
  }

  void EmptyLine() {
    if (data_ == "[DONE]") data_.clear(), EndEvent(End::kDone);
    if (!data_.empty()) EndEvent(End::kLine);
    name_.clear();
    data_open_ = false;
  }

  void BareLine() {
    while (StartsBareJson(at_)) {
      if (body_[at_] == '[') {
        ++at_;
        BareList();
      } else {
        BareValue();
      }
      at_ = std::min(body_.find_first_not_of(" \t", at_), body_.size());
    }
    std::string rest;
    TakeLine(rest);
  }

  void BareList() {
    for (;;) {
      at_ = body_.find_first_not_of(" \t\r\n,", at_);
      if (at_ == std::string::npos) at_ = body_.size();
      if (at_ == body_.size()) return;
      if (body_[at_] == ']') {
        ++at_;
        return;
      }
      BareValue();
    }
  }

  void BareValue() {
    const size_t start = at_;
    bool complete = false;
    if (std::string("{[\"").find(body_[at_]) == std::string::npos) {
      at_ = std::min(body_.find_first_of(" \t\r\n,]", at_), body_.size());
      complete = at_ < body_.size();
    } else {
      int depth = 0;
      do {
        complete = BareToken(depth);
      } while (complete && depth > 0);
    }
    data_ = body_.substr(start, at_ - start);
    EndEvent(complete ? End::kLine : End::kBody);
  }

  // Takes one string or one other byte; false if the body ends before it does.
  bool BareToken(int& depth) {
    if (at_ == body_.size()) return false;
    const char c = body_[at_++];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') return true;
    while (at_ < body_.size() && body_[at_] != '"') {
      at_ += body_[at_] == '\\' ? 2 : 1;
    }
    if (at_ >= body_.size()) {
      at_ = body_.size();
      return false;
    }
    ++at_;
    return true;
  }

  void EndEvent(End end) {
    events_.push_back({data_, name_, end});
    data_.clear();
    name_.clear();
    data_open_ = false;
  }

  const std::string& body_;
  size_t at_ = 0;
  std::string data_;
  std::string name_;
  bool data_open_ = false;
  std::vector<SseEvent> events_;
};

}  // namespace

std::vector<SseEvent> ReferenceSse(const std::string& body) { return Reference(body).Read(); }

}  // namespace mediagen
