#include "server/upstream/video_formats.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "server/upstream/error_details.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

VideoAnswerItem ReadVideo(JsonView entry) {
  // Some answers wrap the video once more.
  const JsonView video = entry.Get("video").IsObject() ? entry.Get("video") : entry;
  VideoAnswerItem item;
  const JsonView bytes = video.Get(
      {"bytesBase64Encoded", "bytes_base64_encoded", "encodedVideo", "encoded_video", "video"});
  item.media_item = static_cast<int>(bytes.Integer().value_or(-1));
  item.gcs_uri = std::string(video.Get({"gcsUri", "gcs_uri"}).Text());
  item.uri = std::string(video.Get("uri").Text());
  if (absl::StartsWith(item.uri, "gs://")) item.gcs_uri = std::exchange(item.uri, "");
  item.said_media_type = std::string(video.Get({"mimeType", "mime_type", "encoding"}).Text());
  return item;
}

void AddVideo(JsonView entry, VideoStatus& status) {
  VideoAnswerItem item = ReadVideo(entry);
  if (item.media_item < 0 && item.gcs_uri.empty() && item.uri.empty()) return;
  status.videos.push_back(std::move(item));
}

void ReadVideos(JsonView list, VideoStatus& status) {
  for (size_t i = 0; i < list.size(); ++i) AddVideo(list.at(i), status);
}

void ReadFilter(JsonView holder, VideoStatus& status) {
  const JsonView count = holder.Get({"raiMediaFilteredCount", "rai_media_filtered_count"});
  status.filtered_count =
      static_cast<int>(std::clamp<int64_t>(count.Integer().value_or(0), 0, 1000));
  const JsonView reasons = holder.Get({"raiMediaFilteredReasons", "rai_media_filtered_reasons"});
  for (size_t i = 0; i < reasons.size(); ++i) {
    if (!reasons.at(i).IsEmpty()) status.filter_reasons.emplace_back(reasons.at(i).Text());
  }
}

// An operation that ended with `error`. It was not charged.
absl::Status OperationFailure(JsonView error) {
  const int64_t code =
      error.Get("code").Integer().value_or(static_cast<int64_t>(absl::StatusCode::kUnknown));
  absl::StatusCode upstream_code = absl::StatusCode::kUnknown;
  if (code >= 1 && code <= 16) upstream_code = static_cast<absl::StatusCode>(code);
  const absl::string_view message = error.IsObject() ? error.Get("message").Text() : error.Text();
  const std::vector<int64_t> support_codes = SupportCodesIn(message);
  absl::Status status;
  if (!support_codes.empty()) {
    upstream_code = absl::StatusCode::kInvalidArgument;
    status = MakeError(upstream_code, "PROMPT_BLOCKED",
                       "the upstream's safety filter refuses the prompt");
  } else if (upstream_code == absl::StatusCode::kResourceExhausted ||
             upstream_code == absl::StatusCode::kUnavailable) {
    // These codes invite every retry layer to buy again; the operation is over, and so is this
    // call.
    status = MakeError(absl::StatusCode::kAborted, "OPERATION_FAILED",
                       "the upstream ended the job with an error");
  } else {
    status =
        MakeError(upstream_code, "OPERATION_FAILED", "the upstream ended the job with an error");
  }
  SetErrorMetadata(status, "upstream_code", absl::StatusCodeToString(upstream_code));
  SetErrorMetadata(status, "upstream_message", ScrubUpstreamText(message));
  SetErrorMetadata(status, "support_codes", JoinSupportCodes(support_codes));
  return status;
}

absl::Status EverythingFiltered(const VideoStatus& videos) {
  absl::Status status =
      MakeError(absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
                "the upstream's safety filter held every video back; nothing was charged");
  SetErrorMetadata(status, "upstream_code", "FAILED_PRECONDITION");
  std::string text;
  for (const std::string& reason : videos.filter_reasons)
    text += (text.empty() ? "" : " ") + reason;
  SetErrorMetadata(status, "upstream_message", ScrubUpstreamText(text));
  SetErrorMetadata(status, "support_codes", JoinSupportCodes(SupportCodesIn(text)));
  return status;
}

}  // namespace

std::string ReadOperationName(JsonView envelope) {
  return std::string(envelope.Get("name").Text());
}

VideoStatus ReadVideoStatus(JsonView envelope) {
  VideoStatus status;
  status.done = envelope.Get("done").IsTrue();
  if (!status.done) return status;
  if (const JsonView error = envelope.Get("error"); !error.IsEmpty()) {
    status.failure = OperationFailure(error);
    return status;
  }
  const JsonView response = envelope.Get("response");
  if (!response.exists()) {
    status.failure =
        MakeError(absl::StatusCode::kInternal, "NO_VIDEO",
                  "the upstream says that the job is done, but names neither video nor error");
    SetErrorMetadata(status.failure, "upstream_code", "INTERNAL");
    return status;
  }
  const JsonView wrapped = response.Get({"generateVideoResponse", "generate_video_response"});
  ReadFilter(
      wrapped.IsObject() && !response.Get("raiMediaFilteredCount").exists() ? wrapped : response,
      status);
  // The same videos may stand in both places.
  ReadVideos(response.Get("videos"), status);
  if (status.videos.empty())
    ReadVideos(wrapped.Get({"generatedSamples", "generated_samples"}), status);
  if (status.videos.empty())
    ReadVideos(response.Get({"generatedSamples", "generated_samples"}), status);
  // Some relays put a single video into the response itself.
  if (status.videos.empty()) AddVideo(response, status);
  if (status.videos.empty()) status.failure = EverythingFiltered(status);
  return status;
}

}  // namespace mediagen
