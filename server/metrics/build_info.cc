#include "server/metrics/build_info.h"

namespace mediagen {

const char kBuildVersion[] = MEDIAGEN_VERSION;
const char kBuildCommit[] = MEDIAGEN_COMMIT;

}  // namespace mediagen
