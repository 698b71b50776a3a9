#ifndef MEDIAGEN_TESTS_LOAD_VIDEO_CALLER_H_
#define MEDIAGEN_TESTS_LOAD_VIDEO_CALLER_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "mediagen/v1/video_service.grpc.pb.h"

namespace mediagen::testing {

// What all callers of a load have come to so far. Any thread.
class CallerTotals {
 public:
  std::atomic<int> started = 0;
  std::atomic<int> done = 0;
  std::atomic<int> good = 0;
  std::atomic<int64_t> bytes = 0;
  // Readers read when they are told to.
  std::atomic<bool> slow = false;
};

// One call of GenerateVideo that checks every byte it gets. Lives until the call is done. Any
// thread.
class VideoCaller final : public grpc::ClientReadReactor<v1::GenerateVideoResponse> {
 public:
  VideoCaller(v1::VideoService::Stub& stub, CallerTotals& totals, int64_t video_bytes);

  // Of a slow reader: takes one message, if one has been waited for.
  void ReadOne();
  std::string operation();
  // Number of its video; -1: none came.
  int number() const { return number_; }
  const grpc::Status& status() const { return status_; }

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;
  void TakeChunk(const v1::MediaChunk& chunk);

  CallerTotals& totals_;
  const int64_t video_bytes_;
  grpc::ClientContext context_;
  v1::GenerateVideoRequest request_;
  v1::GenerateVideoResponse event_;
  std::mutex mutex_;
  bool wants_read_ = false;  // Guarded by mutex_, like the next.
  std::string operation_;
  std::atomic<int> number_ = -1;
  int64_t received_ = 0;
  bool bytes_are_right_ = true;
  grpc::Status status_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_LOAD_VIDEO_CALLER_H_
