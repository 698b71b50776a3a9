// Who may call what.
#ifndef MEDIAGEN_SERVER_RPC_RPC_RULES_H_
#define MEDIAGEN_SERVER_RPC_RPC_RULES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mediagen {

enum class Access {
  kOpen,    // Everybody who can connect.
  kTenant,  // Tenants alone, where there are tenants.
};

// The rule of one rpc. A plain value.
struct RpcRule {
  absl::string_view method;  // Full name: package.Service/Method.
  Access access;
};

// One for every rpc that a server answers. What is not listed is refused.
absl::Span<const RpcRule> RpcRules();

// Null: there is none.
const RpcRule* FindRpcRule(absl::string_view method);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_RPC_RULES_H_
