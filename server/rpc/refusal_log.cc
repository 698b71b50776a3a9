#include "server/rpc/refusal_log.h"

#include "absl/strings/str_cat.h"
#include "server/rpc/log.h"

namespace mediagen {
namespace {

constexpr std::chrono::seconds kPause(1);

}  // namespace

void RefusalLog::Note(const std::string& tenant, const std::string& reason, MonotonicTime now) {
  std::map<std::pair<std::string, std::string>, int64_t> told;
  {
    std::lock_guard lock(mutex_);
    ++counts_[{tenant, reason}];
    if (now < next_line_) return;
    next_line_ = now + kPause;
    told.swap(counts_);
  }
  for (const auto& [what, count] : told) {
    internal::LogEntry entry;
    entry.set_severity("WARNING");
    entry.set_event("refused");
    entry.set_tenant(what.first);
    entry.set_reason(what.second);
    entry.set_message(absl::StrCat(count, " calls since the last such line"));
    WriteLog(std::move(entry));
  }
}

}  // namespace mediagen
