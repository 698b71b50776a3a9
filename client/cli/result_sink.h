#ifndef MEDIAGEN_CLIENT_CLI_RESULT_SINK_H_
#define MEDIAGEN_CLIENT_CLI_RESULT_SINK_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/output_names.h"
#include "client/cli/progress_line.h"
#include "client/observers.h"
#include "client/record.pb.h"

namespace mediagen::client {

// Turns a stream of media into files with their records, checked by length and CRC32C, and into the
// results of a command. Nothing is owned but the open files. One thread.
class ResultSink : public MediaObserver {
 public:
  // `base` is what all records have in common.
  ResultSink(OutputNames& names, const Record& base, ProgressLine& progress, CommandResult& result)
      : names_(names), base_(base), progress_(progress), result_(result) {}

  // Opens the first `count` files before anything is paid.
  absl::Status Prepare(int count, int64_t reserve_bytes);
  // Opens the file of one result to go on behind `offset`.
  absl::Status PrepareToGoOn(int index, int64_t offset, int64_t reserve_bytes);
  // Writes what is known so far beside the files that are prepared: from here on they can be
  // fetched again.
  absl::Status WriteEarlyRecords();
  // Takes them back: there is nothing to fetch.
  void DropEarlyRecords();

  Record& base() { return base_; }
  // How many items came, in order: those of other bytes than were sent count, too.
  size_t arrivals() const { return arrivals_.size(); }
  // Adds to the record of one of them what was told only after its end.
  void Amend(size_t arrival, const std::function<void(Record&)>& amend);
  // The files that were saved, in order.
  std::vector<std::string> files() const;
  // The first fault of an item that did not stop the others: what arrived wrong, or a record that
  // could not be written.
  const absl::Status& late_error() const { return late_error_; }

  absl::Status OnHeader(const v1::MediaHeader& header) override;
  absl::Status OnChunk(const v1::MediaChunk& chunk) override;
  absl::Status OnEnd(const v1::MediaEnd& end) override;
  absl::Status OnLink(const v1::MediaLink& link) override;
  absl::Status OnFailed(const v1::MediaFailed& failed) override;
  absl::Status OnFiltered(const v1::Filtered& filtered) override;

 private:
  struct Item {
    OutputFile file;
    // Bytes before the first one that was fetched, where the file does not hold them.
    int64_t skipped_bytes = 0;
  };

  absl::Status Check(const v1::MediaEnd& end, Item& item);
  void Deliver(Record record, const std::string& path);
  void TellLink(const Record& record);

  OutputNames& names_;
  Record base_;
  ProgressLine& progress_;
  CommandResult& result_;
  std::map<int, Item> items_;
  // For each item that came, where it is in the results; -1: it is not.
  std::vector<int> arrivals_;
  absl::Status late_error_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_RESULT_SINK_H_
