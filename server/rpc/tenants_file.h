// The file that says who may call.
#ifndef MEDIAGEN_SERVER_RPC_TENANTS_FILE_H_
#define MEDIAGEN_SERVER_RPC_TENANTS_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "server/rpc/limits.h"
#include "server/rpc/tenant.h"
#include "server/rpc/tenants.pb.h"

namespace mediagen {

// Reads and checks it. An error names the place and quotes nothing that could be a token.
absl::StatusOr<config::TenantsFile> ReadTenantsFile(const std::string& path);

// Limits of `tenant`: its own, the file's, the server's defaults. `all_bytes` is what the server
// holds for everybody.
Limits LimitsOf(const config::TenantConfig& tenant, const config::TenantLimits& defaults,
                int64_t all_bytes);

Permissions PermissionsOf(const config::TenantConfig& tenant);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_TENANTS_FILE_H_
