#include "sandbox/veo.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/errors.h"
#include "sandbox/json_input.h"
#include "sandbox/refusal.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr size_t kIdCharacters = 16;  // Of an operation; a file is called that and its index.
// Where an express key leads, which names no project.
constexpr char kExpressPrefix[] = "projects/sandbox-project/locations/us-central1/";

std::string FullResource(const Route& route) {
  if (!route.resource.starts_with("publishers/")) return route.resource;
  return absl::StrCat(kExpressPrefix, route.resource);
}

}  // namespace

VeoResult Veo::ResultFor(const Route& route, const VeoRequest& request) const {
  if (!request.storage_uri.empty()) return VeoResult::kBucket;
  if (route.provider == Provider::kVertex) return VeoResult::kInline;
  if (route.provider == Provider::kGeminiApi) return VeoResult::kFile;
  return route.model.starts_with("veo-2") ? options_.veo2_result : options_.veo3_result;
}

Reply Veo::Start(const Route& route, const std::string& request_body) {
  absl::StatusOr<VeoRequest> request = ReadVeoRequest(route, request_body);
  if (!request.ok()) return GoogleError(400, std::string(request.status().message()));
  absl::StatusOr<Misbehaviour> misbehaviour = AskedMisbehaviour(route.model, request->spec.prompt);
  if (!misbehaviour.ok()) return GoogleError(400, std::string(misbehaviour.status().message()));
  if (auto refusal = RefusalFor(*misbehaviour, ErrorShape::kGoogle, route.model,
                                /*awaits_operation=*/true)) {
    return *std::move(refusal);
  }
  VideoSpec& spec = request->spec;
  spec.prompt = WithoutTags(spec.prompt);

  VeoJob job;
  job.id = jobs_.NewId();
  job.name = absl::StrCat(FullResource(route), "/operations/", job.id);
  job.result = ResultFor(route, *request);
  job.storage_uri = request->storage_uri;
  job.misbehaviour = *misbehaviour;
  if (*misbehaviour == Misbehaviour::kFilterOne) job.filtered = 1;
  if (*misbehaviour == Misbehaviour::kFilterAll) job.filtered = spec.count;
  for (int index = 0; index < spec.count - job.filtered; ++index) {
    VideoSpec one = spec;
    one.index = index;
    job.videos.push_back(VideoStudio::MakeOrder(std::move(one)));
  }
  job.done_at = std::chrono::steady_clock::now() + options_.time_to_done;
  // Ordered now, so that they are there when they are asked for.
  for (const VideoStudio::Order& order : job.videos) {
    if (job.NeedsVideos()) studio_.Get(order);
  }
  const std::shared_ptr<const VeoJob> added = jobs_.Add(std::move(job));
  return RunningOperation(*added, added->name);
}

Reply Veo::Poll(const Route& route) {
  return PollByName(absl::StrCat(route.resource, "/operations/", route.id));
}

Reply Veo::Fetch(const Route& route, const std::string& request_body) {
  rapidjson::Document request;
  if (!ParseObject(request_body, request)) {
    return GoogleError(400, "Invalid JSON payload received.");
  }
  const std::string name(Text(Member(&request, "operationName")));
  if (!name.starts_with(absl::StrCat(FullResource(route), "/operations/"))) {
    return GoogleError(400, "operationName does not belong to this model.");
  }
  return PollByName(name);
}

Reply Veo::PollByName(const std::string& name) {
  const std::shared_ptr<const VeoJob> job = jobs_.Find(name.substr(name.rfind('/') + 1));
  if (job == nullptr || job->name != name) {
    return GoogleError(404, "Requested operation was not found.");
  }
  std::string told = job->name;
  if (job->misbehaviour == Misbehaviour::kRenamed) {
    told = absl::StrCat("projects/sandbox-renamed/operations/", job->id);
  }
  bool done = job->IsDue();
  std::vector<std::shared_ptr<const Media>> videos;
  for (size_t i = 0; done && job->NeedsVideos() && i < job->videos.size(); ++i) {
    videos.push_back(studio_.Get(job->videos[i]));
    if (videos.back() == nullptr) done = false;
  }
  return done ? EndedOperation(*job, told, videos) : RunningOperation(*job, told);
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
  Spoil(job->misbehaviour, reply);
  return reply;
}

}  // namespace mediagen::sandbox
