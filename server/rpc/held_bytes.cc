#include "server/rpc/held_bytes.h"

#include "server/upstream/error_details.h"

namespace mediagen {

absl::Status NoRoomFor(Call& call, int64_t bytes) {
  if (!call.context().bytes().budget.IsFullPart(bytes)) return Overloaded();
  return QuotaExceeded("TENANT_BYTES", call.caller().admission.tenant->allowance()->subject(),
                       "the server holds as many bytes for this tenant as it may",
                       absl::Seconds(2));
}

absl::Status CheckMayBegin(Call& call) {
  const CallBytes& held = call.context().bytes();
  if (held.MayBegin()) return absl::OkStatus();
  return NoRoomFor(call, ByteBudget::kSmallestChunk - held.upload.bytes());
}

}  // namespace mediagen
