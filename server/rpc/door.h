// Where calls come in.
#ifndef MEDIAGEN_SERVER_RPC_DOOR_H_
#define MEDIAGEN_SERVER_RPC_DOOR_H_

#include <grpcpp/server_context.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/rpc/admission.h"
#include "server/rpc/limits.h"
#include "server/rpc/refusal_log.h"
#include "server/rpc/tenants.h"

namespace mediagen {

// Says on gRPC's threads, before a request is parsed, whether a call comes in, and in whose name.
// That comes from its credential alone. Owned by the server, outlives its calls. Any thread.
class Door {
 public:
  // `all` are the limits of all tenants together.
  Door(std::string tenants_file, const Limits& all, const ByteBudget& bytes);

  // UNAUTHENTICATED `TOKEN_REQUIRED` or `TOKEN_INVALID`, PERMISSION_DENIED `NOT_ALLOWED`, or
  // RESOURCE_EXHAUSTED as Allowance::Enter says.
  absl::StatusOr<Admission> Admit(const grpc::CallbackServerContext& context,
                                  absl::string_view method);

  Tenants& tenants() { return tenants_; }
  const std::shared_ptr<Allowance>& all() const { return all_; }

 private:
  absl::StatusOr<std::shared_ptr<Tenant>> Identify(const grpc::CallbackServerContext& context);
  // Fills in `admission` but for the tenant.
  absl::Status Enter(absl::string_view method, Admission& admission) const;

  Tenants tenants_;
  const std::shared_ptr<Allowance> all_;
  RefusalLog refusals_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_DOOR_H_
