// Markdown, cut into what a reader of facts looks at.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MARKDOWN_TOKENS_H_
#define MEDIAGEN_SERVER_UPSTREAM_MARKDOWN_TOKENS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace mediagen {

// Takes the tokens of a text, in order. `text` lives for the call.
class MarkdownTokenSink {
 public:
  virtual ~MarkdownTokenSink() = default;
  // A run of letters, digits, `_` and `-`, of which at most 256 bytes are given.
  virtual void OnWord(absl::string_view text) = 0;
  // An http or https URL, whole: in a link, or bare.
  virtual void OnUrl(absl::string_view text) = 0;
  // Any other character, one at a time; a byte that is no UTF-8 comes by itself.
  virtual void OnSymbol(absl::string_view text) = 0;
};

// Cuts text into words, URLs and symbols while it arrives, the same whatever the pieces it comes
// in. A token is given as soon as it is certain where it ends. Holds at most one token. Any thread;
// the sink outlives it.
class MarkdownTokens {
 public:
  explicit MarkdownTokens(MarkdownTokenSink& sink) : sink_(sink) {}

  void Feed(absl::string_view text);
  // The text has ended: gives the token that was open. The target of a link that lacks its end is
  // no URL: the rest of it never came.
  void Finish();

 private:
  enum class State {
    kBetween,
    kWord,
    kScheme,  // `https:` or `https:/`, which may become a URL.
    kUrl,
    kCharacter,  // In the middle of a character of several bytes.
  };
  // How far `](` or `](<` has come, behind which the target of a link stands.
  enum class Link { kNone, kLabelEnd, kTarget };

  void Take(char c);
  void Begin(char c);
  bool TakeIntoUrl(char c);
  void TakeIntoCharacter(char c);
  void Symbol(absl::string_view text);
  void EndWord();
  void EndScheme();
  void EndUrl();

  MarkdownTokenSink& sink_;
  State state_ = State::kBetween;
  std::string token_;
  bool too_long_ = false;
  Link link_ = Link::kNone;
  bool is_target_ = false;    // Of the URL that is open: the target of a link.
  int open_parentheses_ = 0;  // In that URL.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MARKDOWN_TOKENS_H_
