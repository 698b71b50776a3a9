#include "sandbox/film_lettering.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/dice.h"
#include "sandbox/palette.h"
#include "sandbox/picture_codec.h"
#include "sandbox/poster.h"

namespace mediagen::sandbox {
namespace {

constexpr char kMiddleDot[] = "  \xC2\xB7  ";
constexpr double kLightOfChange = 0.16;    // Alpha: the look stays what it was.
constexpr double kReferenceShare = 0.16;   // Of the shorter side.
constexpr double kReferenceMargin = 0.03;  // The same.

Color LightOf(const FilmChange& change) {
  Dice dice(HashText(change.prompt));
  return PickPalette(dice).sky_middle;
}

std::string SmallLine(const VideoSpec& spec, int changes) {
  std::string line = absl::StrCat("mediagen sandbox", kMiddleDot, spec.model);
  if (spec.count > 1) absl::StrAppend(&line, kMiddleDot, spec.index + 1, " of ", spec.count);
  if (changes > 0) absl::StrAppend(&line, kMiddleDot, "change ", changes);
  return line;
}

}  // namespace

FilmLettering::FilmLettering(const VideoSpec& spec, double title_bottom)
    : spec_(spec), title_bottom_(title_bottom), lettering_({1, 1}) {}

FilmLettering::FilmLettering(const VideoSpec& spec, Color accent)
    : spec_(spec), accent_(accent), lettering_({1, 1}) {}

int FilmLettering::ChangesAt(double seconds) const {
  return static_cast<int>(
      std::count_if(spec_.changes.begin(), spec_.changes.end(),
                    [&](const FilmChange& change) { return change.from_second <= seconds; }));
}

void FilmLettering::Letter(int changes) {
  changes_ = changes;
  lettering_ = Canvas(spec_.size, Canvas::Kind::kTransparent);
  std::string caption = title_bottom_ > 0 ? "" : spec_.prompt;
  for (int i = 0; i < changes; ++i) {
    const FilmChange& change = spec_.changes[static_cast<size_t>(i)];
    SetColor(lettering_.pen(), LightOf(change), kLightOfChange);
    cairo_paint(lettering_.pen());
    absl::StrAppend(&caption, caption.empty() ? "" : kMiddleDot, change.prompt);
  }
  const std::string small_line = SmallLine(spec_, changes);
  if (title_bottom_ > 0) {
    LetterPoster(lettering_, spec_.prompt, caption.empty() ? small_line : "", title_bottom_);
  }
  PutReferences();
  if (caption.empty()) return;
  const Color accent =
      changes > 0 ? Mix(LightOf(spec_.changes[static_cast<size_t>(changes) - 1]), {1, 1, 1}, 0.25)
                  : accent_;
  LetterCaption(lettering_, caption, small_line, accent);
}

void FilmLettering::PutReferences() const {
  const int unit = std::min(spec_.size.width, spec_.size.height);
  const int side = std::max(1, static_cast<int>(unit * kReferenceShare));
  const double step = side + unit * kReferenceMargin;
  double x = spec_.size.width - step;
  for (const auto& bytes : spec_.references) {
    const std::optional<Canvas> picture = DecodePicture(*bytes);
    if (!picture.has_value()) continue;
    lettering_.Put(CoverFit(*picture, {side, side}), x, unit * kReferenceMargin);
    x -= step;
  }
}

void FilmLettering::Paint(const Canvas& canvas, double seconds) {
  if (const int changes = ChangesAt(seconds); changes != changes_) Letter(changes);
  canvas.Put(lettering_, 0, 0);
}

}  // namespace mediagen::sandbox
