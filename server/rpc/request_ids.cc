#include "server/rpc/request_ids.h"

#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr absl::Duration kRemembered = absl::Hours(24);

}  // namespace

absl::Status RequestIds::Reserve(absl::string_view id) {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = absl::Now();
  DropOld(now);
  auto [found, fresh] = entries_.try_emplace(std::string(id), Entry{now, ""});
  if (fresh) {
    order_.emplace_back(now, std::string(id));
    return absl::OkStatus();
  }
  absl::Status reused =
      MakeError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                "request_id: a paid request with this id is under way or was sent before");
  SetErrorMetadata(reused, "operation", found->second.operation);
  return reused;
}

void RequestIds::Forget(absl::string_view id) {
  absl::MutexLock lock(&mutex_);
  entries_.erase(id);
}

void RequestIds::SetOperation(absl::string_view id, absl::string_view handle) {
  absl::MutexLock lock(&mutex_);
  auto found = entries_.find(id);
  if (found != entries_.end()) found->second.operation = std::string(handle);
}

void RequestIds::DropOld(absl::Time now) {
  while (!order_.empty() &&
         (order_.size() >= capacity_ || order_.front().first < now - kRemembered)) {
    auto found = entries_.find(order_.front().second);
    if (found != entries_.end() && found->second.seen == order_.front().first)
      entries_.erase(found);
    order_.pop_front();
  }
}

}  // namespace mediagen
