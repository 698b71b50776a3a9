#ifndef MEDIAGEN_SANDBOX_REVERSE_VIDEO_H_
#define MEDIAGEN_SANDBOX_REVERSE_VIDEO_H_

#include <chrono>
#include <memory>
#include <string>

#include "sandbox/chat_answer.h"
#include "sandbox/chat_request.h"
#include "sandbox/job_table.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/reply.h"
#include "sandbox/video_studio.h"

namespace mediagen::sandbox {

// A video that a chat asked for. Immutable once it is in the table.
struct ReverseTask {
  std::string id;  // As a UUID is written.
  std::string base_url;
  std::string prompt;
  VideoStudio::Order video;
  Misbehaviour misbehaviour = Misbehaviour::kNone;
  std::chrono::steady_clock::time_point begun_at;
  std::chrono::steady_clock::time_point done_at;

  // It ends without a video, or not at all.
  bool fails() const;
};

// Makes videos for chats: the answer tells of the progress and ends with links to this sandbox,
// which also has pages that tell of the task. Any thread; does not own the studio.
class ReverseVideo {
 public:
  ReverseVideo(std::chrono::milliseconds time_to_done, VideoStudio& studio)
      : time_to_done_(time_to_done), studio_(studio) {}

  // Whether chats with that model are about videos.
  static bool Serves(const std::string& model) { return model.starts_with("veo"); }

  // `frame` is the answer but for its text. The reply writes itself while the video is made.
  Reply Make(const ChatRequest& chat, Misbehaviour misbehaviour, ChatAnswer frame,
             const http::Request& request);

  Reply Page(const std::string& task_id);
  Reply Source(const std::string& task_id);
  Reply Video(const std::string& task_id);

 private:
  using Task = std::shared_ptr<const ReverseTask>;

  bool IsDone(const ReverseTask& task);
  // Ends when the task does; false when the caller went away. `say` takes what there is to tell.
  template <typename Say>
  bool Follow(const ReverseTask& task, http::Connection& connection, Say say);
  void Stream(const Task& task, ChatAnswer frame, bool include_usage, http::Connection& connection);
  void AnswerWhole(const Task& task, ChatAnswer frame, http::Connection& connection);

  const std::chrono::milliseconds time_to_done_;
  VideoStudio& studio_;
  JobTable<ReverseTask> tasks_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_REVERSE_VIDEO_H_
