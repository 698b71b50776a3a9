#include "sandbox/veo_answer.h"

#include "absl/strings/str_cat.h"
#include "sandbox/file_link.h"
#include "sandbox/json_body.h"
#include "sandbox/refusal.h"

namespace mediagen::sandbox {
namespace {

constexpr char kVertexType[] =
    "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse";
constexpr char kGeminiType[] =
    "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse";
constexpr char kFilteredReason[] =
    "The prompt couldn't be submitted. This prompt contains words that violate the usage "
    "guidelines. Support codes: 64151117";
constexpr int kInternal = 13;  // google.rpc.Code

void WriteFiltered(JsonBody& body, int count) {
  body.writer().Key("raiMediaFilteredCount");
  body.writer().Int(count);
  if (count == 0) return;
  body.writer().Key("raiMediaFilteredReasons");
  body.writer().StartArray();
  for (int i = 0; i < count; ++i) body.writer().String(kFilteredReason);
  body.writer().EndArray();
}

// With the bytes, or with where in the bucket they are.
void WriteVideos(JsonBody& body, const VeoJob& job,
                 const std::vector<std::shared_ptr<const Media>>& videos) {
  body.Text("@type", kVertexType);
  if (job.misbehaviour == Misbehaviour::kNoMedia) return;
  WriteFiltered(body, job.filtered);
  if (job.videos.empty()) return;
  body.writer().Key("videos");
  body.writer().StartArray();
  for (size_t index = 0; index < job.videos.size(); ++index) {
    body.writer().StartObject();
    if (job.result == VeoResult::kBucket) {
      body.Text("gcsUri", absl::StrCat(job.storage_uri, job.id, "/sample_", index, ".mp4"));
    } else {
      body.Media("bytesBase64Encoded", videos[index]);
    }
    body.Text("mimeType", "video/mp4");
    body.writer().EndObject();
  }
  body.writer().EndArray();
}

void WriteFiles(JsonBody& body, const VeoJob& job) {
  body.Text("@type", kGeminiType);
  if (job.misbehaviour == Misbehaviour::kNoMedia) return;
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
      body.Text("uri", FileLink(absl::StrCat(job.id, index)));
      body.writer().EndObject();
      body.writer().EndObject();
    }
    body.writer().EndArray();
  }
  body.writer().EndObject();
}

void WriteError(JsonBody& body) {
  body.writer().Key("error");
  body.writer().StartObject();
  body.writer().Key("code");
  body.writer().Int(kInternal);
  body.Text("message", "Video generation failed due to an internal server issue.");
  body.writer().EndObject();
}

}  // namespace

Reply RunningOperation(const VeoJob& job, const std::string& name) {
  JsonBody body;
  body.writer().StartObject();
  body.Text("name", name);
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  reply.slow = job.misbehaviour == Misbehaviour::kSlow;
  return reply;
}

Reply EndedOperation(const VeoJob& job, const std::string& name,
                     const std::vector<std::shared_ptr<const Media>>& videos) {
  JsonBody body;
  body.writer().StartObject();
  body.Text("name", name);
  body.writer().Key("done");
  body.writer().Bool(true);
  if (job.misbehaviour == Misbehaviour::kFailed) {
    WriteError(body);
  } else if (job.misbehaviour != Misbehaviour::kLostMedia) {
    body.writer().Key("response");
    body.writer().StartObject();
    job.result == VeoResult::kFile ? WriteFiles(body, job) : WriteVideos(body, job, videos);
    body.writer().EndObject();
  }
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  Spoil(job.misbehaviour, reply);
  return reply;
}

}  // namespace mediagen::sandbox
