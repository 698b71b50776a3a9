#include "sandbox/veo_job.h"

namespace mediagen::sandbox {

bool VeoJob::IsDue() const {
  return misbehaviour != Misbehaviour::kNeverDone && std::chrono::steady_clock::now() >= done_at;
}

bool VeoJob::NeedsVideos() const {
  return result != VeoResult::kBucket && misbehaviour != Misbehaviour::kNeverDone &&
         misbehaviour != Misbehaviour::kFailed && misbehaviour != Misbehaviour::kNoMedia &&
         misbehaviour != Misbehaviour::kLostMedia;
}

}  // namespace mediagen::sandbox
