// A video that is watched over the wire.
#ifndef MEDIAGEN_TESTS_UPSTREAM_WATCH_BENCH_H_
#define MEDIAGEN_TESTS_UPSTREAM_WATCH_BENCH_H_

#include <string>

#include "server/upstream/video_watch.h"
#include "tests/upstream/recorded_events.h"
#include "tests/upstream/upstream_bench.h"

namespace mediagen::testing {

// What a watch came to. A plain value.
class Watched {
 public:
  Watched() = default;
  absl::Status status;
  int delivered = 0;
};

// Polls as often as a test can bear.
WatchOptions QuickWatch();

Operation StartedOperation();

// Watches from byte `offset` of video `index` to the end.
Watched WatchAt(UpstreamBench& bench, const Provider& provider, RecordedEvents& events,
                const WatchOptions& options, int index, int64_t offset);
// The same at the bench's provider.
Watched Watch(UpstreamBench& bench, RecordedEvents& events,
              const WatchOptions& options = QuickWatch(), int index = 0, int64_t offset = 0);

// A finished poll with these videos.
std::string DoneAnswer(const std::vector<std::string>& videos);

// An MP4 by its first bytes, with `size` bytes that differ from place to place.
std::string PatternVideo(size_t size);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_WATCH_BENCH_H_
