"""gRPC-Web as a page in a browser speaks it: frames in a body, the status in the last one."""

import http.client
import ssl
import struct

TRAILERS = 0x80


class Page:
    def __init__(self, address: str, authority: str, origin: str):
        context = ssl.create_default_context(cafile=authority)
        self._connection = http.client.HTTPSConnection(address, context=context, timeout=60)
        self._origin = origin

    def may_call(self, path: str) -> bool:
        """What a browser asks before it lets the page call."""
        self._connection.request(
            "OPTIONS",
            path,
            headers={
                "Origin": self._origin,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "content-type,x-grpc-web",
            },
        )
        answer = self._connection.getresponse()
        answer.read()
        return answer.getheader("access-control-allow-origin") == self._origin

    def status(self, path: str, headers: dict[str, str]) -> int:
        """The status of HTTP that an empty request with these headers gets."""
        answer = self._post(path, b"", headers)
        answer.read()
        return answer.status

    def call(self, path: str, request: bytes) -> tuple[list[bytes], dict[str, str]]:
        """Messages and trailers of a call."""
        answer = self._post(path, request, {})
        messages, trailers, body = [], dict(answer.getheaders()), answer.read()
        while body:
            kind, length = struct.unpack_from(">BI", body)
            frame, body = body[5 : 5 + length], body[5 + length :]
            if kind & TRAILERS:
                lines = frame.decode().split("\r\n")
                trailers |= dict(line.split(":", 1) for line in lines if line)
            else:
                messages.append(frame)
        return messages, trailers

    def _post(self, path: str, request: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
        self._connection.request(
            "POST",
            path,
            body=struct.pack(">BI", 0, len(request)) + request,
            headers={
                "Origin": self._origin,
                "Content-Type": "application/grpc-web+proto",
                "X-Grpc-Web": "1",
            }
            | headers,
        )
        return self._connection.getresponse()
