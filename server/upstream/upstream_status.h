// What a caller sees of an upstream's failure.
#ifndef MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_STATUS_H_
#define MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_STATUS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

// What the caller of a paid call sees. `anything_sent` false: proven that nothing left.
absl::Status PaidCallStatus(const UpstreamError& error, bool anything_sent);

// What he sees instead when parts of the answer had reached him before it broke.
absl::Status StreamCutStatus(const absl::Status& status);

// What he sees when pictures came and none of them decodes; `media_offset` is the first's.
absl::Status MediaCorruptStatus(int64_t media_offset);

// What the caller of a free call sees.
absl::Status FreeCallStatus(const UpstreamError& error);

// How long to wait before repeating: what the upstream asks for, at most a minute; else `fallback`.
absl::Duration RetryAfter(const UpstreamError& error, absl::Duration fallback);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_STATUS_H_
