#include "sandbox/delivery.h"

namespace mediagen::sandbox {

void Deliver(const Reply& reply, http::Connection& connection) {
  if (reply.perform) {
    reply.perform(connection);
    return;
  }
  if (reply.delivery == Delivery::kNever) {
    connection.WaitForPeerClose(http::kForever);
    return;
  }
  const Sink sink = [&](std::string_view bytes) { return connection.Write(bytes); };
  if (!connection.WriteHead(reply.status, reply.headers, http::Framing::kContentLength,
                            reply.body.size())) {
    return;
  }
  if (reply.delivery == Delivery::kWhole) {
    if (reply.body.Write(sink)) connection.Finish();
    return;
  }
  reply.body.Write(sink, reply.body.middle_of_media());
  if (reply.delivery == Delivery::kStall) connection.WaitForPeerClose(http::kForever);
  connection.Close();
}

}  // namespace mediagen::sandbox
