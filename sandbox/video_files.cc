#include "sandbox/video_files.h"

#include "absl/strings/str_cat.h"
#include "sandbox/errors.h"
#include "sandbox/file_link.h"
#include "sandbox/json_body.h"
#include "sandbox/refusal.h"

namespace mediagen::sandbox {
namespace {

constexpr int kInternal = 13;  // google.rpc.Code

Reply NoSuchFile() { return GoogleError(404, "Requested file was not found."); }

void WriteError(JsonBody& body) {
  body.writer().Key("error");
  body.writer().StartObject();
  body.writer().Key("code");
  body.writer().Int(kInternal);
  body.Text("message", "The file could not be processed.");
  body.writer().EndObject();
}

}  // namespace

std::string VideoFiles::NewId() { return absl::StrCat(kPrefix, files_.NewId()); }

void VideoFiles::Add(const Interaction& interaction) {
  files_.Add({interaction.file_id, interaction, std::make_shared<std::atomic<bool>>(false)});
}

std::optional<VideoSpec> VideoFiles::Film(const std::string& id) const {
  const std::shared_ptr<const File> file = files_.Find(id);
  if (file == nullptr) return std::nullopt;
  return file->interaction.video.spec;
}

std::shared_ptr<const Media> VideoFiles::VideoOf(const File& file) {
  const Misbehaviour misbehaviour = file.interaction.misbehaviour;
  if (misbehaviour == Misbehaviour::kFailedFile) return nullptr;
  if (misbehaviour == Misbehaviour::kSlowFile &&
      std::chrono::steady_clock::now() < file.interaction.done_at + slow_file_) {
    return nullptr;
  }
  return StateOf(file.interaction, studio_).video;
}

Reply VideoFiles::State(const std::string& id) {
  const std::shared_ptr<const File> file = files_.Find(id);
  if (file == nullptr) return NoSuchFile();
  const std::shared_ptr<const Media> video = VideoOf(*file);
  const bool failed = file->interaction.misbehaviour == Misbehaviour::kFailedFile;
  const bool active = video != nullptr && file->was_asked_for->exchange(true);
  JsonBody body;
  body.writer().StartObject();
  body.Text("name", absl::StrCat("files/", id));
  body.Text("mimeType", "video/mp4");
  if (active) body.Text("sizeBytes", absl::StrCat(video->size()));
  body.Text("state", failed ? "FAILED" : active ? "ACTIVE" : "PROCESSING");
  body.Text("source", "GENERATED");
  body.Text("uri", FileUri(id));
  body.Text("downloadUri", FileLink(id));
  if (failed) WriteError(body);
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  return reply;
}

Reply VideoFiles::Download(const std::string& id) {
  const std::shared_ptr<const File> file = files_.Find(id);
  if (file == nullptr) return NoSuchFile();
  const std::shared_ptr<const Media> video = VideoOf(*file);
  if (video == nullptr) return GoogleError(400, "The file is not in an ACTIVE state.");
  Reply reply;
  reply.headers = {{"Content-Type", video->mime_type()}};
  reply.body.AddBytes(video);
  Spoil(file->interaction.misbehaviour, reply);
  return reply;
}

}  // namespace mediagen::sandbox
