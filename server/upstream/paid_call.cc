#include "server/upstream/paid_call.h"

#include <utility>

#include "server/async/sleep.h"
#include "server/upstream/retry_budget.h"

namespace mediagen {
namespace {

constexpr int kMaxTries = 3;
constexpr int kUnauthorized = 401;
constexpr absl::Duration kLongestBackoff = absl::Seconds(2);

}  // namespace

Task<absl::StatusOr<MediaRead>> PaidCall::Next(MediaPiece& piece, absl::Duration limit) {
  for (;;) {
    if (reader_ == nullptr) {
      if (absl::Status sent = co_await Send(); !sent.ok()) co_return sent;
      if (!status_.ok()) co_return MediaRead::kEnd;
    }
    absl::StatusOr<MediaRead> read = co_await reader_->Next(piece, limit);
    if (!read.ok() || *read != MediaRead::kEnd) co_return read;
    if (!MayTryAgain()) {
      Conclude();
      co_return read;
    }
    reader_ = nullptr;
    if (key_was_refused_) continue;
    absl::Status slept = co_await Sleep(call_, Backoff(tries_ - 1, kLongestBackoff));
    if (!slept.ok()) co_return slept;
  }
}

Task<absl::Status> PaidCall::Send() {
  absl::StatusOr<AccessKey> key = co_await credential_.Get(call_, client_);
  if (!call_.status().ok()) co_return call_.status();
  if (!key.ok()) {
    status_ = key.status();
    co_return absl::OkStatus();
  }
  key_ = *std::move(key);
  Authorize(request_, key_);
  reader_ = std::make_unique<MediaReader>(client_, call_, request_.http);
  ++tries_;
  co_return absl::OkStatus();
}

bool PaidCall::MayTryAgain() {
  if (reader_->ok()) return false;
  if (!MayHaveLeft()) return tries_ < kMaxTries;
  if (key_was_refused_ || reader_->exchange().head().status != kUnauthorized) return false;
  key_was_refused_ = credential_.Refuse(key_);
  return key_was_refused_;
}

void PaidCall::Conclude() {
  if (!reader_->ok()) {
    Fail(reader_->error());
  } else if (!ParseJson(reader_->envelope(), document_)) {
    Fail(UnreadableAnswer("no JSON"));
  } else if (FindErrorObject(answer()).exists()) {
    Fail(ReadUpstreamError(reader_->exchange().head(), reader_->envelope()));
  } else if (!answer().IsObject() && !answer().IsEmpty()) {
    Fail(UnreadableAnswer("no JSON object"));
  }
}

void PaidCall::Fail(UpstreamError error) {
  error.callers_key = credential_.IsCallers();
  rejected_ = error.definite_rejection;
  status_ = PaidCallStatus(error, MayHaveLeft());
}

Task<absl::StatusOr<std::vector<CollectedItem>>> CollectMedia(PaidCall& paid) {
  std::vector<CollectedItem> items;
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await paid.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    const auto index = static_cast<size_t>(piece.item);
    if (items.size() <= index) items.resize(index + 1);
    CollectedItem& item = items[index];
    item.bytes.append(piece.bytes.view().data(), piece.bytes.size());
    item.corrupt = piece.corrupt;
    item.corrupt_offset = piece.corrupt_offset;
  }
  if (!paid.status().ok()) co_return paid.status();
  co_return items;
}

}  // namespace mediagen
