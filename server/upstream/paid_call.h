// A request that costs money.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PAID_CALL_H_
#define MEDIAGEN_SERVER_UPSTREAM_PAID_CALL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/json_view.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// Sends a paid request at most once and reads its answer. It goes out again only while it is proven
// that nothing of it has left, at most twice more, and once after a definite 401 when there is
// another key to show. Owned by the flow that reads it; credential and request outlive it. Loop
// thread only.
class PaidCall {
 public:
  PaidCall(HttpClient& client, CallContext& call, Credential& credential, UpstreamRequest& request)
      : client_(client), call_(call), credential_(credential), request_(request) {}

  // As MediaReader::Next.
  Task<absl::StatusOr<MediaRead>> Next(MediaPiece& piece, absl::Duration limit);

  // After kEnd: OK when a readable answer came that is no error; else what the caller sees.
  const absl::Status& status() const { return status_; }
  // After kEnd, if OK: the answer, media fields holding their item's number.
  JsonView answer() const { return JsonView(&document_); }

  // Whether a byte may have left.
  bool MayHaveLeft() const { return reader_ != nullptr && reader_->exchange().AnythingSent(); }
  // Ends the sending here and now, without a further try; Next then ends. For a call that has
  // ended.
  void Abort() {
    if (reader_ != nullptr) reader_->Abort();
  }
  // Whether it may have been paid: something left, and no definite rejection came back.
  bool MayHaveBeenPaid() const { return MayHaveLeft() && !rejected_; }

 private:
  // Authorizes the request and sends it; status_ tells when there is no key.
  Task<absl::Status> Send();
  // Whether the answer that has ended asks for another try.
  bool MayTryAgain();
  // After the reader's end: fills status_ and document_.
  void Conclude();
  void Fail(UpstreamError error);

  HttpClient& client_;
  CallContext& call_;
  Credential& credential_;
  UpstreamRequest& request_;
  AccessKey key_;
  std::unique_ptr<MediaReader> reader_;
  int tries_ = 0;
  bool key_was_refused_ = false;
  bool rejected_ = false;
  absl::Status status_;
  rapidjson::Document document_;
};

// One media item of an answer, whole and in memory.
class CollectedItem {
 public:
  CollectedItem() = default;
  std::string bytes;
  bool corrupt = false;
  int64_t corrupt_offset = -1;
};

// Reads `paid` to its end and collects its media. An error is the call's end or paid.status().
Task<absl::StatusOr<std::vector<CollectedItem>>> CollectMedia(PaidCall& paid);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PAID_CALL_H_
