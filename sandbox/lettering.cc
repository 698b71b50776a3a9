#include "sandbox/lettering.h"

#include <algorithm>
#include <string_view>

#ifdef __SANITIZE_ADDRESS__
// Fontconfig loses a few hundred bytes the first time a font is looked up.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
#endif

namespace mediagen::sandbox {
namespace {

constexpr double kSizeStep = 0.92;
constexpr size_t kMostBytes = 2000;
constexpr char kEllipsis[] = "\xE2\x80\xA6";

// A byte of UTF-8 that is not the first of its character.
bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

void SelectFont(cairo_t* pen, const LetterStyle& style, double size) {
  cairo_select_font_face(pen, style.typeface == Typeface::kSerif ? "DejaVu Serif" : "DejaVu Sans",
                         CAIRO_FONT_SLANT_NORMAL,
                         style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(pen, size);
}

double Advance(cairo_t* pen, const std::string& text) {
  cairo_text_extents_t extents;
  cairo_text_extents(pen, text.c_str(), &extents);
  return extents.x_advance;
}

size_t CharacterBytes(std::string_view text) {
  size_t size = 1;
  while (size < text.size() && IsContinuation(text[size])) ++size;
  return size;
}

std::vector<std::string> Words(std::string_view text) {
  // More can never be read in a picture, and would only take time to lay out.
  if (text.size() > kMostBytes) {
    size_t end = kMostBytes;
    while (end > 0 && IsContinuation(text[end])) --end;
    text = text.substr(0, end);
  }
  std::vector<std::string> words;
  std::string word;
  for (char c : std::string(text) + " ") {
    if (static_cast<unsigned char>(c) > ' ' && c != 0x7F) {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

// Puts the word on the last line or on new ones; a word wider than a line is broken between
// characters.
void AddWord(cairo_t* pen, std::string_view word, double width, std::vector<std::string>& lines) {
  if (!lines.empty()) {
    std::string longer = lines.back() + " " + std::string(word);
    if (Advance(pen, longer) <= width) {
      lines.back() = std::move(longer);
      return;
    }
  }
  if (Advance(pen, std::string(word)) <= width) {
    lines.emplace_back(word);
    return;
  }
  lines.emplace_back();
  while (!word.empty()) {
    const std::string_view character = word.substr(0, CharacterBytes(word));
    std::string longer = lines.back() + std::string(character);
    if (!lines.back().empty() && Advance(pen, longer) > width) {
      lines.emplace_back(character);
    } else {
      lines.back() = std::move(longer);
    }
    word.remove_prefix(character.size());
  }
}

void EndWithEllipsis(cairo_t* pen, double width, std::string& line) {
  while (!line.empty() && Advance(pen, line + kEllipsis) > width) {
    while (line.size() > 1 && IsContinuation(line.back())) line.pop_back();
    line.pop_back();
  }
  line += kEllipsis;
}

void ShowText(cairo_t* pen, const std::string& text, double x, double y, double font_size,
              const LetterStyle& style) {
  if (style.shadow > 0) {
    // Three faint copies look softer than one.
    for (double offset : {0.02, 0.045, 0.07}) {
      cairo_set_source_rgba(pen, 0, 0, 0, style.shadow / 3);
      cairo_move_to(pen, x, y + font_size * offset);
      cairo_show_text(pen, text.c_str());
    }
  }
  SetColor(pen, style.color, style.alpha);
  cairo_move_to(pen, x, y);
  cairo_show_text(pen, text.c_str());
}

}  // namespace

Lettering FitText(cairo_t* pen, const std::string& text, double width, double height,
                  const LetterStyle& style) {
  const std::vector<std::string> words = Words(text);
  Lettering lettering;
  for (double size = style.largest;; size = std::max(style.smallest, size * kSizeStep)) {
    lettering.font_size = size;
    lettering.lines.clear();
    SelectFont(pen, style, size);
    for (const std::string& word : words) {
      AddWord(pen, word, width, lettering.lines);
      if (lettering.height() > height) break;
    }
    if (lettering.height() <= height) return lettering;
    if (size <= style.smallest) break;
  }
  while (lettering.lines.size() > 1 && lettering.height() > height) lettering.lines.pop_back();
  EndWithEllipsis(pen, width, lettering.lines.back());
  return lettering;
}

double DrawCentred(cairo_t* pen, const Lettering& lettering, const Box& box,
                   const LetterStyle& style) {
  const double step = lettering.font_size * Lettering::kLineSpacing;
  SelectFont(pen, style, lettering.font_size);
  double base_line = box.y + lettering.font_size;
  for (const std::string& line : lettering.lines) {
    const double x = box.x + (box.width - Advance(pen, line)) / 2;
    ShowText(pen, line, x, base_line, lettering.font_size, style);
    base_line += step;
  }
  return lettering.height();
}

void DrawSpaced(cairo_t* pen, const std::string& text, double x, double y, double font_size,
                double spacing, const LetterStyle& style) {
  SelectFont(pen, style, font_size);
  std::vector<std::string> characters;
  double width = -spacing;
  for (std::string_view left = text; !left.empty();) {
    const size_t size = CharacterBytes(left);
    characters.emplace_back(left.substr(0, size));
    width += Advance(pen, characters.back()) + spacing;
    left.remove_prefix(size);
  }
  x -= width / 2;
  for (const std::string& character : characters) {
    ShowText(pen, character, x, y, font_size, style);
    x += Advance(pen, character) + spacing;
  }
}

}  // namespace mediagen::sandbox
