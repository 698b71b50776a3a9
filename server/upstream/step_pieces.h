// Tells the results of an answer in steps from the rest of its media.
#ifndef MEDIAGEN_SERVER_UPSTREAM_STEP_PIECES_H_
#define MEDIAGEN_SERVER_UPSTREAM_STEP_PIECES_H_

#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "server/async/byte_budget.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/video_formats.h"

namespace mediagen {

// Leaves only those pieces whose items are videos of `status`.
void KeepResults(const VideoStatus& status, std::vector<MediaPiece>& pieces);

// Sorts the pieces of one answer after the other, each a look at the same job. A piece whose step
// has not said yet what it is waits, and all results behind it, so that their order stays. What
// waits is limited: beyond that it is dropped, and another look at the job, which is free, brings
// it again, known then for what it is. Any thread; not shared.
class StepPieces {
 public:
  // Of what waits.
  static constexpr size_t kMaxBytes = 32 * 1024 * 1024;

  // `budget` outlives it.
  explicit StepPieces(const ByteBudget& budget) : budget_(budget) {}

  // Another answer begins.
  void Begin();
  // Whether the piece can be handed on at once. One that may become a result is kept instead.
  bool IsResult(MediaPiece& piece);
  // The answer is whole. False: some of its results were dropped, and have to be asked for again.
  bool Decide(const VideoStatus& status);
  // The results that had to wait.
  std::vector<MediaPiece> Take() { return std::exchange(waiting_, {}); }

 private:
  bool MayBeResult(const MediaPiece& piece);
  void Keep(MediaPiece piece);

  const ByteBudget& budget_;
  std::vector<MediaPiece> waiting_;
  size_t waiting_bytes_ = 0;
  bool dropped_ = false;
  int skipped_item_ = -1;  // A picture in the place of a video.
  // The items that are results, once an answer had to be dropped.
  std::optional<std::set<int>> known_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_STEP_PIECES_H_
