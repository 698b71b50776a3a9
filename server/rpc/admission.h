// A call that was let in.
#ifndef MEDIAGEN_SERVER_RPC_ADMISSION_H_
#define MEDIAGEN_SERVER_RPC_ADMISSION_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "server/async/event_loop.h"
#include "server/rpc/allowance.h"
#include "server/rpc/tenant.h"

namespace mediagen {

// In whose name a call runs, and its places among the calls in flight, which it holds until it
// leaves or is gone. Never without tenant but before it is made. Moves only.
class Admission {
 public:
  Admission() = default;
  Admission(std::shared_ptr<Tenant> tenant, std::shared_ptr<Allowance> all)
      : tenant(std::move(tenant)), all(std::move(all)) {}

  const std::string& tenant_name() const { return tenant->name(); }

  // For a request within the call, which counts like a call of its own. As Allowance::TakeRequest.
  absl::Status TakeRequest(MonotonicTime now) const {
    absl::Status taken = tenant->allowance()->TakeRequest(now);
    return taken.ok() ? all->TakeRequest(now) : taken;
  }

  // Gives the places back.
  void Leave() {
    place_of_tenant = CallPlace();
    place_of_all = CallPlace();
  }

  std::shared_ptr<Tenant> tenant;
  std::shared_ptr<Allowance> all;  // Of all tenants together.
  CallPlace place_of_tenant;
  CallPlace place_of_all;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_ADMISSION_H_
