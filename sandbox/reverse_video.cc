#include "sandbox/reverse_video.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "sandbox/delivery.h"
#include "sandbox/errors.h"
#include "sandbox/json_body.h"
#include "sandbox/refusal.h"
#include "sandbox/reverse_text.h"

namespace mediagen::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTicks = 16;  // Dots in an answer, about.
constexpr std::chrono::milliseconds kShortestTick{50};
constexpr std::chrono::milliseconds kLongestTick{1000};
constexpr int64_t kBytesPerToken = 4;

// Two IDs of 16 digits, divided as those of a UUID are.
std::string TaskId(const std::string& digits) {
  return absl::StrCat(digits.substr(0, 8), "-", digits.substr(8, 4), "-", digits.substr(12, 4), "-",
                      digits.substr(16, 4), "-", digits.substr(20, 12));
}

// As the caller reached this sandbox, so that the links lead back here on every network.
std::string BaseUrl(const http::Request& request) {
  const std::string host = request.headers.Get("Host");
  const bool plain = !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == ':' || c == '-' || c == '[' || c == ']';
  });
  return absl::StrCat("http://", plain ? host : "localhost");
}

Reply NoSuchTask() { return GoogleError(404, "There is no such task."); }

}  // namespace

bool ReverseTask::fails() const {
  return misbehaviour == Misbehaviour::kFailed || misbehaviour == Misbehaviour::kFilterAll ||
         misbehaviour == Misbehaviour::kFilterOne;
}

Reply ReverseVideo::Make(const ChatRequest& chat, Misbehaviour misbehaviour, ChatAnswer frame,
                         const http::Request& request) {
  ReverseTask task;
  task.id = TaskId(tasks_.NewId() + tasks_.NewId());
  task.base_url = BaseUrl(request);
  task.prompt = chat.instruction;
  task.misbehaviour = misbehaviour;
  VideoSpec spec;
  spec.prompt = chat.instruction;
  spec.model = frame.model;
  spec.first_frame = chat.picture;
  task.video = VideoStudio::MakeOrder(std::move(spec));
  task.begun_at = Clock::now();
  task.done_at = task.begun_at + time_to_done_;
  if (!task.fails()) studio_.Get(task.video);
  const Task added = tasks_.Add(std::move(task));

  Reply reply;
  reply.slow = misbehaviour == Misbehaviour::kSlow;
  reply.perform = [this, added, frame = std::move(frame), stream = chat.stream,
                   include_usage = chat.include_usage](http::Connection& connection) {
    stream ? Stream(added, frame, include_usage, connection)
           : AnswerWhole(added, frame, connection);
  };
  return reply;
}

bool ReverseVideo::IsDone(const ReverseTask& task) {
  if (task.misbehaviour == Misbehaviour::kNeverDone || Clock::now() < task.done_at) return false;
  return task.fails() || studio_.Get(task.video) != nullptr;
}

template <typename Say>
bool ReverseVideo::Follow(const ReverseTask& task, http::Connection& connection, Say say) {
  const auto tick = std::clamp(time_to_done_ / kTicks, kShortestTick, kLongestTick);
  const auto middle = task.begun_at + time_to_done_ / 2;
  say(ReverseWorking());
  for (bool refining = false; !IsDone(task);) {
    if (!connection.Pause(tick)) return false;
    say(".");
    if (refining || Clock::now() < middle) continue;
    refining = true;
    say(ReverseRefining());
  }
  if (task.fails()) {
    say(ReverseFailure(task.misbehaviour != Misbehaviour::kFailed));
  } else if (task.misbehaviour != Misbehaviour::kNoMedia &&
             task.misbehaviour != Misbehaviour::kLostMedia) {
    say(ReverseLinks(task.base_url, task.id));
  }
  return connection.open();
}

void ReverseVideo::Stream(const Task& task, ChatAnswer frame, bool include_usage,
                          http::Connection& connection) {
  const http::Headers headers = {{"Content-Type", "text/event-stream"}};
  if (!connection.WriteHead(200, headers, http::Framing::kChunked)) return;
  const Sink sink = [&](std::string_view bytes) { return connection.Write(bytes); };
  bool first = true;
  const auto say = [&](const std::string& text) {
    TextEvent(frame, text, first).Write(sink);
    frame.text += text;
    first = false;
  };
  say(ReverseOpening(task->base_url, task->id, task->prompt));
  if (task->misbehaviour == Misbehaviour::kStall) connection.WaitForPeerClose(http::kForever);
  if (task->misbehaviour == Misbehaviour::kStall || task->misbehaviour == Misbehaviour::kCut) {
    connection.Close();
    return;
  }
  if (!Follow(*task, connection, say)) return;
  frame.text_tokens = static_cast<int64_t>(frame.text.size()) / kBytesPerToken + 1;
  LastEvents(frame, include_usage).Write(sink);
  connection.Finish();
}

void ReverseVideo::AnswerWhole(const Task& task, ChatAnswer frame, http::Connection& connection) {
  frame.text = ReverseOpening(task->base_url, task->id, task->prompt);
  if (!Follow(*task, connection, [&](const std::string& text) { frame.text += text; })) return;
  frame.text_tokens = static_cast<int64_t>(frame.text.size()) / kBytesPerToken + 1;
  Reply reply;
  reply.body = WholeAnswer(frame);
  Spoil(task->misbehaviour, reply);
  Deliver(reply, connection);
}

Reply ReverseVideo::Page(const std::string& task_id) {
  const Task task = tasks_.Find(task_id);
  if (task == nullptr) return NoSuchTask();
  const std::string link = ReverseWatchUrl(task->base_url, task->id);
  Reply reply;
  reply.headers = {{"Content-Type", "text/html; charset=UTF-8"}};
  reply.body = Body(absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Task</title>",
      IsDone(*task) ? "" : "<meta http-equiv=\"refresh\" content=\"2\">",
      "</head>\n<body><h1>Task ", task->id, "</h1>\n<p>",
      !IsDone(*task)  ? "It is being worked on."
      : task->fails() ? "It failed."
                      : absl::StrCat("<video controls width=\"640\" src=\"", link, "\"></video>"),
      "</p>\n<p><a href=\"/source/", task->id, "\">Source data</a></p></body></html>\n"));
  return reply;
}

Reply ReverseVideo::Source(const std::string& task_id) {
  const Task task = tasks_.Find(task_id);
  if (task == nullptr) return NoSuchTask();
  const bool done = IsDone(*task);
  JsonBody body;
  body.writer().StartObject();
  body.Text("id", task->id);
  body.writer().Key("running");
  body.writer().Bool(!done);
  body.Text("status", !done ? "video_generating" : task->fails() ? "failed" : "completed");
  body.Text("prompt", task->prompt);
  if (done && !task->fails()) {
    body.Text("video_url", ReverseWatchUrl(task->base_url, task->id));
    body.Text("upsample_video_url", ReverseDownloadUrl(task->base_url, task->id));
  }
  body.writer().EndObject();
  Reply reply;
  reply.body = body.Finish();
  return reply;
}

Reply ReverseVideo::Video(const std::string& task_id) {
  const Task task = tasks_.Find(task_id);
  if (task == nullptr || task->fails() || !IsDone(*task)) return NoSuchTask();
  const std::shared_ptr<const Media> video = studio_.Get(task->video);
  if (video == nullptr) return NoSuchTask();
  Reply reply;
  reply.headers = {{"Content-Type", video->mime_type()}};
  reply.body.AddBytes(video);
  return reply;
}

}  // namespace mediagen::sandbox
