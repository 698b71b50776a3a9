#include "server/upstream/paid_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "server/upstream/upstream_status.h"

namespace mediagen {
namespace {

// An upstream says any length it likes.
constexpr int64_t kMostExpected = 32 * 1024 * 1024;

}  // namespace

PaidCall::PaidCall(HttpClient& client, CallContext& call, Credential& credential,
                   UpstreamRequest& request)
    : attempts_(client, call, credential, request, [&](const HttpRequest& authorized) {
        return std::make_unique<MediaReader>(client, call, authorized, request.answer_media);
      }) {}

Task<absl::StatusOr<MediaRead>> PaidCall::Next(MediaPiece& piece, absl::Duration limit) {
  absl::StatusOr<MediaRead> read = co_await attempts_.Next(piece, limit);
  if (read.ok() && *read == MediaRead::kEnd) Conclude();
  co_return read;
}

int64_t PaidCall::AnswerLength() const {
  int64_t length = 0;
  const MediaReader* reader = attempts_.reader();
  if (reader == nullptr) return 0;
  const absl::string_view said = reader->exchange().head().Header("Content-Length");
  return absl::SimpleAtoi(said, &length) ? std::max<int64_t>(length, 0) : 0;
}

void PaidCall::Conclude() {
  const MediaReader* reader = attempts_.reader();
  if (reader == nullptr) {
    status_ = attempts_.rules().no_key();
  } else if (!reader->ok()) {
    Fail(reader->error());
  } else if (!ParseJson(reader->envelope(), document_)) {
    Fail(UnreadableAnswer("no JSON"));
  } else if (FindErrorObject(answer()).exists()) {
    Fail(ReadUpstreamError(reader->exchange().head(), reader->envelope()));
  } else if (!answer().IsObject() && !answer().IsEmpty()) {
    Fail(UnreadableAnswer("no JSON object"));
  }
}

void PaidCall::Fail(UpstreamError error) {
  error.callers_key = attempts_.rules().IsCallersKey();
  rejected_ = error.definite_rejection;
  status_ = PaidCallStatus(error, MayHaveLeft());
  error_ = std::move(error);
}

Task<absl::StatusOr<std::vector<CollectedItem>>> CollectMedia(CallContext& call, PaidCall& paid) {
  call.bytes().collects = true;
  std::vector<CollectedItem> items;
  int64_t collected = 0;
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await paid.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    const auto index = static_cast<size_t>(piece.item);
    if (items.size() <= index) items.resize(index + 1);
    CollectedItem& item = items[index];
    if (piece.offset == 0) {
      // Room for all that may still come, so that nothing is moved when it does.
      const int64_t expected = std::min(paid.AnswerLength() / 4 * 3, kMostExpected) - collected;
      if (expected > 0) item.bytes.reserve(static_cast<size_t>(expected));
    }
    collected += static_cast<int64_t>(piece.bytes.size());
    item.bytes.append(piece.bytes.view().data(), piece.bytes.size());
    call.bytes().collected.Absorb(piece.bytes.TakeLease());
    item.corrupt = piece.corrupt;
    item.corrupt_offset = piece.corrupt_offset;
  }
  if (!paid.status().ok()) co_return paid.status();
  co_return items;
}

}  // namespace mediagen
