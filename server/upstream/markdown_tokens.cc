#include "server/upstream/markdown_tokens.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/upstream/utf8.h"

namespace mediagen {
namespace {

constexpr size_t kMaxWordBytes = 256;
// Signed links are long, yet no server takes more.
constexpr size_t kMaxUrlBytes = 8192;

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
}

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// What no URL holds, wherever it stands.
bool EndsUrl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7f || absl::StrContains("\"<>`|\\^{}", c);
}

// Bytes that a character has after its first one; 0 for a byte that begins no character.
size_t BytesToCome(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte >= 0xf0 && byte < 0xf5) return 3;
  if (byte >= 0xe0) return byte < 0xf0 ? 2 : 0;
  return byte >= 0xc2 ? 1 : 0;
}

bool IsScheme(absl::string_view word) {
  return absl::EqualsIgnoreCase(word, "http") || absl::EqualsIgnoreCase(word, "https");
}

// What follows the scheme of the URL so far.
absl::string_view BehindScheme(absl::string_view url) { return url.substr(url.find("://") + 3); }

// Whether a numeric host of IPv6 is being written.
bool IsInBrackets(absl::string_view url) {
  return absl::StartsWith(BehindScheme(url), "[") && !absl::StrContains(url, ']');
}

}  // namespace

void MarkdownTokens::Feed(absl::string_view text) {
  for (char c : text) Take(c);
}

void MarkdownTokens::Take(char c) {
  switch (state_) {
    case State::kBetween:
      return Begin(c);
    case State::kWord:
      if (IsWordCharacter(c)) {
        if (token_.size() < kMaxWordBytes) token_ += c;
        return;
      }
      if (c == ':' && IsScheme(token_)) {
        token_ += c;
        state_ = State::kScheme;
        return;
      }
      EndWord();
      return Begin(c);
    case State::kScheme:
      if (c != '/') {
        EndScheme();
        return Begin(c);
      }
      token_ += c;
      if (absl::EndsWith(token_, "//")) state_ = State::kUrl;
      return;
    case State::kUrl:
      if (TakeIntoUrl(c)) return;
      EndUrl();
      return Begin(c);
    case State::kCharacter:
      return TakeIntoCharacter(c);
  }
}

void MarkdownTokens::Begin(char c) {
  token_ = c;
  too_long_ = false;
  if (IsWordCharacter(c)) {
    is_target_ = link_ == Link::kTarget;
    open_parentheses_ = 0;
    link_ = Link::kNone;
    state_ = State::kWord;
  } else if (BytesToCome(c) > 0) {
    state_ = State::kCharacter;
  } else {
    Symbol(token_);
  }
}

bool MarkdownTokens::TakeIntoUrl(char c) {
  if (EndsUrl(c)) return false;
  // Text of other scripts goes on right behind a bare URL; the target of a link is all URL.
  if (!IsAscii(c) && !is_target_) return false;
  // Elsewhere a bracket closes the label that the URL stands in.
  if (c == ']' && !IsInBrackets(token_)) return false;
  if (c == '(') ++open_parentheses_;
  if (c == ')' && open_parentheses_-- == 0) return false;
  too_long_ = too_long_ || token_.size() == kMaxUrlBytes;
  if (!too_long_) token_ += c;
  return true;
}

void MarkdownTokens::TakeIntoCharacter(char c) {
  const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
  if (continues) token_ += c;
  if (continues && token_.size() <= BytesToCome(token_[0])) return;
  state_ = State::kBetween;
  const std::string character = token_;
  if (Utf8CharacterSize(character) == character.size()) {
    Symbol(character);
  } else {
    for (char byte : character) Symbol(absl::string_view(&byte, 1));
  }
  if (!continues) Begin(c);
}

void MarkdownTokens::Symbol(absl::string_view text) {
  if (text == "]") {
    link_ = Link::kLabelEnd;
  } else if (link_ == Link::kLabelEnd) {
    link_ = text == "(" ? Link::kTarget : Link::kNone;
  } else if (text != "<" && text != " ") {
    link_ = Link::kNone;
  }
  sink_.OnSymbol(text);
}

void MarkdownTokens::EndWord() {
  state_ = State::kBetween;
  sink_.OnWord(token_);
}

void MarkdownTokens::EndScheme() {
  state_ = State::kBetween;
  const absl::string_view token(token_);
  const size_t colon = token.find(':');
  sink_.OnWord(token.substr(0, colon));
  for (char c : token.substr(colon)) Symbol(absl::string_view(&c, 1));
}

void MarkdownTokens::EndUrl() {
  state_ = State::kBetween;
  if (!is_target_) {
    // The sentence that a bare URL stands in goes on behind it.
    while (absl::StrContains(".,;:!?'*", token_.back())) token_.pop_back();
  }
  if (BehindScheme(token_).empty()) {
    EndScheme();
  } else if (too_long_) {
    sink_.OnWord(absl::string_view(token_).substr(0, kMaxWordBytes));
  } else {
    sink_.OnUrl(token_);
  }
}

void MarkdownTokens::Finish() {
  switch (state_) {
    case State::kBetween:
    case State::kCharacter:
      break;
    case State::kWord:
      EndWord();
      break;
    case State::kScheme:
      EndScheme();
      break;
    case State::kUrl:
      if (!is_target_) EndUrl();
      break;
  }
  state_ = State::kBetween;
}

}  // namespace mediagen
