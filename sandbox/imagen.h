#ifndef MEDIAGEN_SANDBOX_IMAGEN_H_
#define MEDIAGEN_SANDBOX_IMAGEN_H_

#include <string>

#include "sandbox/picture_studio.h"
#include "sandbox/reply.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// Answers `:predict`: pictures from a prompt, or a larger one of a given one. Any thread; does not
// own the studio.
class Imagen {
 public:
  explicit Imagen(PictureStudio& studio) : studio_(studio) {}

  Reply Predict(const Route& route, const std::string& request_body);

 private:
  PictureStudio& studio_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_IMAGEN_H_
