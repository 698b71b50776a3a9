#ifndef MEDIAGEN_SANDBOX_VEO_ANSWER_H_
#define MEDIAGEN_SANDBOX_VEO_ANSWER_H_

#include <memory>
#include <string>
#include <vector>

#include "sandbox/media.h"
#include "sandbox/reply.h"
#include "sandbox/veo_job.h"

namespace mediagen::sandbox {

// An operation that runs: its name, nothing else. Also the answer to its start.
Reply RunningOperation(const VeoJob& job, const std::string& name);

// An operation that has ended. `videos` holds what the job ordered.
Reply EndedOperation(const VeoJob& job, const std::string& name,
                     const std::vector<std::shared_ptr<const Media>>& videos);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VEO_ANSWER_H_
