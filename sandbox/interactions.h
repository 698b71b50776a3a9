#ifndef MEDIAGEN_SANDBOX_INTERACTIONS_H_
#define MEDIAGEN_SANDBOX_INTERACTIONS_H_

#include <chrono>
#include <string>

#include "absl/status/statusor.h"
#include "sandbox/interaction.h"
#include "sandbox/interaction_answer.h"
#include "sandbox/interaction_request.h"
#include "sandbox/job_table.h"
#include "sandbox/omni_model.h"
#include "sandbox/reply.h"
#include "sandbox/route.h"
#include "sandbox/video_files.h"
#include "sandbox/video_studio.h"

namespace mediagen::sandbox {

// The Interactions API for videos: conversations, each turn of which makes a video or changes the
// one before it. Any thread; does not own the studio.
class Interactions {
 public:
  struct Options {
    std::chrono::milliseconds time_to_done{3000};
    std::chrono::milliseconds slow_file{5000};
    // A GET has the bytes also where a file was asked for.
    bool get_is_inline = false;
    // Of a new video whose length is not named.
    int seconds_unasked = OmniModel::kDefaultSeconds;
  };

  Interactions(const Options& options, VideoStudio& studio)
      : options_(options), studio_(studio), files_(options.slow_file, studio) {}

  // Without `background` the reply waits for the video by itself.
  Reply Create(const Route& route, const std::string& request_body);
  Reply Get(const Route& route) const;
  // Too late, it changes nothing.
  Reply Cancel(const Route& route);
  // Its file stays.
  Reply Delete(const Route& route);

  VideoFiles& files() { return files_; }

 private:
  using Stored = std::shared_ptr<const Interaction>;

  // Null when there is none, or another provider has it.
  Stored Find(const Route& route) const;
  // The video that the request goes on from; nothing when it is for a new one.
  absl::StatusOr<std::optional<VideoSpec>> EarlierFilm(const Route& route,
                                                       const InteractionRequest& request) const;
  absl::StatusOr<Interaction> Plan(const Route& route, const InteractionRequest& request);
  Reply Begin(Interaction interaction, const InteractionRequest& request);
  Reply Answer(const Interaction& interaction, InteractionCall call) const;
  // Waits for the end; false when the caller went away.
  bool AwaitEnd(const Interaction& interaction, http::Connection& connection) const;

  const Options options_;
  VideoStudio& studio_;
  VideoFiles files_;
  JobTable<Interaction> interactions_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INTERACTIONS_H_
