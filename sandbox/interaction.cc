#include "sandbox/interaction.h"

namespace mediagen::sandbox {
namespace {

// The status in which it ends, and whether a video is made for it.
struct End {
  const char* status;
  bool with_video;
};

End EndOf(Misbehaviour misbehaviour) {
  switch (misbehaviour) {
    case Misbehaviour::kFailed:
    case Misbehaviour::kFailedBare:
      return {"failed", false};
    case Misbehaviour::kRequiresAction:
      return {"requires_action", false};
    case Misbehaviour::kIncomplete:
      return {"incomplete", false};
    case Misbehaviour::kFilterOne:
    case Misbehaviour::kFilterAll:
    case Misbehaviour::kNoMedia:
    case Misbehaviour::kLostMedia:
      return {"completed", false};
    default:
      return {"completed", true};
  }
}

}  // namespace

bool Interaction::ends_with_video() const { return EndOf(misbehaviour).with_video; }

bool Interaction::NeedsVideo() const {
  return ends_with_video() && gcs_uri.empty() && misbehaviour != Misbehaviour::kNeverDone;
}

InteractionState StateOf(const Interaction& interaction, VideoStudio& studio) {
  if (interaction.cancelled) return {"cancelled", nullptr};
  const bool due = interaction.misbehaviour != Misbehaviour::kNeverDone &&
                   std::chrono::steady_clock::now() >= interaction.done_at;
  InteractionState state{"in_progress", nullptr};
  if (interaction.NeedsVideo()) {
    // Asked for before it is due, so that it is there in time.
    const std::shared_ptr<const Media> video = studio.Get(interaction.video);
    if (!due || video == nullptr) return state;
    if (video->size() == 0) return {"failed", nullptr};
    state.video = video;
  }
  if (due) state.status = EndOf(interaction.misbehaviour).status;
  return state;
}

}  // namespace mediagen::sandbox
