// The call of OpenAI's dialect.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_CALLS_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_CALLS_H_

#include <array>

#include "server/upstream/dialect.h"

namespace mediagen {

inline constexpr Endpoint kChatCompletions = {"POST", Base::kChat, "/chat/completions",
                                              KeyPlace::kBearer};

inline constexpr auto kChatCompletionsLines = std::to_array<ParameterLine>({
    {"modalities", "modalities", Encoding::kLowerWords},
    {"temperature", "temperature"},
    {"top_p", "top_p"},
    {"max_output_tokens", "max_tokens"},
    {"seed", "seed"},
});

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_CALLS_H_
