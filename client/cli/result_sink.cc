#include "client/cli/result_sink.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/call_error.h"
#include "client/cli/printable.h"
#include "client/cli/record_file.h"
#include "client/cli/timestamp.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

// A count that no model takes must not fill a folder.
constexpr int kMaxPrepared = 16;

}  // namespace

absl::Status ResultSink::Prepare(int count, int64_t reserve_bytes) {
  for (int index = 0; index < std::clamp(count, 1, kMaxPrepared); ++index) {
    auto file = names_.Open(index, OutputFile::Mode::kFresh, reserve_bytes);
    if (!file.ok()) return file.status();
    items_.insert_or_assign(index, Item{*std::move(file)});
  }
  return absl::OkStatus();
}

absl::Status ResultSink::PrepareToGoOn(int index, int64_t offset, int64_t reserve_bytes) {
  auto file = names_.Open(index, OutputFile::Mode::kGoOn, reserve_bytes);
  if (!file.ok()) return file.status();
  Item item{*std::move(file)};
  if (item.file.direct()) {
    item.skipped_bytes = offset;
  } else if (item.file.size_bytes() < offset) {
    return UsageError(absl::StrCat("--offset: ", item.file.part_path(), " holds only ",
                                   item.file.size_bytes(), " bytes"));
  } else if (absl::Status status = item.file.Truncate(offset); !status.ok()) {
    return status;
  }
  items_.insert_or_assign(index, std::move(item));
  return absl::OkStatus();
}

absl::Status ResultSink::WriteEarlyRecords() {
  for (const auto& [index, item] : items_) {
    const std::string path = names_.Path(index);
    if (item.file.direct() || path.empty()) continue;
    Record record = base_;
    record.set_index(index);
    record.set_file(std::filesystem::path(path).filename());
    if (absl::Status status = WriteRecord(path, record); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void ResultSink::DropEarlyRecords() {
  for (const auto& [index, item] : items_) {
    const std::string path = names_.Path(index);
    if (item.file.direct() || path.empty() || ReadRecord(path).operation() != base_.operation()) {
      continue;
    }
    std::error_code ignored;
    std::filesystem::remove(path + ".json", ignored);
  }
}

absl::Status ResultSink::OnHeader(const v1::MediaHeader& header) {
  auto found = items_.find(header.index());
  if (found == items_.end()) {
    auto file = names_.Open(header.index(), OutputFile::Mode::kFresh, 0);
    // No longer a matter of usage: it is paid.
    if (!file.ok()) {
      return LocalError(absl::StatusCode::kInternal, "LOCAL_WRITE_FAILED",
                        std::string(file.status().message()));
    }
    found = items_.insert_or_assign(header.index(), Item{*std::move(file)}).first;
  }
  const Item& item = found->second;
  const int64_t held = item.skipped_bytes + item.file.size_bytes();
  if (header.offset() == held) return absl::OkStatus();
  return LocalError(absl::StatusCode::kDataLoss, "STREAM_GAP",
                    absl::StrCat("the server goes on at byte ", header.offset(), ", but ", held,
                                 " bytes are here"));
}

absl::Status ResultSink::OnChunk(const v1::MediaChunk& chunk) {
  const auto found = items_.find(chunk.index());
  if (found == items_.end() ||
      chunk.offset() != found->second.skipped_bytes + found->second.file.size_bytes()) {
    return LocalError(
        absl::StatusCode::kDataLoss, "STREAM_GAP",
        absl::StrCat("item ", chunk.index(), ": byte ", chunk.offset(), " is not the next one"));
  }
  progress_.AddBytes(static_cast<int64_t>(chunk.data().size()));
  return found->second.file.Append(chunk.data());
}

absl::Status ResultSink::Check(const v1::MediaEnd& end, Item& item) {
  const int64_t size_bytes = item.skipped_bytes + item.file.size_bytes();
  const bool whole = item.skipped_bytes == 0;
  if (size_bytes == end.size_bytes() && (!whole || item.file.crc32c() == end.crc32c())) {
    return absl::OkStatus();
  }
  std::string kept;
  if (!item.file.direct()) {
    // Under its own name it would be gone on with.
    std::string path = item.file.part_path();
    path.replace(path.rfind(".part"), std::string::npos, ".corrupt");
    if (item.file.SetAside(path).ok()) kept = absl::StrCat("; the bytes are in ", path);
  }
  return LocalError(
      absl::StatusCode::kDataLoss, "CHECKSUM_MISMATCH",
      absl::StrFormat("item %d: %d bytes with CRC32C %08x came, the server sent %d with %08x%s",
                      end.index(), size_bytes, item.file.crc32c(), end.size_bytes(), end.crc32c(),
                      kept));
}

absl::Status ResultSink::OnEnd(const v1::MediaEnd& end) {
  const auto found = items_.find(end.index());
  if (found == items_.end()) {
    return LocalError(absl::StatusCode::kDataLoss, "STREAM_GAP",
                      absl::StrCat("item ", end.index(), " ends without a beginning"));
  }
  Item item = std::move(found->second);
  items_.erase(found);
  if (absl::Status status = Check(end, item); !status.ok()) {
    progress_.Note(absl::StrCat("warning: ", std::string(status.message())));
    late_error_.Update(status);
    arrivals_.push_back(-1);
    return absl::OkStatus();
  }

  Record record = base_;
  record.set_index(end.index());
  record.set_size_bytes(end.size_bytes());
  record.set_mime_type(end.mime_type());
  record.set_crc32c(end.crc32c());
  if (item.skipped_bytes == 0) record.set_sha256(item.file.TakeSha256());
  MergeGenerationRecord(end.record(), record);
  std::string path;
  if (item.file.direct()) {
    if (absl::Status status = item.file.Finish("", false); !status.ok()) return status;
  } else {
    auto finished = names_.Finish(end.index(), end.mime_type(), item.file);
    if (!finished.ok()) return finished.status();
    path = *std::move(finished);
  }
  Deliver(std::move(record), path);
  return absl::OkStatus();
}

void ResultSink::Deliver(Record record, const std::string& path) {
  *record.mutable_finish_time() = CurrentTimestamp();
  record.set_file(std::filesystem::path(path).filename());
  arrivals_.push_back(result_.results_size());
  *result_.add_results() = record;
  if (!record.uri().empty()) TellLink(record);
  if (path.empty()) return;
  result_.mutable_results(result_.results_size() - 1)->set_file(path);
  if (record.uri().empty()) {
    progress_.Note(
        absl::StrCat(path, ": ", BytesText(record.size_bytes()), " ", record.mime_type()));
  }
  if (ExtensionMismatch(path, record.mime_type())) {
    progress_.Note(
        absl::StrCat("warning: ", path, " holds ", record.mime_type(), ", whatever its name says"));
  }
  late_error_.Update(WriteRecord(path, record));
}

void ResultSink::TellLink(const Record& record) {
  progress_.Note(absl::StrCat("the provider answered a link: ", PrintableLine(record.uri())));
  if (!record.watch_uri().empty()) {
    progress_.Note(absl::StrCat("to be watched on ", PrintableLine(record.watch_uri())));
  }
}

void ResultSink::Amend(size_t arrival, const std::function<void(Record&)>& amend) {
  if (arrival >= arrivals_.size() || arrivals_[arrival] < 0) return;
  Record& result = *result_.mutable_results(arrivals_[arrival]);
  amend(result);
  if (result.file().empty()) return;
  Record record = result;
  record.set_file(std::filesystem::path(result.file()).filename());
  late_error_.Update(WriteRecord(result.file(), record));
}

std::vector<std::string> ResultSink::files() const {
  std::vector<std::string> files;
  for (const int arrival : arrivals_) {
    if (arrival < 0) continue;
    const Record& result = result_.results(arrival);
    if (result.uri().empty() && !result.file().empty()) files.push_back(result.file());
  }
  return files;
}

absl::Status ResultSink::OnLink(const v1::MediaLink& link) {
  items_.erase(link.index());
  Record record = base_;
  record.set_index(link.index());
  record.set_mime_type(link.media().mime_type());
  record.set_uri(link.media().has_gcs_uri() ? link.media().gcs_uri() : link.media().uri());
  record.set_watch_uri(link.watch_uri());
  MergeGenerationRecord(link.record(), record);
  std::string path;
  if (!names_.direct()) {
    // The record is all that there will be, and wants a name, too.
    const auto named = names_.PathOfLink(link.index(), record.mime_type());
    late_error_.Update(named.status());
    path = named.value_or("");
  }
  Deliver(std::move(record), path);
  return absl::OkStatus();
}

absl::Status ResultSink::OnFailed(const v1::MediaFailed& failed) {
  if (const auto found = items_.find(failed.index()); found != items_.end()) {
    // What came of it is void.
    if (absl::Status status = found->second.file.Truncate(0); !status.ok()) return status;
    items_.erase(found);
  }
  *result_.add_failed() = failed;
  progress_.Note(absl::StrCat("warning: item ", failed.index() + 1, " cannot be used: ",
                              failed.failed().reason(), ": ", failed.failed().message()));
  return absl::OkStatus();
}

absl::Status ResultSink::OnFiltered(const v1::Filtered& filtered) {
  *result_.mutable_filtered() = filtered;
  progress_.Note(
      absl::StrCat("warning: a safety filter held back ", filtered.count(), " of the results"));
  for (const v1::FilteredItem& item : filtered.items()) {
    if (!item.reason().empty()) progress_.Note(absl::StrCat("  ", item.reason()));
  }
  return absl::OkStatus();
}

}  // namespace mediagen::client
