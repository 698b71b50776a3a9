#ifndef MEDIAGEN_SANDBOX_VEO_JOB_H_
#define MEDIAGEN_SANDBOX_VEO_JOB_H_

#include <chrono>
#include <string>
#include <vector>

#include "sandbox/job_table.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/video_studio.h"

namespace mediagen::sandbox {

// Where videos are: in the poll's answer, in files to be fetched, or in the caller's bucket.
enum class VeoResult { kInline, kFile, kBucket };

// One operation that makes videos. Immutable once it is in the table.
struct VeoJob {
  std::string id;
  std::string name;  // "models/{model}/operations/{id}", or Vertex's longer form.
  std::vector<VideoStudio::Order> videos;  // Without those that are filtered.
  VeoResult result = VeoResult::kInline;
  std::string storage_uri;  // With kBucket.
  int filtered = 0;
  Misbehaviour misbehaviour = Misbehaviour::kNone;
  std::chrono::steady_clock::time_point done_at;

  // Whether its time is up; its videos may take longer to make.
  bool IsDue() const;
  // Whether they are made at all: a bucket is out of reach, and some end without.
  bool NeedsVideos() const;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VEO_JOB_H_
