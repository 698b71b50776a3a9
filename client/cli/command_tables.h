#ifndef MEDIAGEN_CLIENT_CLI_COMMAND_TABLES_H_
#define MEDIAGEN_CLIENT_CLI_COMMAND_TABLES_H_

#include <array>

#include "client/cli/command.h"

namespace mediagen::client {

// The tables behind Commands(): every word of the command line in one place.

inline constexpr std::array kCommonFlags = {
    Flag{"--server", "HOST:PORT", "",
         "The server. Default: $MEDIAGEN_SERVER, else 127.0.0.1:50051."},
    Flag{"--timeout", "TIME", "", "Give up after TIME, such as 90s or 5m. Default: never."},
    Flag{"--json", "", "", "Print one JSON object on stdout, also when the command fails.",
         FlagKind::kSwitch},
    Flag{"--help", "", "", "Show this help.", FlagKind::kSwitch},
};

inline constexpr Flag kPrompt{"", "PROMPT", "spec.prompt",
                              "What to make. `-` reads it from stdin; `--` ends the flags."};
inline constexpr Flag kChatPrompt{"",
                                  "PROMPT",
                                  "",
                                  "What to say. `-` reads it from stdin; `--` ends the flags.",
                                  FlagKind::kValue,
                                  "spec.messages"};
inline constexpr Flag kOperation{"", "OPERATION", "operation",
                                 "The handle that `mediagen video` printed."};

inline constexpr Flag kOutput{
    "-o", "FILE", "",
    "Where to put the result; an existing FILE is replaced. Several results: FILE-1, FILE-2, ... "
    "`-`: stdout. Default: a free name in the current folder. A record is written to FILE.json."};
inline constexpr Flag kRequestId{
    "--request-id", "ID", "request_id",
    "Name of this request, so that it is not paid twice. Default: a fresh UUID."};
inline constexpr Flag kProvider{"--provider", "NAME", "provider",
                                "Provider to ask. Default: the server's."};
inline constexpr Flag kModel{"--model", "NAME", "model", "Model to use. Default: the server's."};
inline constexpr Flag kValidateOnly{"--validate-only", "", "validate_only",
                                    "Check and price without sending anything.", FlagKind::kSwitch};
inline constexpr Flag kAspectRatio{"--aspect-ratio", "W:H", "spec.aspect_ratio",
                                   "Width to height, such as 1:1, 16:9 or 9:16."};
inline constexpr Flag kPersonGeneration{
    "--person-generation", "RULE", "spec.person_generation",
    "Whether people may be shown: dont_allow, allow_adult, allow_all."};
inline constexpr Flag kReconnects{
    "--reconnects", "N", "",
    "How often to join the job again when the stream breaks (free). Default: 5."};

inline constexpr std::array kImageFlags = {
    kOutput,
    kProvider,
    kModel,
    Flag{"--count", "N", "spec.number_of_images", "How many pictures. Default: 1. Each is paid."},
    kAspectRatio,
    kPersonGeneration,
    kRequestId,
    kValidateOnly,
};

inline constexpr std::array kChatFlags = {
    kOutput,
    Flag{"--image", "FILE|URL", "", "A picture to show, before the text. May be repeated.",
         FlagKind::kRepeated},
    Flag{"--system", "TEXT", "", "Instructions for the whole conversation."},
    Flag{"--conversation", "FILE", "",
         "Go on with the conversation in FILE, and add this turn to it. A new FILE begins one."},
    Flag{"--modality", "WORD", "spec.modalities",
         "What the answer may hold: text, image. May be repeated. Default: both.",
         FlagKind::kRepeated},
    Flag{"--temperature", "X", "spec.temperature", "How freely the model varies, 0 to 2."},
    kProvider,
    kModel,
    kRequestId,
    kValidateOnly,
};

inline constexpr std::array kVideoFlags = {
    kOutput,
    Flag{"--image", "FILE|URL", "", "First frame, PNG or JPEG; PROMPT may then be left out.",
         FlagKind::kValue, "spec.image"},
    Flag{"--count", "N", "spec.number_of_videos", "How many videos. Default: 1. Each is paid."},
    Flag{"--duration", "SECONDS", "spec.duration_seconds",
         "Length of each video. Default: the provider's. Paid by the second."},
    kAspectRatio,
    kPersonGeneration,
    kProvider,
    kModel,
    kRequestId,
    kValidateOnly,
    Flag{"--start-only", "", "", "Print the operation as soon as there is one, and leave.",
         FlagKind::kSwitch},
    kReconnects,
};

inline constexpr std::array kWatchFlags = {
    kOutput,
    Flag{"--video-index", "N", "video_index", "First video to fetch, from 0."},
    Flag{"--offset", "BYTES", "byte_offset",
         "First byte of that video. Default: the length of FILE.part."},
    Flag{"--count", "N", "",
         "The --count that the videos were started with: it decides their names."},
    kReconnects,
};

inline constexpr std::array kHealthFlags = {
    Flag{"--service", "NAME", "", "Ask about one service, such as mediagen.v1.VideoService."},
};

inline constexpr std::array kCommands = {
    Command{"image", "Makes pictures from a prompt (paid).", &kPrompt, true, kImageFlags,
            "  mediagen image 'a lighthouse in a storm' -o lighthouse.png --aspect-ratio 16:9\n"
            "  mediagen image 'four cats' --count 4 -o cats.png    # cats-1.png ... cats-4.png\n"
            "  echo 'a red kite' | mediagen image - -o - | display\n"},
    Command{"chat", "Makes or edits pictures in a conversation (paid).", &kChatPrompt, true,
            kChatFlags,
            "  mediagen chat 'make the sky green' --image photo.png -o green.png\n"
            "  mediagen chat 'draw a fox' --conversation fox.json\n"
            "  mediagen chat 'now in winter' --conversation fox.json\n"},
    Command{
        "video", "Makes a video and waits for it (paid; takes minutes).", &kPrompt, false,
        kVideoFlags,
        "  mediagen video 'waves at night' -o waves.mp4 --duration 8 --aspect-ratio 16:9\n"
        "  mediagen video 'let it move' --image still.png -o moving.mp4\n"
        "  mediagen video 'waves at night' --start-only    # later: mediagen watch OPERATION\n"},
    Command{"watch", "Fetches the video of an operation; goes on where FILE.part ends (free).",
            &kOperation, true, kWatchFlags,
            "  mediagen watch 'OPERATION' -o waves.mp4\n"
            "  mediagen watch 'OPERATION' -o - --offset 1048576 > rest.bin\n"},
    Command{"status",
            "Tells the state of an operation (free).",
            &kOperation,
            true,
            {},
            "  mediagen status 'OPERATION'\n"
            "  mediagen status 'OPERATION' --json\n"},
    Command{"health", "Asks whether the server is ready (free).", nullptr, false, kHealthFlags,
            "  mediagen health --server 127.0.0.1:50051\n"},
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_COMMAND_TABLES_H_
