#ifndef MEDIAGEN_SANDBOX_PICTURE_CODEC_H_
#define MEDIAGEN_SANDBOX_PICTURE_CODEC_H_

#include <optional>
#include <string>
#include <string_view>

#include "sandbox/canvas.h"

namespace mediagen::sandbox {

// PNG without an alpha channel.
std::string EncodePng(const Canvas& canvas);

// `quality` is 0..100.
std::string EncodeJpeg(const Canvas& canvas, int quality);

// A PNG or JPEG, transparent parts upon white; nothing when it is neither, or broken, or larger
// than 64 million pixels.
std::optional<Canvas> DecodePicture(std::string_view bytes);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_PICTURE_CODEC_H_
