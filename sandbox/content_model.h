#ifndef MEDIAGEN_SANDBOX_CONTENT_MODEL_H_
#define MEDIAGEN_SANDBOX_CONTENT_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "sandbox/canvas.h"

namespace mediagen::sandbox {

// How large the pictures of `:generateContent` are: "512", "1K", "2K" or "4K".
enum class ContentSize { k512, k1K, k2K, k4K };

// What sets the models of `:generateContent` apart, told by their names. All free; any thread.

// It sends thoughts, a draft and signatures along.
bool ThinksAloud(const std::string& model);
// It makes a picture also when no modality is named.
bool DrawsUnasked(const std::string& model);

// Nothing for a size that is none, or that the model does not make; "" is 1K.
std::optional<ContentSize> FindContentSize(const std::string& model, const std::string& name);
// In pixels; nothing for an unknown ratio.
std::optional<Size> PixelsOf(const std::string& model, const std::string& aspect_ratio,
                             ContentSize size);
// As many pixels, in the ratio of `like`, within 1:8 and 8:1.
Size PixelsLike(Size like, ContentSize size);

// What a picture that goes out is counted as.
int64_t PictureTokens(const std::string& model, ContentSize size);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CONTENT_MODEL_H_
