// How every rpc begins: the door decides, then a reactor takes the call or refuses it.
#ifndef MEDIAGEN_SERVER_RPC_ACCEPT_H_
#define MEDIAGEN_SERVER_RPC_ACCEPT_H_

#include <utility>

#include "server/rpc/bidi_reactor.h"
#include "server/rpc/reactors.h"
#include "server/rpc/refused_call.h"
#include "server/rpc/service_context.h"

namespace mediagen {

// Refused calls are calls, too.
inline void CountRefused(ServiceContext& services, const char* method, const absl::Status& status) {
  Metrics& metrics = services.NextWorker().metrics;
  CallMeter(metrics.rpcs().Find(method), metrics.media_sent_bytes())
      .End(status.code(), absl::ZeroDuration(), 0);
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* AcceptUnary(ServiceContext& services, const char* method,
                                      grpc::CallbackServerContext& context,
                                      const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                                      typename UnaryReactor<Request, Response>::Flow flow) {
  absl::StatusOr<Admission> admission = services.door.Admit(context, method);
  if (!admission.ok()) {
    CountRefused(services, method, admission.status());
    return new RefusedUnary(admission.status());
  }
  return new UnaryReactor<Request, Response>(services.NextWorker(), method,
                                             CallerOf(context, *std::move(admission)), context,
                                             request, response, std::move(flow));
}

template <typename Request>
grpc::ServerWriteReactor<grpc::ByteBuffer>* AcceptStream(
    ServiceContext& services, const char* method, grpc::CallbackServerContext& context,
    const grpc::ByteBuffer& request, typename StreamReactor<Request>::Flow flow) {
  absl::StatusOr<Admission> admission = services.door.Admit(context, method);
  if (!admission.ok()) {
    CountRefused(services, method, admission.status());
    return new RefusedStream(admission.status());
  }
  return new StreamReactor<Request>(services.NextWorker(), method,
                                    CallerOf(context, *std::move(admission)), context, request,
                                    std::move(flow));
}

inline grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* AcceptBidi(
    ServiceContext& services, const char* method, grpc::CallbackServerContext& context,
    BidiReactor::Flow flow) {
  absl::StatusOr<Admission> admission = services.door.Admit(context, method);
  if (!admission.ok()) {
    CountRefused(services, method, admission.status());
    return new RefusedBidi(admission.status());
  }
  return new BidiReactor(services.NextWorker(), method, CallerOf(context, *std::move(admission)),
                         context, std::move(flow));
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_ACCEPT_H_
