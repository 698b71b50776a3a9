// The bulk loop of base64: whole groups of four characters to three bytes.
#ifndef MEDIAGEN_SERVER_CODEC_BASE64_GROUPS_H_
#define MEDIAGEN_SERVER_CODEC_BASE64_GROUPS_H_

#include <cstddef>

namespace mediagen {

// Decodes up to `groups` groups and stops before the first that holds a character outside the
// alphabet. Returns how many it decoded. Reads only 4 * `groups` bytes of `in` and writes only into
// the first 3 * `groups` bytes of `out`, where bytes behind the decoded ones may be overwritten.
//
// The one seam for vector instructions: a variant chosen at run time keeps exactly this contract.
size_t DecodeGroups(const char* in, size_t groups, char* out);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_BASE64_GROUPS_H_
