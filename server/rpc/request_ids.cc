#include "server/rpc/request_ids.h"

#include <iterator>

#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr absl::Duration kRemembered = absl::Hours(24);

}  // namespace

absl::Status RequestIds::Reserve(absl::string_view id) {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = absl::Now();
  while (!by_age_.empty() && entries_.at(by_age_.front()).seen < now - kRemembered) DropOldest();
  if (auto found = entries_.find(id); found != entries_.end()) {
    absl::Status reused =
        MakeError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                  "request_id: a paid request with this id is under way or was sent before");
    SetErrorMetadata(reused, "operation", found->second.operation);
    return reused;
  }
  while (entries_.size() >= capacity_) DropOldest();
  by_age_.emplace_back(id);
  entries_.emplace(id, Entry{now, std::prev(by_age_.end()), ""});
  return absl::OkStatus();
}

void RequestIds::Forget(absl::string_view id) {
  absl::MutexLock lock(&mutex_);
  auto found = entries_.find(id);
  if (found == entries_.end()) return;
  by_age_.erase(found->second.position);
  entries_.erase(found);
}

void RequestIds::SetOperation(absl::string_view id, absl::string_view handle) {
  absl::MutexLock lock(&mutex_);
  auto found = entries_.find(id);
  if (found != entries_.end()) found->second.operation = std::string(handle);
}

void RequestIds::DropOldest() {
  entries_.erase(by_age_.front());
  by_age_.pop_front();
}

}  // namespace mediagen
