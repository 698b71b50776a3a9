#ifndef MEDIAGEN_SANDBOX_IMAGEN_H_
#define MEDIAGEN_SANDBOX_IMAGEN_H_

#include <string>

#include "sandbox/picture_studio.h"
#include "sandbox/reply.h"

namespace mediagen::sandbox {

// Answers `:predict`: pictures from a prompt. Any thread; does not own the studio.
class Imagen {
 public:
  explicit Imagen(PictureStudio& studio) : studio_(studio) {}

  Reply Predict(const std::string& model, const std::string& request_body);

 private:
  struct Order;

  Reply Pictures(const Order& order);

  PictureStudio& studio_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_IMAGEN_H_
