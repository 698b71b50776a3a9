// Errors of calls for which there are no bytes left.
#ifndef MEDIAGEN_SERVER_RPC_HELD_BYTES_H_
#define MEDIAGEN_SERVER_RPC_HELD_BYTES_H_

#include <cstdint>

#include "absl/status/status.h"
#include "server/rpc/call.h"

namespace mediagen {

// RESOURCE_EXHAUSTED `TENANT_BYTES` where it is the tenant's part of the budget that has no room
// for `bytes`, else `OVERLOADED`.
absl::Status NoRoomFor(Call& call, int64_t bytes);

// OK: the call may begin.
absl::Status CheckMayBegin(Call& call);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_HELD_BYTES_H_
