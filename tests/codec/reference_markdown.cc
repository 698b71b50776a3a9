#include "tests/codec/reference_markdown.h"

#include <algorithm>
#include <optional>

#include "tests/codec/reference_base64.h"
#include "tests/codec/reference_text.h"

namespace mediagen {
namespace {

// Tries the markup at every place of the text anew.
class Reference {
 public:
  explicit Reference(const std::string& text) : text_(text) {}

  std::vector<MarkdownItem> Read() {
    std::vector<MarkdownItem> items;
    for (size_t start = 0; start < text_.size();) {
      at_ = start;
      item_.reset();
      if (!Markup()) {
        AddMarkdownItem(Text(text_.substr(start, 1)), items);
        ++start;
        continue;
      }
      if (item_.has_value()) AddMarkdownItem(*item_, items);
      start = at_;
    }
    return items;
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Take(const std::string& expected) {
    if (text_.compare(at_, expected.size(), expected) != 0) return false;
    at_ += expected.size();
    return true;
  }
  // No other markup begins in what was read since `from`, nor with its last byte.
  bool IsAlone(size_t from) const {
    return text_.substr(from, at_ + 1 - from).find("![") == std::string::npos;
  }

  void SkipBlanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  bool Markup() {
    const size_t start = at_;
    if (!Take("![") || !Alt() || !Take("](")) return false;
    const size_t url_part = at_;
    SkipBlanks();
    const size_t url = at_;
    const std::string scheme = ReferenceLower(text_.substr(at_, 5));
    const bool is_data = scheme == "data:";
    if (is_data ? !Header(url_part) : !LinkUrl(url_part)) return false;
    if (!IsAlone(start + 1)) return false;
    if (is_data) {
      Payload(url);
      return true;
    }
    const std::string link = text_.substr(url, at_ - url);
    const size_t behind = at_;
    if (Peek() != ')' && !Title()) return false;
    if (at_ - behind > 1024 + 1 || !IsAlone(start + 1) || !Take(")")) return false;
    item_ = Link(link);
    return true;
  }

  // Stops at the bracket that closes the alt.
  bool Alt() {
    const size_t start = at_;
    int depth = 0;
    for (; at_ < text_.size() && at_ - start <= 1024; ++at_) {
      const char c = Peek();
      if (c == ']' && depth-- == 0) return true;
      if (c == '[') ++depth;
      if (c == '\\') ++at_;
    }
    return false;
  }

  // Stops behind the url.
  bool LinkUrl(size_t part) {
    const size_t start = at_;
    const std::string lower = ReferenceLower(text_.substr(at_, 8));
    if (!lower.starts_with("http://") && !lower.starts_with("https://")) return false;
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const unsigned char c = static_cast<unsigned char>(Peek());
      if (std::string(" \t\r\n").find(Peek()) != std::string::npos) break;
      if (c < 0x20 || c == 0x7f) return false;
      if (c == ')' && depth-- == 0) {
        ++depth;
        break;
      }
      if (c == '(') ++depth;
    }
    return at_ < text_.size() && depth == 0 && at_ - part <= 8192 &&
           !text_.substr(start, at_ - start).ends_with("://");
  }

  // Stops behind the title and the blanks around it.
  bool Title() {
    SkipBlanks();
    const char quote = Peek();
    if (quote == ')') return true;
    if (quote != '"' && quote != '\'') return false;
    for (++at_; at_ < text_.size() && Peek() != quote; ++at_) {
      if (Peek() == '\\') ++at_;
    }
    if (at_ >= text_.size()) return false;
    ++at_;
    SkipBlanks();
    return true;
  }

  // Stops at the first byte of the payload.
  bool Header(size_t part) {
    at_ += 5;
    const size_t end = text_.find_first_of(",)", at_);
    if (end == std::string::npos || text_[end] == ')') return false;
    if (!ReferenceSaysBase64(text_.substr(at_, end - at_))) return false;
    at_ = end + 1;
    while (at_ < text_.size() && IsReferenceWhiteSpace(Peek())) ++at_;
    return at_ < text_.size() && at_ - part <= 8192;
  }

  void Payload(size_t url) {
    if (Take(")")) return;
    const size_t start = at_;
    const size_t end = text_.find(')', at_);
    const size_t quote = Quote(start, std::min(end, text_.size()));
    at_ = quote == std::string::npos ? end : quote;
    if (quote != std::string::npos) {
      const std::optional<size_t> close = CloseQuote(quote);
      at_ = close.has_value() ? text_.find(')', *close) : std::string::npos;
    }
    const bool cut = at_ == std::string::npos;
    std::vector<TextCharacter> payload;
    const size_t payload_end = quote == std::string::npos ? std::min(end, text_.size()) : quote;
    for (size_t i = start; i < payload_end; ++i) {
      const auto byte = static_cast<unsigned char>(text_[i]);
      payload.push_back({byte < 0x80 ? byte : -1, static_cast<int64_t>(i - url)});
    }
    const auto length = static_cast<int64_t>(payload_end - url);
    const ReferenceMedia media = ReferenceDecode(payload, length, cut);
    item_ = MarkdownItem{MarkdownItem::Kind::kPicture, media.bytes, media.corrupt,
                         media.corrupt_offset};
    if (cut && !media.corrupt) item_ = CorruptPicture(media.bytes, length);
    at_ = cut ? text_.size() : at_ + 1;
  }

  // Where a title opens: a quote behind a blank, all before it being good so far.
  size_t Quote(size_t start, size_t end) const {
    for (size_t i = start + 1; i < end; ++i) {
      const bool opens =
          (text_[i] == '"' || text_[i] == '\'') && IsReferenceWhiteSpace(text_[i - 1]);
      if (!opens) continue;
      const std::string payload = text_.substr(start, i - start);
      if (!ReferenceDecode(PlainText(payload), 0, /*cut=*/true).corrupt) return i;
    }
    return std::string::npos;
  }

  std::optional<size_t> CloseQuote(size_t open) const {
    for (size_t i = open + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == text_[open]) {
        return i + 1;
      }
    }
    return std::nullopt;
  }

  const std::string& text_;
  size_t at_ = 0;
  std::optional<MarkdownItem> item_;
};

}  // namespace

std::vector<MarkdownItem> ReferenceMarkdown(const std::string& text) {
  return Reference(text).Read();
}

}  // namespace mediagen
