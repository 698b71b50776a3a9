#include "server/rpc/tenant.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace mediagen {
namespace {

bool Allows(const std::vector<std::string>& allowed, absl::string_view wanted) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), wanted) != allowed.end();
}

}  // namespace

bool Permissions::AllowsMethod(absl::string_view method) const {
  if (Allows(methods, method)) return true;
  const absl::string_view service = method.substr(0, method.find('/'));
  return Allows(methods, absl::StrCat(service, "/*"));
}

bool Permissions::AllowsProvider(absl::string_view provider) const {
  return Allows(providers, provider);
}

bool Permissions::AllowsModel(absl::string_view model) const { return Allows(models, model); }

Tenant::Tenant(std::string name, ByteBudget bytes)
    : name_(std::move(name)),
      allowance_(std::make_shared<Allowance>(absl::StrCat("tenant:", name_))),
      bytes_(std::move(bytes)),
      permissions_(std::make_shared<Permissions>()) {}

std::shared_ptr<const Permissions> Tenant::permissions() const {
  std::lock_guard lock(mutex_);
  return permissions_;
}

void Tenant::Set(const Limits& limits, Permissions permissions) {
  allowance_->SetLimits(limits);
  if (limits.max_inflight_bytes.has_value()) bytes_.SetCapacity(*limits.max_inflight_bytes);
  auto replacement = std::make_shared<const Permissions>(std::move(permissions));
  std::lock_guard lock(mutex_);
  permissions_ = std::move(replacement);
}

}  // namespace mediagen
