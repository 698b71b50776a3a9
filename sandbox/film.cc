#include "sandbox/film.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "sandbox/dice.h"
#include "sandbox/film_lettering.h"
#include "sandbox/landscape.h"
#include "sandbox/picture_codec.h"

namespace mediagen::sandbox {
namespace {

constexpr int kMotes = 36;
constexpr double kZoom = 0.12;  // How much larger the first frame is at the end.

uint64_t Seed(const VideoSpec& spec) {
  return HashText(spec.prompt, VariantOf(spec.seed, spec.index));
}

class LandscapeFilm : public Film {
 public:
  explicit LandscapeFilm(const VideoSpec& spec)
      : landscape_(Seed(spec), spec.size), lettering_(spec, landscape_.horizon()) {}

  void PaintFrame(const Canvas& canvas, double seconds) override {
    landscape_.Paint(canvas, seconds);
    lettering_.Paint(canvas, seconds);
  }

 private:
  const Landscape landscape_;
  FilmLettering lettering_;
};

// Specks of light that drift over the first frame, so that also a plain one is seen to move.
struct Mote {
  double x, y, radius, speed, sway, phase, alpha;
};

class PictureFilm : public Film {
 public:
  PictureFilm(const VideoSpec& spec, const Canvas& picture, const std::optional<Canvas>& last)
      : seconds_(spec.seconds),
        dice_(Seed(spec)),
        picture_(WholeFit(picture, spec.size)),
        lettering_(spec, Mix(PickPalette(dice_).sky_low, {1, 1, 1}, 0.2)) {
    if (last.has_value()) last_picture_ = WholeFit(*last, spec.size);
    const double unit = std::min(spec.size.width, spec.size.height);
    for (int i = 0; i < kMotes; ++i) {
      motes_.push_back({dice_.Uniform(0, spec.size.width), dice_.Uniform(0, spec.size.height),
                        unit * dice_.Uniform(0.002, 0.011), unit * dice_.Uniform(0.02, 0.07),
                        unit * dice_.Uniform(0.005, 0.02), dice_.Uniform(0, 6.3),
                        dice_.Uniform(0.15, 0.5)});
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
    // The other end comes up in the second half.
    if (last_picture_.has_value() && progress > 0.5) {
      canvas.Put(*last_picture_, 0, 0, std::min(1.0, 2 * progress - 1));
    }
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
    lettering_.Paint(canvas, seconds);
  }

 private:
  const double seconds_;
  Dice dice_;
  Canvas picture_;
  std::optional<Canvas> last_picture_;
  FilmLettering lettering_;
  std::vector<Mote> motes_;
};

}  // namespace

std::unique_ptr<Film> MakeFilm(const VideoSpec& spec) {
  if (spec.first_frame == nullptr) return std::make_unique<LandscapeFilm>(spec);
  const std::optional<Canvas> picture = DecodePicture(*spec.first_frame);
  if (!picture.has_value()) return nullptr;
  std::optional<Canvas> last;
  if (spec.last_frame != nullptr) {
    last = DecodePicture(*spec.last_frame);
    if (!last.has_value()) return nullptr;
  }
  return std::make_unique<PictureFilm>(spec, *picture, last);
}

}  // namespace mediagen::sandbox
