#include "sandbox/interactions.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "sandbox/delivery.h"
#include "sandbox/errors.h"
#include "sandbox/interaction_film.h"
#include "sandbox/omni_model.h"
#include "sandbox/refusal.h"

namespace mediagen::sandbox {
namespace {

constexpr std::chrono::milliseconds kLook{20};  // At a video that a caller waits for.
constexpr char kIdPrefix[] = "v1_";
constexpr size_t kIdCharacters = 3 + 16;
constexpr std::string_view kFiles = "files/";

Reply Refuse(const absl::Status& status) {
  return InteractionsError(status.code() == absl::StatusCode::kNotFound ? 404 : 400,
                           std::string(status.message()));
}

Reply NoSuchInteraction() { return InteractionsError(404, "Interaction not found."); }

// Whether a sandbox gave that ID; any other comes from elsewhere, like an address in a bucket.
bool IsOurId(const std::string& id) {
  return id.starts_with(kIdPrefix) && id.size() == kIdCharacters &&
         std::all_of(id.begin() + 3, id.end(),
                     [](char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); });
}

// The ID in ".../files/ID", also with more behind it; nothing when there is none.
std::optional<std::string> FileIdOf(const std::string& uri) {
  const size_t at = uri.find(kFiles);
  if (at == std::string::npos) return std::nullopt;
  const std::string rest = uri.substr(at + kFiles.size());
  return rest.substr(0, rest.find_first_of(":?/"));
}

}  // namespace

Reply Interactions::Create(const Route& route, const std::string& request_body) {
  absl::StatusOr<InteractionRequest> request = ReadInteractionRequest(route, request_body);
  if (!request.ok()) return Refuse(request.status());
  absl::StatusOr<Misbehaviour> misbehaviour =
      AskedMisbehaviour(request->model, request->input.text);
  if (!misbehaviour.ok()) return Refuse(misbehaviour.status());
  if (auto refusal = RefusalFor(
          *misbehaviour, ErrorShape::kInteractions, request->model,
          /*awaits_operation=*/request->background || *misbehaviour == Misbehaviour::kFailed)) {
    return *std::move(refusal);
  }
  absl::StatusOr<Interaction> interaction = Plan(route, *request);
  if (!interaction.ok()) return Refuse(interaction.status());
  interaction->misbehaviour = *misbehaviour;
  return Begin(*std::move(interaction), *request);
}

absl::StatusOr<Interaction> Interactions::Plan(const Route& route,
                                               const InteractionRequest& request) {
  const std::optional<OmniModel> model = FindOmniModel(request.model);
  if (!model.has_value()) {
    return absl::NotFoundError(absl::StrCat("models/", request.model, " is not found."));
  }
  if (route.provider == Provider::kVertex && !route.resource.ends_with("/locations/global")) {
    return absl::InvalidArgumentError("Interactions are served in the location global alone.");
  }
  absl::StatusOr<std::optional<VideoSpec>> earlier = EarlierFilm(route, request);
  if (!earlier.ok()) return earlier.status();
  absl::StatusOr<VideoSpec> film = PlanFilm(
      request, *model, earlier->has_value() ? &**earlier : nullptr, options_.seconds_unasked);
  if (!film.ok()) return film.status();

  Interaction interaction;
  interaction.id = kIdPrefix + interactions_.NewId();
  interaction.model = request.model;
  interaction.text = request.input.text;
  interaction.provider = route.provider;
  interaction.pictures = static_cast<int>(request.input.pictures.size());
  interaction.new_seconds = film->seconds - (request.task == "extend" ? (*earlier)->seconds : 0);
  interaction.by_uri = request.format.by_uri;
  interaction.gcs_uri = request.format.gcs_uri;
  interaction.video = VideoStudio::MakeOrder(*std::move(film));
  interaction.created = absl::Now();
  interaction.updated = interaction.created;
  interaction.done_at = std::chrono::steady_clock::now() + options_.time_to_done;
  return interaction;
}

absl::StatusOr<std::optional<VideoSpec>> Interactions::EarlierFilm(
    const Route& route, const InteractionRequest& request) const {
  if (!request.previous.empty()) {
    if (!IsOurId(request.previous)) return UnknownVideo(request.previous);
    Route earlier_route = route;
    earlier_route.id = request.previous;
    const Stored earlier = Find(earlier_route);
    if (earlier == nullptr) return absl::NotFoundError("The previous interaction is not found.");
    if (StateOf(*earlier, studio_).status != "completed" || !earlier->ends_with_video()) {
      return absl::InvalidArgumentError("The previous interaction has no video to go on from.");
    }
    return earlier->video.spec;
  }
  const std::optional<SourceClip>& clip = request.input.clip;
  if (!clip.has_value()) return std::nullopt;
  if (clip->uri.empty()) return UnknownVideo("a clip of yours", clip->digest);
  if (route.provider == Provider::kVertex) return UnknownVideo(clip->uri);
  const std::optional<std::string> file_id = FileIdOf(clip->uri);
  if (!file_id.has_value()) {
    return absl::InvalidArgumentError("The uri of a video must name a file of the Files API.");
  }
  std::optional<VideoSpec> film = files_.Film(*file_id);
  return film.has_value() ? film : UnknownVideo(clip->uri);
}

Reply Interactions::Begin(Interaction interaction, const InteractionRequest& request) {
  if (interaction.by_uri && interaction.gcs_uri.empty()) {
    interaction.file_id = files_.NewId();
    files_.Add(interaction);
  }
  if (request.store) interactions_.Add(interaction);
  // Ordered now, so that it is there when it is asked for.
  const InteractionState state = StateOf(interaction, studio_);
  if (request.background) {
    return InteractionAnswer(interaction, {"in_progress", nullptr}, InteractionCall::kCreate,
                             options_.get_is_inline);
  }
  Reply reply;
  reply.slow = interaction.misbehaviour == Misbehaviour::kSlow;
  reply.perform = [this, interaction = std::move(interaction)](http::Connection& connection) {
    if (!AwaitEnd(interaction, connection)) return;
    Deliver(Answer(interaction, InteractionCall::kCreate), connection);
  };
  return reply;
}

bool Interactions::AwaitEnd(const Interaction& interaction, http::Connection& connection) const {
  while (StateOf(interaction, studio_).running()) {
    if (!connection.Pause(kLook)) return false;
  }
  return true;
}

Reply Interactions::Answer(const Interaction& interaction, InteractionCall call) const {
  return InteractionAnswer(interaction, StateOf(interaction, studio_), call,
                           options_.get_is_inline);
}

Interactions::Stored Interactions::Find(const Route& route) const {
  Stored found = interactions_.Find(route.id);
  return found != nullptr && found->provider == route.provider ? found : nullptr;
}

Reply Interactions::Get(const Route& route) const {
  const Stored found = Find(route);
  return found == nullptr ? NoSuchInteraction() : Answer(*found, InteractionCall::kGet);
}

Reply Interactions::Cancel(const Route& route) {
  const Stored found = Find(route);
  if (found == nullptr) return NoSuchInteraction();
  if (!StateOf(*found, studio_).running()) return Answer(*found, InteractionCall::kCancel);
  Interaction cancelled = *found;
  cancelled.cancelled = true;
  cancelled.updated = absl::Now();
  interactions_.Replace(cancelled);
  return Answer(cancelled, InteractionCall::kCancel);
}

Reply Interactions::Delete(const Route& route) {
  if (Find(route) == nullptr || !interactions_.Remove(route.id)) return NoSuchInteraction();
  Reply reply;
  reply.body = Body("{}");
  return reply;
}

}  // namespace mediagen::sandbox
