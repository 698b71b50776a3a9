#ifndef MEDIAGEN_SANDBOX_POSTER_H_
#define MEDIAGEN_SANDBOX_POSTER_H_

#include <string>

#include "sandbox/canvas.h"

namespace mediagen::sandbox {

// Letters the title over the upper part, down to `bottom`, with a shade behind it so that it can be
// read on any sky; and the small line at the lower edge.
void LetterPoster(const Canvas& canvas, const std::string& title, const std::string& small_line,
                  double bottom);

// A dark strip at the lower edge with the text on it.
void LetterCaption(const Canvas& canvas, const std::string& text, const std::string& small_line,
                   Color accent);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_POSTER_H_
