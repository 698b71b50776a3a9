#ifndef MEDIAGEN_SANDBOX_IMAGEN_ANSWER_H_
#define MEDIAGEN_SANDBOX_IMAGEN_ANSWER_H_

#include <functional>
#include <memory>
#include <string>

#include "sandbox/imagen_request.h"
#include "sandbox/media.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/reply.h"

namespace mediagen::sandbox {

// What a `:predict` is answered with. A value.
struct ImagenAnswer {
  int count = 1;
  std::function<std::shared_ptr<const Media>(int index)> picture;
  std::string rewritten_prompt;  // "": it was not.
  ImagenOutput output;
  Misbehaviour misbehaviour = Misbehaviour::kNone;

  Reply Write() const;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_IMAGEN_ANSWER_H_
