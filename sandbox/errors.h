#ifndef MEDIAGEN_SANDBOX_ERRORS_H_
#define MEDIAGEN_SANDBOX_ERRORS_H_

#include <string>

#include "sandbox/reply.h"

namespace mediagen::sandbox {

// How a surface spells its errors.
enum class ErrorShape { kGoogle, kOpenAi };

// The HTTP status, and Google's word for it (`status`, also the `type` of OpenAI's shape follows
// from it).
Reply ErrorReply(ErrorShape shape, int http_status, const std::string& message);

inline Reply GoogleError(int http_status, const std::string& message) {
  return ErrorReply(ErrorShape::kGoogle, http_status, message);
}
inline Reply OpenAiError(int http_status, const std::string& message) {
  return ErrorReply(ErrorShape::kOpenAi, http_status, message);
}

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_ERRORS_H_
