#ifndef MEDIAGEN_SANDBOX_PUBLISHER_MODEL_H_
#define MEDIAGEN_SANDBOX_PUBLISHER_MODEL_H_

#include "sandbox/reply.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// What Vertex says about a model of a publisher, with all that its Python SDK wants to know before
// it asks for a picture.
Reply DescribePublisherModel(const Route& route);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_PUBLISHER_MODEL_H_
