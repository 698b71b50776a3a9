#ifndef MEDIAGEN_CLIENT_CLI_VIDEO_FLAGS_H_
#define MEDIAGEN_CLIENT_CLI_VIDEO_FLAGS_H_

#include <array>

#include "client/cli/command.h"
#include "client/cli/paid_flags.h"

namespace mediagen::client {

inline constexpr Flag kReconnects{
    "--reconnects", "N", "",
    "How often to join the job again when the stream breaks (free). Default: 5."};

inline constexpr std::array kVideoFlags = {
    kOutput,
    Flag{"--image", "FILE|URL", "spec.image",
         "First frame, PNG or JPEG: a file or gs://... (`;type=MIME` behind a link whose name does "
         "not "
         "tell); PROMPT may then be left out."},
    Flag{"--last-frame", "FILE|URL", "spec.last_frame", "Last frame, PNG or JPEG; needs --image."},
    Flag{.name = "--video-in",
         .value_name = "FILE|URL",
         .field = "spec.video",
         .help = "Video to go on from: a file, gs://..., or the https link of a video that the "
                 "same provider made; PROMPT may then be left out.",
         .alias = "--extend"},
    Flag{"--edit", "OPERATION", "spec.previous_operation",
         "Make a new video out of that of an earlier OPERATION, changed as PROMPT says. Only with "
         "models of the interactions protocol; billed like any new video."},
    Flag{"--task", "NAME", "spec.task",
         "What is to be done, where the inputs do not say it: edit, extend, text_to_video, "
         "image_to_video, reference_to_video or upscale. Only with such models."},
    Flag{"--reference", "FILE|URL[:TYPE]", "spec.reference_images",
         "Picture of what the video is to show; TYPE is asset (a thing or a person) or style. "
         "Default: asset. May be repeated, up to 3.",
         FlagKind::kRepeated},
    Flag{"--mask", "FILE|URL", "spec.mask.image",
         "Picture that marks the part of --video-in that is to change.", FlagKind::kValue,
         "spec.mask"},
    Flag{"--mask-mode", "MODE", "spec.mask.mask_mode",
         "What is done where --mask says: insert, remove, remove_static, outpaint. Default: the "
         "model's."},
    Flag{"--count", "N", "spec.number_of_videos", "How many videos. Default: 1. Each is paid."},
    Flag{"--duration", "SECONDS", "spec.duration_seconds",
         "Length of each video. Default: the model's, 8 for most. Paid by the second."},
    kAspectRatio,
    Flag{"--resolution", "NAME", "spec.resolution",
         "720p, 1080p or 4k, by model. Default: 720p. The price may depend on it."},
    Flag{"--fps", "N", "spec.fps", "Frames per second, 1 to 120. Default: 24."},
    Flag{"--audio", "", "spec.generate_audio",
         "Whether the video has sound. Default: the model's. The price may depend on it.",
         FlagKind::kToggle},
    kNegativePrompt,
    kEnhancePrompt,
    kTranslatePrompt,
    Flag{"--seed", "N", "spec.seed",
         "Makes the same request give the same video, 0 to 4294967295. Default: random."},
    Flag{"--resize-mode", "MODE", "spec.resize_mode",
         "What happens to a first frame of another shape: crop or pad. Default: pad."},
    Flag{"--compression", "KIND", "spec.compression_quality",
         "How the file is compressed: optimized or lossless. Default: optimized."},
    kPersonGeneration,
    kOutputGcsUri,
    Flag{"--pubsub-topic", "projects/P/topics/T", "spec.pubsub_topic",
         "Topic that the provider notifies. Only where the server allows it."},
    kLabel,
    kProvider,
    kModel,
    kRequestId,
    kValidateOnly,
    Flag{"--start-only", "", "", "Print the operation as soon as there is one, and leave.",
         FlagKind::kSwitch},
    kReconnects,
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_VIDEO_FLAGS_H_
