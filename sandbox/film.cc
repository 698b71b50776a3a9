#include "sandbox/film.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sandbox/dice.h"
#include "sandbox/landscape.h"
#include "sandbox/picture_codec.h"
#include "sandbox/poster.h"

namespace mediagen::sandbox {
namespace {

constexpr int kMotes = 36;
constexpr double kZoom = 0.12;  // How much larger the first frame is at the end.

std::string SmallLine(const VideoSpec& spec) {
  std::string line = absl::StrCat("mediagen sandbox  \xC2\xB7  ", spec.model);
  if (spec.count > 1) absl::StrAppend(&line, "  \xC2\xB7  ", spec.index + 1, " of ", spec.count);
  return line;
}

uint64_t Seed(const VideoSpec& spec) {
  return HashText(spec.prompt, VariantOf(spec.seed, spec.index));
}

class LandscapeFilm : public Film {
 public:
  explicit LandscapeFilm(const VideoSpec& spec)
      : landscape_(Seed(spec), spec.size), lettering_(spec.size, Canvas::Kind::kTransparent) {
    LetterPoster(lettering_, spec.prompt, SmallLine(spec), landscape_.horizon());
  }

  void PaintFrame(const Canvas& canvas, double seconds) override {
    landscape_.Paint(canvas, seconds);
    canvas.Put(lettering_, 0, 0);
  }

 private:
  const Landscape landscape_;
  Canvas lettering_;
};

// Specks of light that drift over the first frame, so that also a plain one is seen to move.
struct Mote {
  double x, y, radius, speed, sway, phase, alpha;
};

class PictureFilm : public Film {
 public:
  PictureFilm(const VideoSpec& spec, const Canvas& picture)
      : seconds_(spec.seconds),
        picture_(WholeFit(picture, spec.size)),
        lettering_(spec.size, Canvas::Kind::kTransparent) {
    Dice dice(Seed(spec));
    const Color accent = Mix(PickPalette(dice).sky_low, {1, 1, 1}, 0.2);
    if (!spec.prompt.empty()) LetterCaption(lettering_, spec.prompt, SmallLine(spec), accent);
    const double unit = std::min(spec.size.width, spec.size.height);
    for (int i = 0; i < kMotes; ++i) {
      motes_.push_back({dice.Uniform(0, spec.size.width), dice.Uniform(0, spec.size.height),
                        unit * dice.Uniform(0.002, 0.011), unit * dice.Uniform(0.02, 0.07),
                        unit * dice.Uniform(0.005, 0.02), dice.Uniform(0, 6.3),
                        dice.Uniform(0.15, 0.5)});
    }
  }

  void PaintFrame(const Canvas& canvas, double seconds) override {
    cairo_t* pen = canvas.pen();
    const double progress = seconds / seconds_;
    const double zoom = 1 + kZoom * (1 - std::cos(std::numbers::pi * progress)) / 2;
    cairo_save(pen);
    cairo_translate(pen, canvas.width() / 2.0, canvas.height() / 2.0);
    cairo_scale(pen, zoom, zoom);
    canvas.PutWithEdges(picture_, -canvas.width() / 2.0, -canvas.height() / 2.0);
    cairo_restore(pen);
    // They come up with time: the first frame is the picture alone.
    const double shown = std::min(1.0, seconds);
    for (const Mote& mote : motes_) {
      const double fallen = mote.y - mote.speed * seconds;
      const double y = fallen - canvas.height() * std::floor(fallen / canvas.height());
      const double x = mote.x + mote.sway * std::sin(seconds * 1.3 + mote.phase);
      cairo_set_source_rgba(pen, 1, 0.97, 0.88, mote.alpha * shown);
      cairo_arc(pen, x, y, mote.radius, 0, 2 * std::numbers::pi);
      cairo_fill(pen);
    }
    canvas.Put(lettering_, 0, 0);
  }

 private:
  const double seconds_;
  Canvas picture_;
  Canvas lettering_;
  std::vector<Mote> motes_;
};

}  // namespace

std::unique_ptr<Film> MakeFilm(const VideoSpec& spec) {
  if (spec.first_frame == nullptr) return std::make_unique<LandscapeFilm>(spec);
  const std::optional<Canvas> picture = DecodePicture(*spec.first_frame);
  if (!picture.has_value()) return nullptr;
  return std::make_unique<PictureFilm>(spec, *picture);
}

}  // namespace mediagen::sandbox
