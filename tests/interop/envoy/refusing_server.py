"""A server that is healthy, refuses every call with UNAVAILABLE, and counts them."""

import collections
import concurrent.futures

import grpc

HEALTH = "/grpc.health.v1.Health/Check"
SERVING = b"\x08\x01"  # A HealthCheckResponse.


class RefusingServer(grpc.GenericRpcHandler):
    def __init__(self):
        self.attempts = collections.Counter()
        self._server = grpc.server(concurrent.futures.ThreadPoolExecutor(16), handlers=[self])
        self.port = self._server.add_insecure_port("127.0.0.1:0")

    def __enter__(self) -> "RefusingServer":
        self._server.start()
        return self

    def __exit__(self, *_) -> None:
        self._server.stop(grace=None).wait(timeout=30)

    def service(self, details):
        if details.method == HEALTH:
            return grpc.unary_unary_rpc_method_handler(lambda request, context: SERVING)
        self.attempts[details.method] += 1
        return grpc.unary_unary_rpc_method_handler(self._refuse)

    @staticmethod
    def _refuse(request, context):
        context.abort(grpc.StatusCode.UNAVAILABLE, "refused")
