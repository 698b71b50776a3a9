#include "sandbox/veo.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/errors.h"
#include "sandbox/json_body.h"
#include "sandbox/text.h"
#include "sandbox/veo_request.h"

namespace mediagen::sandbox {
namespace {

constexpr char kInlineType[] =
    "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse";
constexpr char kFileType[] =
    "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse";
constexpr char kFilesUri[] = "https://generativelanguage.googleapis.com/v1beta/files/";
constexpr char kFilteredReason[] =
    "The prompt couldn't be submitted. This prompt contains words that violate the usage "
    "guidelines. Support codes: 64151117";
constexpr size_t kIdCharacters = 16;  // Of an operation; a file is called that and its index.

void WriteFiltered(JsonBody& body, int count) {
  body.writer().Key("raiMediaFilteredCount");
  body.writer().Int(count);
  if (count == 0) return;
  body.writer().Key("raiMediaFilteredReasons");
  body.writer().StartArray();
  for (int i = 0; i < count; ++i) body.writer().String(kFilteredReason);
  body.writer().EndArray();
}

void WriteInline(JsonBody& body, const VeoJob& job,
                 const std::vector<std::shared_ptr<const Media>>& videos) {
  body.Text("@type", kInlineType);
  WriteFiltered(body, job.filtered);
  if (videos.empty()) return;
  body.writer().Key("videos");
  body.writer().StartArray();
  for (const auto& video : videos) {
    body.writer().StartObject();
    body.Media("bytesBase64Encoded", video);
    body.Text("mimeType", video->mime_type());
    body.writer().EndObject();
  }
  body.writer().EndArray();
}

void WriteFiles(JsonBody& body, const VeoJob& job) {
  body.Text("@type", kFileType);
  body.writer().Key("generateVideoResponse");
  body.writer().StartObject();
  if (job.filtered > 0) WriteFiltered(body, job.filtered);
  if (!job.videos.empty()) {
    body.writer().Key("generatedSamples");
    body.writer().StartArray();
    for (size_t index = 0; index < job.videos.size(); ++index) {
      body.writer().StartObject();
      body.writer().Key("video");
      body.writer().StartObject();
      body.Text("uri", absl::StrCat(kFilesUri, job.id, index, ":download?alt=media"));
      body.writer().EndObject();
      body.writer().EndObject();
    }
    body.writer().EndArray();
  }
  body.writer().EndObject();
}

Reply NameOnly(const VeoJob& job) {
  JsonBody body;
  body.writer().StartObject();
  body.Text("name", job.name);
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  return reply;
}

}  // namespace

Reply Veo::Start(const std::string& model, const std::string& request_body) {
  absl::StatusOr<VideoSpec> spec = ReadVeoRequest(model, request_body);
  if (!spec.ok()) return GoogleError(400, std::string(spec.status().message()));
  absl::StatusOr<Misbehaviour> misbehaviour = AskedMisbehaviour(model, spec->prompt);
  if (!misbehaviour.ok()) return GoogleError(400, std::string(misbehaviour.status().message()));
  if (auto refusal = RefusalFor(*misbehaviour, ErrorShape::kGoogle, /*awaits_operation=*/true)) {
    return *std::move(refusal);
  }
  spec->prompt = WithoutTags(spec->prompt);

  VeoJob job;
  job.model = model;
  job.never_done = *misbehaviour == Misbehaviour::kNeverDone;
  job.cut = *misbehaviour == Misbehaviour::kCut;
  if (*misbehaviour == Misbehaviour::kFilterOne) job.filtered = 1;
  if (*misbehaviour == Misbehaviour::kFilterAll) job.filtered = spec->count;
  for (int index = 0; index < spec->count - job.filtered; ++index) {
    VideoSpec one = *spec;
    one.index = index;
    job.videos.push_back(VideoStudio::MakeOrder(std::move(one)));
  }
  job.done_at = std::chrono::steady_clock::now() + options_.time_to_done;
  // Ordered now, so that they are there when they are asked for.
  for (const VideoStudio::Order& order : job.videos) {
    if (!job.never_done) studio_.Get(order);
  }
  return NameOnly(*jobs_.Add(std::move(job)));
}

Reply Veo::Poll(const std::string& model, const std::string& operation_id) {
  const std::shared_ptr<const VeoJob> job = jobs_.Find(operation_id);
  if (job == nullptr || job->model != model) {
    return GoogleError(404, "Requested operation was not found.");
  }
  bool done = !job->never_done && std::chrono::steady_clock::now() >= job->done_at;
  Videos videos;
  for (size_t i = 0; done && i < job->videos.size(); ++i) {
    videos.push_back(studio_.Get(job->videos[i]));
    if (videos.back() == nullptr) done = false;
  }
  return done ? Finished(*job, videos) : NameOnly(*job);
}

Reply Veo::Finished(const VeoJob& job, const Videos& videos) const {
  JsonBody body;
  body.writer().StartObject();
  body.Text("name", job.name);
  body.writer().Key("done");
  body.writer().Bool(true);
  body.writer().Key("response");
  body.writer().StartObject();
  if (options_.veo2_result == Veo2Result::kFile && job.model.starts_with("veo-2")) {
    WriteFiles(body, job);
  } else {
    WriteInline(body, job, videos);
  }
  body.writer().EndObject();
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  reply.cut = job.cut;
  return reply;
}

Reply Veo::Download(const std::string& file_id) {
  const std::string id = file_id.substr(0, kIdCharacters);
  const std::shared_ptr<const VeoJob> job = jobs_.Find(id);
  const auto index = http::ParseNumber(std::string_view(file_id).substr(id.size()));
  if (job == nullptr || !index.has_value() || *index >= job->videos.size()) {
    return GoogleError(404, "Requested file was not found.");
  }
  const std::shared_ptr<const Media> video = studio_.Get(job->videos[*index]);
  if (video == nullptr) return GoogleError(404, "The file is not ready.");
  Reply reply;
  reply.headers = {{"Content-Type", video->mime_type()}};
  reply.body.AddBytes(video);
  reply.cut = job->cut;
  return reply;
}

}  // namespace mediagen::sandbox
