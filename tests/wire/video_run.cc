#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "client/grpc_status.h"
#include "tests/wire/received_items.h"
#include "tests/wire/runs.h"

namespace mediagen::testing {
namespace {

// What a stream of GenerateVideo told. One thread.
class StreamedVideos {
 public:
  void Take(const v1::GenerateVideoResponse& event) {
    media_.Take(event);
    if (event.has_progress()) TakeProgress(event.progress());
    if (event.has_link()) link_ = event.link();
    if (event.has_filtered()) filtered_ = event.filtered();
    if (event.has_completed()) completed_ = event.completed();
  }

  // Whether the caller has got something to go on with.
  bool any() const { return media_.any() || !told_.task_id().empty(); }

  // What was said on the way, however the call ended.
  void NoteFacts(Observed& observed) const {
    observed.SetText("task_id", told_.task_id());
    observed.SetText("progress_page", told_.progress_page());
    observed.SetText("source_page", told_.source_page());
    observed.SetText("revised_prompt", told_.revised_prompt());
  }

  void NoteVideos(bool reverse, Observed& observed) const {
    JsonBody::Value videos = observed.List();
    for (const auto& [index, item] : media_.items()) {
      if (!item.whole || (reverse && item.media.has_uri())) continue;
      observed.Append(videos, observed.MediaValue(item.media));
    }
    observed.SetList("videos", std::move(videos));
    observed.SetFiltered(filtered_.count(), filtered_.items());
    if (reverse) NoteLinks(observed);
  }

  void NoteEnd(Observed& observed) const {
    observed.SetBilled(completed_.cost());
    if (completed_.has_usage()) observed.SetUsage(completed_.usage());
    const bool unknown = completed_.outcome() == v1::VIDEO_OUTCOME_UNKNOWN;
    observed.SetText("status", unknown ? "unknown" : "succeeded");
  }

 private:
  // What one event does not repeat still holds.
  void TakeProgress(const v1::VideoProgress& progress) { told_.MergeFrom(progress); }

  // A link is told on the way and handed over; where its file is fetched, it is told all the same.
  void NoteLinks(Observed& observed) const {
    const bool handed_over = link_.has_media();
    const std::string& watch = handed_over ? link_.watch_uri() : told_.watch_uri();
    const std::string& file = handed_over ? link_.media().uri() : told_.download_uri();
    observed.SetText("watch_url", watch);
    if (file != watch) observed.SetText("download_url", file);
  }

  ReceivedItems media_;
  v1::VideoProgress told_;
  v1::MediaLink link_;
  v1::Filtered filtered_;
  v1::VideoCompleted completed_;
};

// A job that the answer left in the middle may still end well.
const char* StatusAfter(const absl::Status& error) {
  return absl::IsUnknown(error) ? "unknown" : "failed";
}

}  // namespace

absl::Status RunGenerateVideo(WireServer& server, NeutralRequest& request, Observed& observed) {
  const bool reverse = absl::StartsWith(request.operation(), "chat_video");
  v1::GenerateVideoRequest call;
  call.set_model(request.model());
  v1::VideoSpec& spec = *call.mutable_spec();
  absl::Status filled = reverse ? request.FillReverse(spec)
                        : request.dialect() == "interactions"
                            ? FillInteraction(server, request, spec)
                            : request.Fill(spec);
  if (!filled.ok()) return filled;
  grpc::ClientContext context;
  SetDeadline(context);
  const auto reader = server.videos().GenerateVideo(&context, call);
  StreamedVideos videos;
  for (v1::GenerateVideoResponse event; reader->Read(&event);) videos.Take(event);
  const absl::Status status = client::ToAbslStatus(reader->Finish());
  const bool streamed = absl::EndsWith(request.operation(), "_stream") && videos.any();
  videos.NoteFacts(observed);
  if (status.ok() || streamed) videos.NoteVideos(reverse, observed);
  if (status.ok()) {
    videos.NoteEnd(observed);
  } else {
    observed.SetError(streamed ? "then_error" : "error", status);
    observed.SetText("status", StatusAfter(status));
  }
  return absl::OkStatus();
}

}  // namespace mediagen::testing
