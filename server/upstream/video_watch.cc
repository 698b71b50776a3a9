#include "server/upstream/video_watch.h"

#include <optional>
#include <utility>

#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"
#include "server/upstream/request_meter.h"
#include "server/upstream/retry_budget.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/upstream_text.h"
#include "server/upstream/video_file.h"
#include "server/upstream/video_file_wait.h"
#include "server/upstream/video_formats.h"
#include "server/upstream/video_poll.h"

namespace mediagen {
namespace {

constexpr int kUnauthorized = 401;
// Of a file about which nobody says a word.
constexpr absl::string_view kUsualMediaType = "video/mp4";
constexpr absl::string_view kNoVideo = "NO_VIDEO";

}  // namespace

VideoWatch::VideoWatch(CallContext& call, HttpClient& client, const Provider& provider,
                       Credential& credential, const Operation& operation,
                       const WatchOptions& options, VideoEvents& events)
    : client_(client),
      provider_(provider),
      credential_(credential),
      operation_(operation),
      tag_(provider.TagFor(operation.model)),
      events_(events),
      pace_(call, provider, operation, options, events),
      pieces_(call.bytes().budget) {}

Task<absl::Status> VideoWatch::Run(int index, int64_t offset, absl::Duration first_pause,
                                   v1::GenerationRecord record) {
  VideoDelivery delivery(events_, index, offset, std::move(record));
  absl::StatusOr<Outcome> outcome = Outcome::kPending;
  if (held_ != nullptr) {
    outcome = co_await TakeHeldAnswer(delivery);
  } else if (absl::Status s = co_await pace_.Pause(Jittered(first_pause)); !s.ok()) {
    co_return s;
  }
  while (outcome.ok() && *outcome != Outcome::kDone) {
    outcome = co_await PollOnce(delivery);
    if (!outcome.ok() || *outcome == Outcome::kDone) break;
    if (pace_.IsOver()) co_return VideoPace::WaitLimit();
    if (absl::Status s = co_await pace_.PauseBeforeNextTry(); !s.ok()) co_return s;
  }
  delivered_ = delivery.delivered();
  co_return outcome.status();
}

Task<absl::StatusOr<VideoWatch::Outcome>> VideoWatch::TakeHeldAnswer(VideoDelivery& delivery) {
  const std::unique_ptr<HeldVideoAnswer> answer = std::move(held_);
  delivery.BeginPoll();
  for (MediaPiece& piece : answer->pieces) {
    pace_.BeginTransfer();
    if (absl::Status s = co_await delivery.OnPiece(std::move(piece)); !s.ok()) co_return s;
  }
  absl::StatusOr<Outcome> outcome = co_await TakeStatus(answer->status, delivery);
  co_return outcome;
}

Task<absl::StatusOr<VideoWatch::Outcome>> VideoWatch::PollOnce(VideoDelivery& delivery) {
  BreakerPass pass(&provider_.traffic());
  if (!pass.status().ok()) {
    // Nothing is lost by waiting: the job goes on.
    pace_.HoldBack(pass.status());
    co_return Outcome::kHeldBack;
  }
  absl::StatusOr<Outcome> outcome = co_await Poll(delivery, pass);
  co_return outcome;
}

Task<absl::StatusOr<VideoWatch::Outcome>> VideoWatch::Poll(VideoDelivery& delivery,
                                                           BreakerPass& pass) {
  pace_.CountPoll();
  delivery.BeginPoll();
  pieces_.Begin();
  UpstreamRequest request = EncodePoll(provider_.options(), operation_);
  AddTrace(request, pace_.call());
  absl::StatusOr<AccessKey> key = co_await credential_.Get(pace_.call(), client_);
  if (!key.ok()) co_return key.status();
  Authorize(request, *key);
  std::optional<VideoStatus> status;
  {
    MediaReader reader(client_, pace_.call(), request.http, request.answer_media);
    RequestMeter meter(tag_, RequestKind::kPoll, reader.exchange());
    for (;;) {
      MediaPiece piece;
      absl::StatusOr<MediaRead> read = co_await reader.Next(piece, pace_.Quiet());
      if (!read.ok()) co_return read.status();
      if (*read == MediaRead::kEnd) break;
      // An answer that trickles must not outlast the wait; the last look has its usual time.
      if (pace_.IsOver(provider_.options().short_call_timeout)) co_return VideoPace::WaitLimit();
      if (*read == MediaRead::kPiece) pass.NoteAnswer();
      if (*read == MediaRead::kPiece && pieces_.IsResult(piece)) {
        pace_.BeginTransfer();
        if (absl::Status s = co_await delivery.OnPiece(std::move(piece)); !s.ok()) co_return s;
      }
      // Also between pieces: those that the caller already has are passed over in silence.
      if (absl::Status told = co_await pace_.SendDueProgress(); !told.ok()) co_return told;
    }
    UpstreamError error;
    status = ReadPoll(reader, operation_, error);
    const UpstreamError* failure = status.has_value() ? nullptr : &error;
    meter.EndWith(failure);
    pass.End(HealthSaidBy(failure));
    if (!status.has_value()) {
      // The next poll shows another key, where there is one.
      if (reader.exchange().head().status == kUnauthorized) credential_.Refuse(*key);
      error.callers_key = credential_.IsCallers();
      co_return NoteFailure(error);
    }
  }
  absl::StatusOr<bool> whole = co_await TakeDecided(*status, delivery);
  if (!whole.ok()) co_return whole.status();
  if (!*whole) co_return Outcome::kFailed;
  pace_.NoteSuccess();
  provider_.traffic().metrics().CountPoll(PollOutcomeOf(*status));
  absl::StatusOr<Outcome> outcome = co_await TakeStatus(*status, delivery);
  co_return outcome;
}

absl::StatusOr<VideoWatch::Outcome> VideoWatch::NoteFailure(const UpstreamError& error) {
  ProviderMetrics& metrics = provider_.traffic().metrics();
  metrics.CountPoll(PollOutcome::kError);
  if (absl::Status failed = pace_.NoteFailure(error); !failed.ok()) return failed;
  metrics.retries.Add();
  return Outcome::kFailed;
}

Task<absl::StatusOr<bool>> VideoWatch::TakeDecided(const VideoStatus& status,
                                                   VideoDelivery& delivery) {
  if (!pieces_.Decide(status)) {
    const absl::StatusOr<Outcome> noted =
        NoteFailure(UnreadableAnswer("it says too late what its media is"));
    if (!noted.ok()) co_return noted.status();
    co_return false;
  }
  std::vector<MediaPiece> results = pieces_.Take();
  for (MediaPiece& piece : results) {
    pace_.BeginTransfer();
    if (absl::Status s = co_await delivery.OnPiece(std::move(piece)); !s.ok()) co_return s;
  }
  co_return true;
}

Task<absl::StatusOr<VideoWatch::Outcome>> VideoWatch::TakeStatus(const VideoStatus& status,
                                                                 VideoDelivery& delivery) {
  if (!status.done) co_return Outcome::kPending;
  usage_ = status.usage;
  if (!status.failure.ok()) co_return status.failure;
  if (absl::Status ended = co_await delivery.EndPoll(status); !ended.ok()) co_return ended;
  int index = delivery.videos_with_bytes();
  for (const VideoAnswerItem& item : status.videos) {
    if (item.media_item >= 0) continue;
    if (absl::Status s = co_await TakeReference(index, item, delivery); !s.ok()) co_return s;
    ++index;
  }
  if (absl::Status concluded = delivery.Conclude(index); !concluded.ok()) co_return concluded;
  if (absl::Status told = co_await SendFiltered(status); !told.ok()) co_return told;
  co_return Outcome::kDone;
}

Task<absl::Status> VideoWatch::TakeReference(int index, const VideoAnswerItem& item,
                                             VideoDelivery& delivery) {
  if (!delivery.Wants(index)) co_return absl::OkStatus();
  absl::Status taken;
  if (item.gcs_uri.empty() && provider_.dialect().download_file.exists()) {
    taken = co_await TakeFile(index, item, delivery);
    co_return taken;
  }
  v1::Media media;
  if (item.gcs_uri.empty()) {
    media.set_uri(item.uri);
  } else {
    media.set_gcs_uri(item.gcs_uri);
  }
  media.set_mime_type(std::string(FullMediaType(item.said_media_type)));
  taken = co_await delivery.SendLink(index, media, "");
  co_return taken;
}

Task<absl::Status> VideoWatch::TakeFile(int index, const VideoAnswerItem& item,
                                        VideoDelivery& delivery) {
  absl::StatusOr<std::string> id = FileIdOf(item.uri);
  absl::Status why = id.status();
  if (id.ok()) {
    absl::StatusOr<FetchEnd> end = co_await FetchFile(index, item, *id, delivery, why);
    if (!end.ok()) co_return end.status();
    if (*end == FetchEnd::kWhole) co_return absl::OkStatus();
    // Something else in its place concerns this video alone; a refusal concerns them all.
    if (!absl::IsDataLoss(why) && ErrorInfoOf(why).reason() != kNoVideo) co_return why;
  }
  absl::Status told = co_await delivery.SendFailed(index, std::move(why));
  co_return told;
}

Task<absl::StatusOr<FetchEnd>> VideoWatch::FetchFile(int index, const VideoAnswerItem& item,
                                                     const std::string& id, VideoDelivery& delivery,
                                                     absl::Status& why) {
  if (operation_.interaction && provider_.dialect().file_state.exists()) {
    VideoFileWait wait(client_, pace_, provider_.options(), credential_, tag_);
    absl::StatusOr<bool> ready = co_await wait.Run(id);
    if (!ready.ok()) co_return ready.status();
    why = wait.failure();
    if (!*ready) co_return FetchEnd::kGivenUp;
  }
  VideoFile file;
  file.request = EncodeDownloadFile(provider_.options(), id);
  file.base_url = file.request.http.url;
  file.credential = &credential_;
  file.rules = &pace_.options().files;
  file.media_type = std::string(FullMediaType(item.said_media_type));
  if (file.media_type.empty()) file.media_type = std::string(kUsualMediaType);
  VideoFetch fetch(client_, pace_, delivery, tag_);
  absl::StatusOr<FetchEnd> end = co_await fetch.Run(index, file);
  why = fetch.failure();
  co_return end;
}

Task<absl::Status> VideoWatch::SendFiltered(const VideoStatus& status) {
  if (status.filtered_count == 0) co_return absl::OkStatus();
  v1::WatchVideoResponse event;
  event.mutable_filtered()->set_count(status.filtered_count);
  for (const std::string& reason : status.filter_reasons) {
    *event.mutable_filtered()->add_items() = FilteredItemFrom(reason);
  }
  absl::Status sent = co_await events_.Send(std::move(event));
  co_return sent;
}

}  // namespace mediagen
