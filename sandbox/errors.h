#ifndef MEDIAGEN_SANDBOX_ERRORS_H_
#define MEDIAGEN_SANDBOX_ERRORS_H_

#include <string>

#include "sandbox/reply.h"

namespace mediagen::sandbox {

// How a surface spells its errors; that of the Interactions API has a word for its code.
enum class ErrorShape { kGoogle, kOpenAi, kInteractions };

// The HTTP status, and the shape's own word for it.
Reply ErrorReply(ErrorShape shape, int http_status, const std::string& message);

inline Reply GoogleError(int http_status, const std::string& message) {
  return ErrorReply(ErrorShape::kGoogle, http_status, message);
}
inline Reply OpenAiError(int http_status, const std::string& message) {
  return ErrorReply(ErrorShape::kOpenAi, http_status, message);
}
inline Reply InteractionsError(int http_status, const std::string& message) {
  return ErrorReply(ErrorShape::kInteractions, http_status, message);
}

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_ERRORS_H_
