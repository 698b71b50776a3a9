// The bulk loop of base64: whole groups of four characters to three bytes.
#ifndef MEDIAGEN_SERVER_CODEC_BASE64_GROUPS_H_
#define MEDIAGEN_SERVER_CODEC_BASE64_GROUPS_H_

#include <cstddef>

namespace mediagen {

// Decodes up to `groups` groups and stops before the first that holds a character outside the
// alphabet. Returns how many it decoded. Reads only 4 * `groups` bytes of `in` and writes only into
// the first 3 * `groups` bytes of `out`, where bytes behind the decoded ones may be overwritten.
// Neither buffer needs spare room: a vector that does not fit is left to smaller steps.
//
// Runs on the fastest of Base64Paths() that the CPU has, found out at the first call.
size_t DecodeGroups(const char* in, size_t groups, char* out);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_BASE64_GROUPS_H_
