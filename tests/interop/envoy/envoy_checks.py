"""Runs docs/envoy/envoy.yaml before the server at MEDIAGEN_SERVER.

Usage: envoy_checks.py FOLDER, which holds tls.crt and tls.key, and callers-ca.crt with callers.key,
a certificate of a caller that vouches for itself. What Envoy and the example leave goes there, too.
"""

import importlib
import json
import os
import pathlib
import subprocess
import sys

import grpc
from mediagen.v1 import model_service_pb2, video_service_pb2

from grpc_web import Page
from proxy import MUTUAL_TLS, Proxy, accepts, configuration
from refusing_server import RefusingServer

ROOT = pathlib.Path(__file__).parents[3]
FOLDER = pathlib.Path(sys.argv[1]).resolve()
CERTIFICATE = FOLDER / "tls.crt"
SERVER_PORT = int(os.environ["MEDIAGEN_SERVER"].rsplit(":", 1)[1])


def methods() -> list[str]:
    files = [path.stem for path in (ROOT / "proto/mediagen/v1").glob("*.proto")]
    found = []
    for file in files:
        descriptor = importlib.import_module(f"mediagen.v1.{file}_pb2").DESCRIPTOR
        for service in descriptor.services_by_name.values():
            found += [f"/{service.full_name}/{method.name}" for method in service.methods]
    return found


def free_methods() -> set[str]:
    config = json.loads((ROOT / "proto/mediagen/v1/service_config.json").read_text())
    names = [name for part in config["methodConfig"] for name in part["name"]]
    return {f"/{name['service']}/{name['method']}" for name in names}


def connect(proxy: Proxy, mutual=False) -> grpc.Channel:
    own = [(FOLDER / file).read_bytes() for file in ("callers.key", "callers-ca.crt")]
    credentials = grpc.ssl_channel_credentials(CERTIFICATE.read_bytes(), *(own if mutual else []))
    return grpc.secure_channel(proxy.address, credentials)


def check_envoy_accepts_the_file():
    path = configuration(FOLDER, SERVER_PORT)
    assert accepts(path), "Envoy refuses the file"
    path.write_text(path.read_text().replace("num_retries", "num_retriez"))
    assert not accepts(path), "Envoy accepts anything"


def check_only_free_calls_are_repeated():
    with RefusingServer() as server, Proxy(FOLDER, server.port) as proxy, connect(proxy) as channel:
        calls = [channel.unary_unary(method).future(b"", timeout=60) for method in methods()]
        codes = {call.code() for call in calls}
        assert codes == {grpc.StatusCode.UNAVAILABLE}, codes
        repeated = {method for method, count in server.attempts.items() if count > 1}
        assert set(server.attempts) == set(methods()), server.attempts
        assert repeated == free_methods(), server.attempts


def check_mutual_tls():
    with Proxy(FOLDER, SERVER_PORT, MUTUAL_TLS) as proxy:
        codes = {}
        for mutual in [True, False]:
            with connect(proxy, mutual) as channel:
                call = channel.unary_unary("/mediagen.v1.ModelService/ListModels")
                codes[mutual] = call.future(b"", timeout=60).code()
        assert codes == {True: grpc.StatusCode.OK, False: grpc.StatusCode.UNAVAILABLE}, codes


def check_a_page_calls(proxy):
    path = "/mediagen.v1.ModelService/ListModels"
    page = Page(proxy.address, str(CERTIFICATE), "https://app.example")
    assert page.may_call(path), "the page may not call"
    messages, trailers = page.call(path, b"")
    assert trailers["grpc-status"] == "0", trailers
    models = model_service_pb2.ListModelsResponse.FromString(messages[0]).models
    assert len(models) > 5, models

    request = video_service_pb2.GetVideoOperationRequest(operation="unknown")
    path = "/mediagen.v1.VideoService/GetVideoOperation"
    messages, trailers = page.call(path, request.SerializeToString())
    assert (messages, trailers["grpc-status"]) == ([], "5"), trailers
    assert trailers["grpc-status-details-bin"], "the error has details"

    stranger = Page(proxy.address, str(CERTIFICATE), "https://stranger.example")
    assert not stranger.may_call(path), "a stranger's page may call"


def check_large_headers_end_at_envoy(proxy):
    page = Page(proxy.address, str(CERTIFICATE), "https://app.example")
    path = "/mediagen.v1.ModelService/ListModels"
    assert page.status(path, {"x-large": "a" * 9000}) == 431
    assert page.status(path, {"x-small": "a" * 900}) == 200


def check_reflection_is_not_routed(proxy):
    with connect(proxy) as channel:
        path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
        call = channel.unary_unary(path).future(b"", timeout=60)
        assert call.code() == grpc.StatusCode.UNIMPLEMENTED, call.code()


def check_the_python_example_over_tls(proxy):
    example = [sys.executable, str(ROOT / "client/examples/python/example.py")]
    environment = os.environ | {"MEDIAGEN_SERVER": proxy.address, "MEDIAGEN_CA": str(CERTIFICATE)}
    run = subprocess.run(
        example + [str(FOLDER)], env=environment, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr[-2000:]
    lines = run.stdout.splitlines()
    for beginning in ["picture:", "edited:", "video:", "resumed:"]:
        done = [line for line in lines if line.startswith(beginning)]
        assert done and done[0].endswith(", whole"), run.stdout
    assert any(line.startswith("left: CANCELLED") for line in lines), run.stdout


def passes(check, *arguments) -> bool:
    try:
        check(*arguments)
    except Exception as error:  # Each check tells of itself; the others still run.
        print("FAIL", check.__name__, repr(error))
        return False
    print("ok  ", check.__name__)
    return True


results = [
    passes(check)
    for check in [
        check_envoy_accepts_the_file,
        check_only_free_calls_are_repeated,
        check_mutual_tls,
    ]
]
with Proxy(FOLDER, SERVER_PORT) as shared:
    for check in [
        check_a_page_calls,
        check_large_headers_end_at_envoy,
        check_reflection_is_not_routed,
        check_the_python_example_over_tls,
    ]:
        results.append(passes(check, shared))
sys.exit(not all(results))
