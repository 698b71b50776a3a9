#ifndef MEDIAGEN_SANDBOX_INTERACTION_H_
#define MEDIAGEN_SANDBOX_INTERACTION_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "sandbox/media.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/route.h"
#include "sandbox/video_studio.h"

namespace mediagen::sandbox {

// A stored turn of a conversation about a video. Immutable once it is in the table.
struct Interaction {
  std::string id;  // "v1_" and 16 hexadecimal digits.
  std::string model;
  std::string text;  // As it was sent.
  Provider provider = Provider::kRelay;
  int pictures = 0;  // That were sent.
  VideoStudio::Order video;
  int new_seconds = 0;  // Of the video that this turn made: all but what it extended.
  bool by_uri = false;  // As a link.
  std::string file_id;  // With by_uri, unless it goes into a bucket.
  std::string gcs_uri;  // The bucket's prefix.
  Misbehaviour misbehaviour = Misbehaviour::kNone;
  absl::Time created;
  absl::Time updated;
  std::chrono::steady_clock::time_point done_at;
  bool cancelled = false;

  // Whether it ends with a video, if it ends.
  bool ends_with_video() const;
  // Whether that is made at all: a bucket is out of reach.
  bool NeedsVideo() const;
};

// How an interaction stands.
struct InteractionState {
  std::string status;                  // The upstream's word.
  std::shared_ptr<const Media> video;  // When it has completed and its video was made.

  bool running() const { return status == "in_progress"; }
};

// Orders the video from the studio when it is not there yet.
InteractionState StateOf(const Interaction& interaction, VideoStudio& studio);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INTERACTION_H_
