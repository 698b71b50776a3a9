#ifndef MEDIAGEN_SANDBOX_VEO_H_
#define MEDIAGEN_SANDBOX_VEO_H_

#include <chrono>
#include <string>

#include "sandbox/reply.h"
#include "sandbox/route.h"
#include "sandbox/veo_answer.h"
#include "sandbox/veo_job.h"
#include "sandbox/veo_request.h"
#include "sandbox/video_studio.h"

namespace mediagen::sandbox {

// Answers `:predictLongRunning`, the polls, and the download of files. Any thread; does not own the
// studio.
class Veo {
 public:
  struct Options {
    std::chrono::milliseconds time_to_done{3000};
    // Of the relay. The Gemini API always gives files, Vertex never.
    VeoResult veo2_result = VeoResult::kFile;
    VeoResult veo3_result = VeoResult::kInline;
  };

  Veo(const Options& options, VideoStudio& studio) : options_(options), studio_(studio) {}

  Reply Start(const Route& route, const std::string& request_body);
  // Of the operation that the path names.
  Reply Poll(const Route& route);
  // Of the operation that the body names.
  Reply Fetch(const Route& route, const std::string& request_body);
  Reply Download(const std::string& file_id);

 private:
  VeoResult ResultFor(const Route& route, const VeoRequest& request) const;
  Reply PollByName(const std::string& name);

  const Options options_;
  VideoStudio& studio_;
  JobTable<VeoJob> jobs_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VEO_H_
