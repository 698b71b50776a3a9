#ifndef MEDIAGEN_CLIENT_CLI_CHAT_FLAGS_H_
#define MEDIAGEN_CLIENT_CLI_CHAT_FLAGS_H_

#include <array>

#include "client/cli/command.h"
#include "client/cli/paid_flags.h"

namespace mediagen::client {

inline constexpr std::array kChatFlags = {
    kOutput,
    Flag{"--out-dir", "FOLDER", "",
         "Folder for the pictures, which get free names in it; made if it is not there."},
    Flag{"--image", "FILE|URL", "",
         "A picture to show, before the text: a file, https://... or gs://... (`;type=MIME` behind "
         "a "
         "link whose name does not tell). May be repeated.",
         FlagKind::kRepeated},
    Flag{"--interactive", "", "",
         "Hold a conversation: one turn for each line of stdin, each of them paid. `/image FILE` "
         "adds a picture to the next turn, `/quit` or the end of stdin ends it.",
         FlagKind::kSwitch, "", "-i"},
    Flag{"--conversation", "FILE", "",
         "Go on with the conversation in FILE, and add this turn to it. A new FILE begins one."},
    Flag{"--system", "TEXT", "", "Instructions that begin a conversation, and are kept in it."},
    Flag{"--system-instruction", "TEXT", "spec.system_instruction",
         "Instructions for this command alone; --conversation does not keep them."},
    Flag{"--modality", "WORD", "spec.modalities",
         "What the answer may hold: text, image. May be repeated. Default: both.",
         FlagKind::kRepeated},
    Flag{"--aspect-ratio", "W:H", "spec.image_config.aspect_ratio",
         "Width to height of the answer's pictures, such as 1:1, 16:9 or 21:9. Default: that of "
         "the picture given, else the model's."},
    Flag{"--size", "SIZE", "spec.image_config.image_size",
         "Size of the answer's pictures: 512, 1K, 2K or 4K, by model. Default: 1K. The price may "
         "depend on it."},
    Flag{"--format", "TYPE", "spec.image_config.output_mime_type",
         "Format of the answer's pictures: png, jpeg, or a MIME type. Default: the model's."},
    Flag{"--quality", "N", "spec.image_config.output_compression_quality",
         "Quality of JPEG, 0 to 100. Default: the model's."},
    Flag{"--person-generation", "RULE", "spec.image_config.person_generation",
         "Whether people may be shown: dont_allow, allow_adult, allow_all. Default: the model's."},
    Flag{"--temperature", "X", "spec.temperature",
         "How freely the model varies, 0 to 2. Default: the model's."},
    Flag{"--top-p", "X", "spec.top_p",
         "Share of the likeliest words to choose from, 0 to 1. Default: the model's."},
    Flag{"--top-k", "N", "spec.top_k",
         "How many of the likeliest words to choose from, 1 or more. Default: the model's."},
    Flag{"--max-tokens", "N", "spec.max_output_tokens",
         "Longest answer in tokens; a picture counts about 1300. Default: the model's."},
    Flag{"--stop", "TEXT", "spec.stop_sequences",
         "A text at which the model stops. May be repeated, up to 5.", FlagKind::kRepeated},
    Flag{"--seed", "N", "spec.seed",
         "Makes the same request give a similar answer. Default: random."},
    Flag{"--safety", "CATEGORY=THRESHOLD", "spec.safety_settings",
         "How strict the safety filter is, such as HARM_CATEGORY_HARASSMENT=BLOCK_ONLY_HIGH. "
         "Thresholds: BLOCK_LOW_AND_ABOVE, BLOCK_MEDIUM_AND_ABOVE, BLOCK_ONLY_HIGH, BLOCK_NONE, "
         "OFF. May be repeated.",
         FlagKind::kRepeated},
    kProvider,
    kModel,
    kRequestId,
    kValidateOnly,
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_CHAT_FLAGS_H_
