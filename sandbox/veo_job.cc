#include "sandbox/veo_job.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/dice.h"

namespace mediagen::sandbox {
namespace {

constexpr size_t kMostJobs = 20'000;

}  // namespace

std::shared_ptr<const VeoJob> VeoJobs::Add(VeoJob job) {
  std::lock_guard lock(mutex_);
  // By process, so that an operation of an earlier sandbox is not taken for one of this.
  const uint64_t number = HashText(job.model, (static_cast<uint64_t>(getpid()) << 32) + ++added_);
  job.id = absl::StrCat(absl::Hex(number, absl::kZeroPad16));
  job.name = absl::StrCat("models/", job.model, "/operations/", job.id);
  auto added = std::make_shared<const VeoJob>(std::move(job));
  jobs_[added->id] = added;
  by_age_.push_back(added->id);
  if (by_age_.size() > kMostJobs) {
    jobs_.erase(by_age_.front());
    by_age_.pop_front();
  }
  return added;
}

std::shared_ptr<const VeoJob> VeoJobs::Find(const std::string& id) const {
  std::lock_guard lock(mutex_);
  auto found = jobs_.find(id);
  return found == jobs_.end() ? nullptr : found->second;
}

}  // namespace mediagen::sandbox
