#ifndef MEDIAGEN_SANDBOX_DELIVERY_H_
#define MEDIAGEN_SANDBOX_DELIVERY_H_

#include "sandbox/http_connection.h"
#include "sandbox/reply.h"

namespace mediagen::sandbox {

// Sends the reply the way it says. Returns when it is sent or the caller is gone.
void Deliver(const Reply& reply, http::Connection& connection);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_DELIVERY_H_
