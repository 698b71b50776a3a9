#ifndef MEDIAGEN_SANDBOX_VEO_H_
#define MEDIAGEN_SANDBOX_VEO_H_

#include <chrono>
#include <string>

#include "sandbox/reply.h"
#include "sandbox/veo_job.h"
#include "sandbox/video_studio.h"

namespace mediagen::sandbox {

// Where the videos of a Veo 2 model are: in the poll's answer, or in a file to be fetched.
enum class Veo2Result { kInline, kFile };

// Answers `:predictLongRunning`, the polls, and the download of files. Any thread.
class Veo {
 public:
  struct Options {
    std::chrono::milliseconds time_to_done{3000};
    uint64_t video_bytes = 0;  // 0: as long as they are.
    Veo2Result veo2_result = Veo2Result::kInline;
  };

  explicit Veo(const Options& options) : options_(options), studio_(options.video_bytes) {}

  Reply Start(const std::string& model, const std::string& request_body);
  // `operation_id` is the last segment of the operation's name.
  Reply Poll(const std::string& model, const std::string& operation_id);
  Reply Download(const std::string& file_id);

 private:
  using Videos = std::vector<std::shared_ptr<const Media>>;

  Reply Finished(const VeoJob& job, const Videos& videos) const;

  const Options options_;
  VideoStudio studio_;
  VeoJobs jobs_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VEO_H_
