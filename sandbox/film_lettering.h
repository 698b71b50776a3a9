#ifndef MEDIAGEN_SANDBOX_FILM_LETTERING_H_
#define MEDIAGEN_SANDBOX_FILM_LETTERING_H_

#include "sandbox/canvas.h"
#include "sandbox/film.h"

namespace mediagen::sandbox {

// What lies over the frames of a film: its title or caption, its reference pictures, and in a
// caption what was changed, under a light of each change. Made anew only where a change sets in.
// One thread at a time.
class FilmLettering {
 public:
  // A poster's title stands over a landscape, down to `title_bottom`.
  FilmLettering(const VideoSpec& spec, double title_bottom);
  // A caption stands over a picture.
  FilmLettering(const VideoSpec& spec, Color accent);

  void Paint(const Canvas& canvas, double seconds);

 private:
  // How many changes have set in by then.
  int ChangesAt(double seconds) const;
  void Letter(int changes);
  void PutReferences() const;

  const VideoSpec spec_;
  const double title_bottom_ = 0;  // 0: a caption it is.
  const Color accent_;
  int changes_ = -1;  // Those that lettering_ shows.
  Canvas lettering_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_FILM_LETTERING_H_
