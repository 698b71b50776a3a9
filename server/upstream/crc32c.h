// CRC32C (Castagnoli), as object stores use it.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CRC32C_H_
#define MEDIAGEN_SERVER_UPSTREAM_CRC32C_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace mediagen {

// The checksum of what `crc` covered so far and `bytes` behind it. Starts at 0.
uint32_t ExtendCrc32c(uint32_t crc, absl::string_view bytes);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CRC32C_H_
