#ifndef MEDIAGEN_SANDBOX_METADATA_SERVER_H_
#define MEDIAGEN_SANDBOX_METADATA_SERVER_H_

#include <string>

#include "sandbox/reply.h"

namespace mediagen::sandbox {

// Answers as the metadata server of a machine in Google's cloud does: to the ping, and about the
// account, its token and the project. `path` is what follows "/computeMetadata/v1/", "" being the
// ping. All but the ping want `Metadata-Flavor: Google`. Any thread.
Reply DescribeMachine(const std::string& path, const http::Request& request);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_METADATA_SERVER_H_
