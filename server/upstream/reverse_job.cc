#include "server/upstream/reverse_job.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// A request's id is this server's own word; a job's name alone is a stranger's.
std::string KeyOf(const Operation& operation) {
  return absl::StrCat(operation.provider, "\n", operation.request_id, "\n",
                      operation.upstream_name);
}

}  // namespace

std::shared_ptr<const ReverseJobState> ReverseJob::state() const {
  absl::MutexLock lock(&mutex_);
  return state_;
}

void ReverseJob::Publish(ReverseJobState state) {
  auto published = std::make_shared<const ReverseJobState>(std::move(state));
  absl::MutexLock lock(&mutex_);
  state_ = std::move(published);
  // Under the lock, so that whoever stops watching may end his loop.
  for (const std::shared_ptr<Watcher::Ear>& ear : ears_) {
    ear->loop.Post([ear] { ear->changed.Set(); });
  }
}

ReverseJob::Watcher::Watcher(std::shared_ptr<ReverseJob> job, EventLoop& loop)
    : job_(std::move(job)), ear_(std::make_shared<Ear>(loop)) {
  absl::MutexLock lock(&job_->mutex_);
  job_->ears_.push_back(ear_);
}

ReverseJob::Watcher::~Watcher() {
  absl::MutexLock lock(&job_->mutex_);
  auto& ears = job_->ears_;
  ears.erase(std::find(ears.begin(), ears.end(), ear_));
}

void ReverseJobs::Add(const Operation& operation, std::shared_ptr<ReverseJob> job) {
  Entry entry;
  entry.added = absl::Now();
  entry.key = KeyOf(operation);
  absl::MutexLock lock(&mutex_);
  while (!by_age_.empty() &&
         (by_age_.size() >= capacity_ || by_age_.front().added < entry.added - kKeptFor)) {
    jobs_.erase(by_age_.front().key);
    by_age_.pop_front();
  }
  if (jobs_.insert_or_assign(entry.key, std::move(job)).second) by_age_.push_back(std::move(entry));
}

std::shared_ptr<ReverseJob> ReverseJobs::Find(const Operation& operation) const {
  absl::MutexLock lock(&mutex_);
  const auto found = jobs_.find(KeyOf(operation));
  return found == jobs_.end() ? nullptr : found->second;
}

}  // namespace mediagen
