#ifndef MEDIAGEN_CLIENT_CLI_COMMAND_TABLES_H_
#define MEDIAGEN_CLIENT_CLI_COMMAND_TABLES_H_

#include <array>

#include "client/cli/chat_flags.h"
#include "client/cli/command.h"
#include "client/cli/image_flags.h"
#include "client/cli/paid_flags.h"
#include "client/cli/video_flags.h"

namespace mediagen::client {

// The tables behind Commands(): every word of the command line in one place.

inline constexpr std::array kCommonFlags = {
    Flag{"--server", "HOST:PORT", "",
         "The server. Default: $MEDIAGEN_SERVER, else 127.0.0.1:50051."},
    Flag{"--tls", "", "", "Reach the server by TLS, checked against the system's authorities.",
         FlagKind::kSwitch},
    Flag{"--ca", "FILE", "", "The same, against the authorities in FILE (PEM)."},
    Flag{"--cert", "FILE", "", "Certificate to show the server (PEM), with --key; means --tls."},
    Flag{"--key", "FILE", "", "Private key of --cert (PEM)."},
    Flag{
        "--token-file", "FILE", "",
        "File with the token that names you to the server. Default: $MEDIAGEN_TOKEN, else the file "
        "$MEDIAGEN_TOKEN_FILE."},
    Flag{"--plaintext-token", "", "", "Send the token even without TLS beyond this machine.",
         FlagKind::kSwitch},
    Flag{"--timeout", "TIME", "", "Give up after TIME, such as 90s or 5m. Default: never."},
    Flag{"--json", "", "", "Print one JSON object on stdout, also when the command fails.",
         FlagKind::kSwitch},
    Flag{"--help", "", "", "Show this help.", FlagKind::kSwitch, "", "-h"},
};

inline constexpr Flag kPrompt{"", "PROMPT", "spec.prompt",
                              "What to make. `-` reads it from stdin; `--` ends the flags."};
inline constexpr Flag kChatPrompt{"",
                                  "PROMPT",
                                  "",
                                  "What to say. `-` reads it from stdin; `--` ends the flags. "
                                  "With --interactive the first turn.",
                                  FlagKind::kValue,
                                  "spec.messages"};
inline constexpr Flag kPicture{"", "FILE|URL", "spec.image",
                               "The picture: a file, `-` for stdin, or gs://..."};
inline constexpr Flag kOperation{"", "OPERATION", "operation",
                                 "The handle that `mediagen video` printed."};

inline constexpr std::array kWatchFlags = {
    kOutput,
    Flag{"--video-index", "N", "video_index", "First video to fetch, from 0."},
    Flag{"--offset", "BYTES", "byte_offset",
         "First byte of that video. Default: the length of FILE.part."},
    Flag{"--count", "N", "",
         "The --count that the videos were started with: it decides their names."},
    kReconnects,
};

inline constexpr std::array kModelsFlags = {
    Flag{"--provider", "NAME", "provider", "Only the models of this provider. Default: of all."},
    Flag{"--surface", "WORD", "",
         "Only models of this kind: image, upscale, chat, video, reverse-video, interactions.",
         FlagKind::kValue, "surface"},
};

inline constexpr std::array kHealthFlags = {
    Flag{"--service", "NAME", "", "Ask about one service, such as mediagen.v1.VideoService."},
};

inline constexpr Flag kKnob{"", "KNOB", "",
                            "One knob, such as poll_interval or breaker.window, or all below one."};

inline constexpr std::array kConfigFlags = {
    Flag{"--config", "FILE", "", "A server's configuration: tells what it sets, too."},
};

inline constexpr std::array kCommands = {
    Command{"image", "Makes pictures from a prompt (paid).", &kPrompt, true, kImageFlags,
            "  mediagen image 'a lighthouse in a storm' -o lighthouse.png --aspect-ratio 16:9\n"
            "  mediagen image 'four cats' --count 4 -o cats.png    # cats-1.png ... cats-4.png\n"
            "  echo 'a red kite' | mediagen image - -o - | display\n"},
    Command{"upscale", "Makes a picture larger (paid).", &kPicture, true, kUpscaleFlags,
            "  mediagen upscale small.png --factor x4 -o large.png\n"
            "  mediagen image 'a fox' -o - | mediagen upscale - --factor x2\n"},
    Command{"chat", "Makes or edits pictures in a conversation (paid).", &kChatPrompt, false,
            kChatFlags,
            "  mediagen chat 'make the sky green' --image photo.png -o green.png\n"
            "  mediagen chat 'draw a fox' --conversation fox.json\n"
            "  mediagen chat 'now in winter' --conversation fox.json\n"
            "  mediagen chat --interactive --out-dir foxes\n"},
    Command{
        "video", "Makes a video and waits for it (paid; takes minutes).", &kPrompt, false,
        kVideoFlags,
        "  mediagen video 'waves at night' -o waves.mp4 --duration 8 --aspect-ratio 16:9\n"
        "  mediagen video 'let it move' --image still.png -o moving.mp4\n"
        "  mediagen video 'the fox jumps' --reference fox.png --reference oil.png:style\n"
        "  mediagen video --edit 'OPERATION' 'make it night' -o night.mp4\n"
        "  mediagen video 'waves at night' --duration 8 --validate-only    # what it would cost\n"
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
    Command{"cancel",
            "Stops a job that still runs (free; no refund is promised).",
            &kOperation,
            true,
            {},
            "  mediagen cancel 'OPERATION'\n"},
    Command{"delete",
            "Has the provider delete what it stores of a job (free; refunds nothing).",
            &kOperation,
            true,
            {},
            "  mediagen delete 'OPERATION'    # afterwards nothing can be fetched or edited\n"},
    Command{"models", "Lists models with their prices and how long they stay (free).", nullptr,
            false, kModelsFlags,
            "  mediagen models --surface video\n"
            "  mediagen models --provider aihubmix --json\n"},
    Command{
        "health", "Asks whether the server is ready (free).", nullptr, false, kHealthFlags,
        "  mediagen health --server 127.0.0.1:50051\n"
        "  mediagen health --ca ca.pem --cert me.pem --key me.key --server media.example:443\n"},
    Command{"token",
            "Makes a token: on stdout, and its hash for the server's tenants_file on stderr.",
            nullptr,
            false,
            {},
            "  mediagen token > shop.token\n"
            "  mediagen models --token-file shop.token\n"},
    Command{"health", "Asks whether the server is ready (free).", nullptr, false, kHealthFlags,
            "  mediagen health --server 127.0.0.1:50051\n"},
    Command{"config explain", "Tells what the keys of a server's configuration mean (free).",
            &kKnob, false, kConfigFlags,
            "  mediagen config explain\n"
            "  mediagen config explain providers.api_key_file\n"
            "  mediagen config explain breaker --config server.json\n"},
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_COMMAND_TABLES_H_
