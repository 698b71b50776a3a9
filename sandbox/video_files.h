#ifndef MEDIAGEN_SANDBOX_VIDEO_FILES_H_
#define MEDIAGEN_SANDBOX_VIDEO_FILES_H_

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "sandbox/interaction.h"
#include "sandbox/job_table.h"
#include "sandbox/reply.h"

namespace mediagen::sandbox {

// The files that interactions leave their videos in. They outlive their interaction. Any thread;
// does not own the studio.
class VideoFiles {
 public:
  // `slow_file`: how much later than its video a file is there when that is asked for.
  VideoFiles(std::chrono::milliseconds slow_file, VideoStudio& studio)
      : slow_file_(slow_file), studio_(studio) {}

  // An ID that Add() may be given.
  std::string NewId();
  // Whether the ID is one of these.
  static bool Owns(const std::string& id) { return id.starts_with(kPrefix); }
  // Under the `file_id` of the interaction.
  void Add(const Interaction& interaction);

  // What is in the file, or will be; nothing when there is none.
  std::optional<VideoSpec> Film(const std::string& id) const;
  // PROCESSING at first, whatever the time, so that every client sees it.
  Reply State(const std::string& id);
  // There as soon as the video is, also when the state was never asked for: SDKs do not.
  Reply Download(const std::string& id);

 private:
  static constexpr char kPrefix[] = "omni";

  struct File {
    std::string id;
    Interaction interaction;
    std::shared_ptr<std::atomic<bool>> was_asked_for;
  };

  // Null while it is not there.
  std::shared_ptr<const Media> VideoOf(const File& file);

  const std::chrono::milliseconds slow_file_;
  VideoStudio& studio_;
  JobTable<File> files_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VIDEO_FILES_H_
