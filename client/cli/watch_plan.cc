#include "client/cli/watch_plan.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/record_file.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

int64_t PartSize(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path + ".part", error);
  return error ? 0 : static_cast<int64_t>(size);
}

bool IsWhole(const std::string& path, const Record& record) {
  std::error_code ignored;
  return record.has_finish_time() && std::filesystem::exists(path, ignored) &&
         !std::filesystem::exists(path + ".part", ignored);
}

absl::StatusOr<int64_t> OffsetFlag(const Arguments& arguments) {
  const std::optional<std::string> text = arguments.Value("--offset");
  int64_t offset = 0;
  if (!text) return offset;
  if (!absl::SimpleAtoi(*text, &offset) || offset < 0) {
    return UsageError(absl::StrCat("--offset: '", *text, "' is not a number of bytes"));
  }
  return offset;
}

}  // namespace

absl::StatusOr<WatchPlan> PlanWatch(const Arguments& arguments, const std::string& operation,
                                    const OutputNames& names, int count) {
  WatchPlan plan;
  const auto index = arguments.Number("--video-index", 0, 0);
  if (!index.ok()) return index.status();
  const auto offset = OffsetFlag(arguments);
  if (!offset.ok()) return offset.status();
  plan.video_index = *index;
  plan.byte_offset = *offset;
  if (!arguments.Has("-o")) {
    if (*offset > 0) return UsageError("--offset needs the file to go on with: -o FILE");
    return plan;
  }
  if (names.direct()) return plan;

  for (const int last = std::max(*index, count - 1);; ++plan.video_index) {
    const std::string path = names.Path(plan.video_index);
    plan.record = ReadRecord(path);
    const bool same = plan.record.operation() == operation;
    if (!same && !plan.record.operation().empty() && PartSize(path) > 0) {
      return UsageError(absl::StrCat("-o: ", path, ".part belongs to another operation (see ", path,
                                     ".json); name another file"));
    }
    if (!same) plan.record = Record();
    if (!same || !IsWhole(path, plan.record) || arguments.Has("--video-index")) break;
    if (plan.video_index == last) {
      plan.complete = true;
      return plan;
    }
  }
  if (!arguments.Has("--offset")) plan.byte_offset = PartSize(names.Path(plan.video_index));
  return plan;
}

}  // namespace mediagen::client
