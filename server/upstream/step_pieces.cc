#include "server/upstream/step_pieces.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "server/upstream/media_type.h"

namespace mediagen {
namespace {

std::set<int> ItemsOf(const VideoStatus& status) {
  std::set<int> items;
  for (const VideoAnswerItem& video : status.videos) {
    if (video.media_item >= 0) items.insert(video.media_item);
  }
  return items;
}

}  // namespace

void KeepResults(const VideoStatus& status, std::vector<MediaPiece>& pieces) {
  const std::set<int> items = ItemsOf(status);
  pieces.erase(
      std::remove_if(pieces.begin(), pieces.end(),
                     [&](const MediaPiece& piece) { return items.count(piece.item) == 0; }),
      pieces.end());
}

void StepPieces::Begin() {
  waiting_.clear();
  waiting_bytes_ = 0;
  dropped_ = false;
  skipped_item_ = -1;
}

bool StepPieces::IsResult(MediaPiece& piece) {
  if (known_.has_value()) return known_->count(piece.item) > 0;
  if (!MayBeResult(piece)) return false;
  const bool waits = dropped_ || !waiting_.empty() || piece.place == MediaPlace::kUndecided;
  if (!waits) return true;
  Keep(std::move(piece));
  return false;
}

bool StepPieces::MayBeResult(const MediaPiece& piece) {
  if (piece.place == MediaPlace::kElsewhere || piece.item == skipped_item_) return false;
  const bool may_be_picture = piece.place == MediaPlace::kAnyResult && piece.offset == 0;
  if (may_be_picture && absl::StartsWith(MediaTypeOfBytes(piece.bytes.view()), "image/")) {
    skipped_item_ = piece.item;
    return false;
  }
  return true;
}

void StepPieces::Keep(MediaPiece piece) {
  waiting_bytes_ += piece.bytes.capacity();
  if (waiting_bytes_ > kMaxBytes || !budget_.HasRoom()) dropped_ = true;
  if (dropped_) {
    waiting_.clear();
  } else {
    waiting_.push_back(std::move(piece));
  }
}

bool StepPieces::Decide(const VideoStatus& status) {
  if (dropped_ && !ItemsOf(status).empty()) {
    known_ = ItemsOf(status);
    return false;
  }
  KeepResults(status, waiting_);
  return true;
}

}  // namespace mediagen
