// One of those whom the server serves.
#ifndef MEDIAGEN_SERVER_RPC_TENANT_H_
#define MEDIAGEN_SERVER_RPC_TENANT_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/async/byte_budget.h"
#include "server/rpc/allowance.h"

namespace mediagen {

// What a tenant may ask for; an empty list allows everything. A plain value.
class Permissions {
 public:
  Permissions() = default;
  bool AllowsMethod(absl::string_view method) const;
  bool AllowsProvider(absl::string_view provider) const;
  bool AllowsModel(absl::string_view model) const;

  std::vector<std::string> methods;  // With `Service/*` for all of a service.
  std::vector<std::string> providers;
  std::vector<std::string> models;
};

// A tenant with all that is counted for it. Lives on when the file of tenants changes, so that a
// change forgets nothing. Any thread.
class Tenant {
 public:
  // `bytes` is its part of the process's budget.
  Tenant(std::string name, ByteBudget bytes);

  // Empty: everybody, at a server without tenants.
  const std::string& name() const { return name_; }
  const std::shared_ptr<Allowance>& allowance() const { return allowance_; }
  ByteBudget& bytes() { return bytes_; }
  std::shared_ptr<const Permissions> permissions() const;

  void Set(const Limits& limits, Permissions permissions);

 private:
  const std::string name_;
  const std::shared_ptr<Allowance> allowance_;
  ByteBudget bytes_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Permissions> permissions_;  // Guarded by mutex_.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_TENANT_H_
