#include "tests/upstream/recorded_events.h"

#include "absl/strings/str_cat.h"

namespace mediagen::testing {

absl::Status RecordedEvents::Hear() { return on_event ? on_event() : absl::OkStatus(); }

Task<absl::Status> RecordedEvents::Send(v1::WatchVideoResponse event) {
  if (absl::Status heard = Hear(); !heard.ok()) co_return heard;
  if (event.has_progress()) progress.push_back(event.progress());
  if (event.has_header()) {
    const v1::MediaHeader& header = event.header();
    next_offset_[header.index()] = header.offset();
    story.push_back(
        absl::StrCat("header ", header.index(), " ", header.mime_type(), " @", header.offset()));
  }
  if (event.has_end()) {
    const v1::MediaEnd& end = event.end();
    ends[end.index()] = end;
    story.push_back(absl::StrCat("end ", end.index(), " ", end.mime_type(), " ", end.size_bytes()));
  }
  if (event.has_link()) {
    const v1::Media& media = event.link().media();
    story.push_back(absl::StrCat("link ", event.link().index(), " gcs=", media.gcs_uri(),
                                 " uri=", media.uri(), " ", media.mime_type()));
  }
  if (event.has_failed()) {
    story.push_back(absl::StrCat("failed ", event.failed().index(), " ",
                                 event.failed().failed().reason(), " @",
                                 event.failed().failed().media_offset()));
  }
  if (event.has_filtered()) {
    std::string text = absl::StrCat("filtered ", event.filtered().count());
    for (const v1::FilteredItem& item : event.filtered().items())
      absl::StrAppend(&text, " [", item.reason(), "]");
    story.push_back(text);
  }
  co_return absl::OkStatus();
}

Task<absl::Status> RecordedEvents::SendChunk(int index, int64_t offset, MediaBuffer chunk) {
  if (absl::Status heard = Hear(); !heard.ok()) co_return heard;
  auto next = next_offset_.find(index);
  if (next == next_offset_.end() || next->second != offset || chunk.empty()) {
    faults.push_back(absl::StrCat("chunk of video ", index, " at ", offset));
  }
  next_offset_[index] = offset + static_cast<int64_t>(chunk.size());
  bytes[index].append(chunk.view().data(), chunk.size());
  co_return absl::OkStatus();
}

}  // namespace mediagen::testing
