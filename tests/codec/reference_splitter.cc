#include "tests/codec/reference_splitter.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "tests/codec/reference_base64.h"
#include "tests/codec/reference_text.h"

namespace mediagen {
namespace {

// Every method returns false once the result holds an error.
class Reference {
 public:
  Reference(const std::string& body, const PayloadSplitter::Options& options)
      : body_(body), options_(options) {}

  SplitResult Split() {
    if (body_.starts_with("\xef\xbb\xbf")) {
      at_ = 3;
    } else if (!body_.empty() && body_[0] == '\xef') {
      at_ = body_.starts_with("\xef\xbb") ? 2 : 1;
      at_ == body_.size() ? Cut() : Malformed();
      return result_;
    }
    if (Value("", -1, 0)) {
      SkipBlanks();
      if (at_ < body_.size()) Malformed();
    }
    if (result_.code != absl::StatusCode::kOk) result_.envelope.clear();
    return result_;
  }

 private:
  bool Fail(absl::StatusCode code, const std::string& message) {
    result_.code = code;
    result_.message = message;
    return false;
  }
  bool Cut() {
    return Fail(absl::StatusCode::kDataLoss,
                "JSON body cut at byte " + std::to_string(body_.size()));
  }
  bool Malformed() {
    return Fail(absl::StatusCode::kInvalidArgument,
                "malformed JSON at byte " + std::to_string(at_));
  }
  bool Exhausted(const std::string& what, int64_t limit) {
    return Fail(absl::StatusCode::kResourceExhausted,
                "JSON body: " + what + " than " + std::to_string(limit));
  }
  bool Keep(const std::string& text) {
    result_.envelope += text;
    if (result_.envelope.size() <= options_.max_envelope_bytes) return true;
    return Exhausted("text beside media larger", static_cast<int64_t>(options_.max_envelope_bytes));
  }
  void SkipBlanks() { at_ = std::min(body_.find_first_not_of(" \t\r\n", at_), body_.size()); }
  // Skips blanks and takes one byte of `allowed`.
  bool Token(const std::string& allowed, char& c) {
    SkipBlanks();
    if (at_ == body_.size()) return Cut();
    c = body_[at_];
    if (allowed.find(c) == std::string::npos) return Malformed();
    ++at_;
    return Keep(std::string(1, c));
  }

  bool Value(const std::string& name, int field, int depth) {
    SkipBlanks();
    if (at_ == body_.size()) return Cut();
    const char c = body_[at_];
    if (c == '"' && field >= 0) return IsText(field) ? Text(field) : Media(field);
    if (c == '"') return String();
    if (c == '{' || c == '[') {
      if (depth >= options_.max_depth) return Exhausted("nested deeper", options_.max_depth);
      return c == '{' ? Object(name, depth + 1) : Array(name, depth + 1);
    }
    std::string word;
    const bool number = field >= 0 && (c == '-' || std::isdigit(static_cast<unsigned char>(c)));
    const std::string letters =
        number ? "eE" : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    while (at_ < body_.size() &&
           (letters + "0123456789+-.").find(body_[at_]) != std::string::npos) {
      word += body_[at_++];
    }
    if (word.empty()) return Malformed();
    if (!Keep(number ? "null" : word)) return false;
    return at_ < body_.size() || depth == 0 ? true : Cut();
  }

  bool Array(const std::string& name, int depth) {
    char c = 0;
    if (!Token("[", c)) return false;
    SkipBlanks();
    if (at_ < body_.size() && body_[at_] == ']') return Token("]", c);
    do {
      if (!Value(name, -1, depth) || !Token(",]", c)) return false;
    } while (c == ',');
    return true;
  }

  bool Object(const std::string& name, int depth) {
    char c = 0;
    if (!Token("{", c)) return false;
    SkipBlanks();
    if (at_ < body_.size() && body_[at_] == '}') return Token("}", c);
    do {
      SkipBlanks();
      if (at_ == body_.size()) return Cut();
      if (body_[at_] != '"') return Malformed();
      const TextLiteral literal = ReadLiteral(body_, at_ + 1);
      if (!String() || !Token(":", c)) return false;
      std::string key;
      for (const TextCharacter& t : literal.text) key += static_cast<char>(t.value);
      if (!Value(key, Field(name, key), depth) || !Token(",}", c)) return false;
    } while (c == ',');
    return true;
  }

  int Field(const std::string& parent, const std::string& key) const {
    for (size_t i = 0; i < options_.fields.size(); ++i) {
      const MediaField& field = options_.fields[i];
      const bool parent_fits = field.parent == "" || field.parent == parent;
      if (parent_fits && field.key == key) return static_cast<int>(i);
    }
    return -1;
  }

  bool String() {
    if (!Keep("\"")) return false;
    for (++at_; at_ < body_.size(); ++at_) {
      const char c = body_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return Malformed();
      if (!Keep(std::string(1, c))) return false;
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c != '\\' || at_ + 1 == body_.size()) continue;
      if (std::string("\"\\").find(body_[at_ + 1]) == std::string::npos) continue;
      if (!Keep(std::string(1, body_[++at_]))) return false;
    }
    return Cut();
  }

  bool IsText(int field) const { return options_.fields[field].kind == MediaField::Kind::kText; }

  bool Text(int field) {
    ++at_;
    if (at_ == body_.size()) return Cut();
    if (body_[at_] == '"') {
      ++at_;
      return Keep("\"\"");
    }
    if (!Keep(std::to_string(count_++))) return false;
    SplitItem item{field};
    while (at_ < body_.size() && body_[at_] != '"') {
      const ReferenceCharacter character = ReadCharacter(body_, at_);
      item.bytes += character.utf8;
      if (static_cast<int64_t>(item.bytes.size()) > options_.max_media_bytes) {
        return Exhausted("media item larger", options_.max_media_bytes);
      }
      at_ = character.end;
      if (character.malformed) return Malformed();
    }
    if (at_ == body_.size()) return Cut();
    ++at_;
    result_.items.push_back(item);
    return true;
  }

  bool Media(int field) {
    const TextLiteral literal = ReadLiteral(body_, at_ + 1);
    const std::vector<TextCharacter>& text = literal.text;
    size_t start = 0;
    while (start < text.size() && IsReferenceWhiteSpace(text[start].value)) ++start;
    std::string scheme;
    for (size_t i = start; i < text.size() && i < start + 5; ++i) {
      scheme += text[i].value < 0 ? '\xff' : static_cast<char>(text[i].value);
    }
    scheme = ReferenceLower(scheme);
    const bool data_url = scheme == "data:";
    if (options_.fields[field].kind == MediaField::Kind::kDataUrl) {
      const bool undecided = literal.cut && std::string("data:").starts_with(scheme);
      if (start > 0 || (!data_url && !undecided && !text.empty())) return String();
      if (!literal.cut && !data_url && !text.empty()) return String();
    }
    if (!data_url && literal.cut && std::string("data:").starts_with(scheme)) return Cut();

    ReferenceMedia media;
    if (data_url) {
      size_t comma = start + 5;
      std::string header;
      while (comma < text.size() && text[comma].value != ',' && !text[comma].bad_escape) {
        header += text[comma].value < 0 ? '\xff' : static_cast<char>(text[comma].value);
        ++comma;
      }
      const bool ends = comma == text.size();
      if (ends && literal.cut) return Cut();
      if (ends || text[comma].bad_escape || !ReferenceSaysBase64(header)) {
        media.corrupt = true;
        media.corrupt_offset = ends ? literal.length : text[comma].offset;
        return Deliver(field, media, literal);
      }
      start = comma + 1;
    }
    const std::vector<TextCharacter> payload(text.begin() + start, text.end());
    const bool blank = std::all_of(payload.begin(), payload.end(), [](const TextCharacter& c) {
      return IsReferenceWhiteSpace(c.value);
    });
    if (blank && literal.cut) return Cut();
    if (blank) {
      at_ = literal.end;
      return Keep("\"\"");
    }
    media = ReferenceDecode(payload, literal.length, literal.cut);
    return Deliver(field, media, literal);
  }

  bool Deliver(int field, const ReferenceMedia& media, const TextLiteral& literal) {
    if (++media_count_ > options_.max_media_items) {
      return Exhausted("media items more", options_.max_media_items);
    }
    if (!Keep(std::to_string(count_++))) return false;
    if (static_cast<int64_t>(media.bytes.size()) > options_.max_media_bytes) {
      return Exhausted("media item larger", options_.max_media_bytes);
    }
    if (literal.cut) return Cut();
    at_ = literal.end;
    result_.items.push_back({field, media.bytes, media.corrupt, media.corrupt_offset});
    return true;
  }

  const std::string& body_;
  const PayloadSplitter::Options& options_;
  SplitResult result_;
  size_t at_ = 0;
  int count_ = 0;
  int media_count_ = 0;
};

}  // namespace

SplitResult ReferenceSplit(const std::string& body, const PayloadSplitter::Options& options) {
  return Reference(body, options).Split();
}

}  // namespace mediagen
