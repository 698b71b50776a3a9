#include "server/upstream/paid_call.h"

#include <utility>

#include "server/upstream/upstream_status.h"

namespace mediagen {

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

void PaidCall::Conclude() {
  const MediaReader* reader = attempts_.reader();
  if (reader == nullptr) {
    status_ = attempts_.rules().refusal();
  } else if (!reader->ok()) {
    Fail(reader->error());
  } else if (!ParseJson(reader->envelope(), document_)) {
    Fail(UnreadableAnswer("no JSON"));
  } else if (FindErrorObject(answer()).exists()) {
    Fail(ReadUpstreamError(reader->exchange().head(), reader->envelope()));
  } else if (!answer().IsObject() && !answer().IsEmpty()) {
    Fail(UnreadableAnswer("no JSON object"));
  } else {
    attempts_.NoteEnd(nullptr);
  }
}

void PaidCall::Fail(UpstreamError error) {
  error.callers_key = attempts_.rules().IsCallersKey();
  rejected_ = error.definite_rejection;
  attempts_.NoteEnd(&error);
  status_ = PaidCallStatus(error, MayHaveLeft());
  error_ = std::move(error);
}

Task<absl::StatusOr<std::vector<CollectedItem>>> CollectMedia(CallContext& call, PaidCall& paid) {
  call.bytes().collects = true;
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
    call.bytes().collected.Absorb(piece.bytes.TakeLease());
    item.corrupt = piece.corrupt;
    item.corrupt_offset = piece.corrupt_offset;
  }
  if (!paid.status().ok()) co_return paid.status();
  co_return items;
}

}  // namespace mediagen
