#include "server/upstream/crc32c.h"

#include <isa-l/crc.h>

#include <algorithm>

namespace mediagen {

uint32_t ExtendCrc32c(uint32_t crc, absl::string_view bytes) {
  // ISA-L takes lengths as int, does not write, and leaves both inversions to its caller.
  constexpr size_t kMaxStep = size_t{1} << 30;
  uint32_t state = ~crc;
  while (!bytes.empty()) {
    const size_t step = std::min(bytes.size(), kMaxStep);
    auto* data = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    state = crc32_iscsi(data, static_cast<int>(step), state);
    bytes.remove_prefix(step);
  }
  return ~state;
}

}  // namespace mediagen
