// A reverse channel's answer in prose, read for facts.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_TEXT_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_TEXT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/reverse_video_channel.h"

namespace mediagen {

enum class ReverseVideoOutcome {
  kSucceeded,  // There is a link to a video.
  kFiltered,   // It failed by a safety filter.
  kFailed,     // It failed otherwise.
  kUnknown,    // The answer said neither: the job may still be going on.
};

// Reads an answer while it arrives, in any pieces. Bounded memory, whatever comes. Any thread; not
// shared.
class ReverseVideoText {
 public:
  ReverseVideoText() : content_(facts_), reasoning_(facts_) {}
  ReverseVideoText(const ReverseVideoText&) = delete;
  ReverseVideoText& operator=(const ReverseVideoText&) = delete;

  // A piece of `content`, and of `reasoning_content`.
  void Feed(absl::string_view text);
  void FeedReasoning(absl::string_view text);
  // The answer has ended: what was open counts as whole where that is certain.
  void Finish();

  const ReverseVideoFacts& facts() const { return facts_; }
  // Whether there is news since the last call that a progress event would tell.
  bool TakeNews();
  // Sets the members of `progress` that an answer can tell.
  void FillProgress(v1::VideoProgress& progress) const;

  // As it stands; final after Finish. A video link outweighs a failure mark.
  ReverseVideoOutcome outcome() const;
  // For kFiltered and kFailed: what the caller sees. The job's name and pages are in the metadata.
  absl::Status Failure() const;

 private:
  ReverseVideoFacts facts_;
  ReverseVideoChannel content_;
  ReverseVideoChannel reasoning_;
};

// Adds the job's name and pages to the metadata of an error.
void AddReverseVideoFacts(absl::Status& status, const ReverseVideoFacts& facts);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_VIDEO_TEXT_H_
