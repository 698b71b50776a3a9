// A request that costs money.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PAID_CALL_H_
#define MEDIAGEN_SERVER_UPSTREAM_PAID_CALL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/json_view.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/paid_attempts.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// A paid request that is answered with one JSON. Owned by the flow that reads it; credential and
// request outlive it. Loop thread only.
class PaidCall {
 public:
  PaidCall(HttpClient& client, CallContext& call, Credential& credential, UpstreamRequest& request);

  // As MediaReader::Next.
  Task<absl::StatusOr<MediaRead>> Next(MediaPiece& piece, absl::Duration limit);

  // After kEnd: OK when a readable answer came that is no error; else what the caller sees.
  const absl::Status& status() const { return status_; }
  // After kEnd: what the upstream's failure means; nothing when it did not fail.
  const std::optional<UpstreamError>& error() const { return error_; }
  // After kEnd: the answer if it was JSON, media fields holding their item's number.
  JsonView answer() const { return JsonView(&document_); }

  // As those of PaidAttempts.
  bool MayHaveLeft() const { return attempts_.MayHaveLeft(); }
  void Abort() { attempts_.Abort(); }
  // Whether it may have been paid: something left, and no definite rejection came back.
  bool MayHaveBeenPaid() const { return MayHaveLeft() && !rejected_; }

 private:
  // After the reader's end: fills status_ and document_.
  void Conclude();
  void Fail(UpstreamError error);

  PaidAttempts<MediaReader> attempts_;
  bool rejected_ = false;
  absl::Status status_;
  std::optional<UpstreamError> error_;
  // The usual answer is small, or small without its media.
  rapidjson::MemoryPoolAllocator<> pool_{1024};
  rapidjson::Document document_{&pool_};
};

// One media item of an answer, whole and in memory.
class CollectedItem {
 public:
  CollectedItem() = default;
  std::string bytes;
  bool corrupt = false;
  int64_t corrupt_offset = -1;
};

// Reads `paid` to its end and collects its media, which count until the call has ended. An error is
// the call's end or paid.status().
Task<absl::StatusOr<std::vector<CollectedItem>>> CollectMedia(CallContext& call, PaidCall& paid);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PAID_CALL_H_
