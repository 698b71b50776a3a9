#include "tests/load/video_caller.h"

#include <cstdio>
#include <cstdlib>

#include "tests/load/fast_upstream.h"

namespace mediagen::testing {

VideoCaller::VideoCaller(v1::VideoService::Stub& stub, CallerTotals& totals, int64_t video_bytes)
    : totals_(totals), video_bytes_(video_bytes) {
  request_.mutable_spec()->set_prompt("waves");
  stub.async()->GenerateVideo(&context_, &request_, this);
  StartRead(&event_);
  StartCall();
}

std::string VideoCaller::operation() {
  std::lock_guard lock(mutex_);
  return operation_;
}

void VideoCaller::ReadOne() {
  {
    std::lock_guard lock(mutex_);
    if (!wants_read_) return;
    wants_read_ = false;
  }
  StartRead(&event_);
}

void VideoCaller::OnReadDone(bool ok) {
  if (!ok) return;
  if (event_.has_started()) {
    std::lock_guard lock(mutex_);
    operation_ = event_.started().operation();
    ++totals_.started;
  }
  if (event_.has_chunk()) TakeChunk(event_.chunk());
  if (totals_.slow && event_.has_chunk()) {
    std::lock_guard lock(mutex_);
    wants_read_ = true;
    return;
  }
  StartRead(&event_);
}

void VideoCaller::TakeChunk(const v1::MediaChunk& chunk) {
  if (chunk.offset() == 0) {
    // What comes before the number is the same in all of them.
    const size_t at = FirstGroup(0).find("video");
    if (chunk.data().size() >= static_cast<size_t>(kGroupBytes)) {
      number_ = std::atoi(chunk.data().substr(at + 6, 8).c_str());
    }
  }
  bytes_are_right_ &= chunk.offset() == received_ && IsVideo(number_, chunk.offset(), chunk.data());
  received_ += static_cast<int64_t>(chunk.data().size());
  totals_.bytes += static_cast<int64_t>(chunk.data().size());
}

void VideoCaller::OnDone(const grpc::Status& status) {
  status_ = status;
  const bool good = status.ok() && bytes_are_right_ && received_ == video_bytes_;
  if (!good && totals_.done - totals_.good < 5) {
    std::fprintf(stderr, "a call ended with %d %s, %lld bytes%s\n", status.error_code(),
                 status.error_message().c_str(), static_cast<long long>(received_),
                 bytes_are_right_ ? "" : ", wrong ones");
  }
  if (good) ++totals_.good;
  ++totals_.done;
}

}  // namespace mediagen::testing
