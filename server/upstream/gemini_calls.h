// The calls of Google's Gemini dialect, which relays speak, too.
#ifndef MEDIAGEN_SERVER_UPSTREAM_GEMINI_CALLS_H_
#define MEDIAGEN_SERVER_UPSTREAM_GEMINI_CALLS_H_

#include "server/upstream/google_lines.h"

namespace mediagen {

inline constexpr Endpoint kGeminiPredict = {"POST", Base::kGoogle, "/{version}/{model}:predict",
                                            KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiGenerateContent = {
    "POST", Base::kGoogle, "/{version}/{model}:generateContent", KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiStreamGenerateContent = {
    "POST", Base::kGoogle, "/{version}/{model}:streamGenerateContent?alt=sse",
    KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiStartVideo = {
    "POST", Base::kGoogle, "/{version}/{model}:predictLongRunning", KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiPollVideo = {"GET", Base::kGoogle, "/{version}/{name}",
                                              KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiDownloadFile = {
    "GET", Base::kGoogle, "/{version}/files/{id}:download?alt=media", KeyPlace::kGoogleHeader};

inline constexpr auto kGeminiAllVideoLines = Joined(kVideoLines, kGeminiVideoLines);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_GEMINI_CALLS_H_
