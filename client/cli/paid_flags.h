#ifndef MEDIAGEN_CLIENT_CLI_PAID_FLAGS_H_
#define MEDIAGEN_CLIENT_CLI_PAID_FLAGS_H_

#include "client/cli/command.h"

namespace mediagen::client {

// Flags that several of the paid commands have.

inline constexpr Flag kOutput{
    .name = "-o",
    .value_name = "FILE",
    .help =
        "Where to put the result; an existing FILE is replaced. Several results: FILE-1, "
        "FILE-2, ... `-`: stdout. Default: a free name in the current folder. A record is "
        "written to FILE.json.",
    .alias = "--output"};
inline constexpr Flag kRequestId{
    "--request-id", "ID", "request_id",
    "Name of this request, so that it is not paid twice. Default: a fresh UUID."};
inline constexpr Flag kProvider{"--provider", "NAME", "provider",
                                "Provider to ask. Default: the server's."};
inline constexpr Flag kModel{"--model", "NAME", "model", "Model to use. Default: the server's."};
inline constexpr Flag kValidateOnly{
    "--validate-only", "", "validate_only",
    "Check the request and print its estimated cost; nothing is sent to the provider.",
    FlagKind::kSwitch};
inline constexpr Flag kTranslatePrompt{
    "--translate-prompt", "", "translate_prompt",
    "Whether a prompt in another than the Latin script is first put into English (paid, too). "
    "Default: the server's.",
    FlagKind::kToggle};
inline constexpr Flag kAspectRatio{"--aspect-ratio", "W:H", "spec.aspect_ratio",
                                   "Width to height, such as 1:1, 16:9 or 9:16. Default: the "
                                   "model's."};
inline constexpr Flag kNegativePrompt{"--negative-prompt", "TEXT", "spec.negative_prompt",
                                      "What must not be shown. Not every model takes it."};
inline constexpr Flag kPersonGeneration{
    "--person-generation", "RULE", "spec.person_generation",
    "Whether people may be shown: dont_allow, allow_adult, allow_all. Default: the model's."};
inline constexpr Flag kEnhancePrompt{"--enhance-prompt", "", "spec.enhance_prompt",
                                     "Whether the model may rewrite the prompt. Default: the "
                                     "model's.",
                                     FlagKind::kToggle};
inline constexpr Flag kSafetyFilter{
    "--safety-filter", "LEVEL", "spec.safety_filter_level",
    "How strict the safety filter is: block_low_and_above, block_medium_and_above, "
    "block_only_high, block_none. Default: the provider's."};
inline constexpr Flag kRaiReason{"--include-rai-reason", "", "spec.include_rai_reason",
                                 "Whether to be told why a picture was held back. Default: no.",
                                 FlagKind::kToggle};
inline constexpr Flag kFormat{"--format", "TYPE", "spec.output_mime_type",
                              "Format of the result: png, jpeg, or a MIME type. Default: the "
                              "model's."};
inline constexpr Flag kQuality{"--quality", "N", "spec.output_compression_quality",
                               "Quality of JPEG, 0 to 100. Default: the model's, usually 75."};
inline constexpr Flag kOutputGcsUri{
    "--output-gcs-uri", "gs://BUCKET/FOLDER/", "spec.output_gcs_uri",
    "Bucket folder to which the provider writes the result; you get a link. Only where the server "
    "allows it."};
inline constexpr Flag kLabel{"--label", "KEY=VALUE", "spec.labels",
                             "Label for the provider's bill. May be repeated, up to 64.",
                             FlagKind::kRepeated};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_PAID_FLAGS_H_
