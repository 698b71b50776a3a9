"""Makes a picture, edits it in a chat, films, reads an error, and resumes a video that it left.

Usage: example.py FOLDER. The server is at MEDIAGEN_SERVER, or 127.0.0.1:50051. MEDIAGEN_CA names
the file of the authority that signed its certificate, if it has one; MEDIAGEN_TOKEN is then sent
along, if there is one.
"""

import os
import pathlib
import sys
import uuid

import google_crc32c
import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from mediagen.v1 import chat_image_service_pb2 as chats
from mediagen.v1 import image_service_pb2 as images
from mediagen.v1 import video_service_pb2 as videos
from mediagen.v1.chat_image_service_pb2_grpc import ChatImageServiceStub
from mediagen.v1.image_service_pb2_grpc import ImageServiceStub
from mediagen.v1.video_service_pb2_grpc import VideoServiceStub

from download import Download

# Repeats calls that are free, and never one that is paid.
SERVICE_CONFIG = pathlib.Path(__file__).parents[3] / "proto/mediagen/v1/service_config.json"


def connect() -> grpc.Channel:
    address = os.environ.get("MEDIAGEN_SERVER", "127.0.0.1:50051")
    options = [("grpc.service_config", SERVICE_CONFIG.read_text())]
    authority = os.environ.get("MEDIAGEN_CA")
    if not authority:
        return grpc.insecure_channel(address, options)
    credentials = grpc.ssl_channel_credentials(pathlib.Path(authority).read_bytes())
    token = os.environ.get("MEDIAGEN_TOKEN")
    if token:
        bearer = grpc.access_token_call_credentials(token)
        credentials = grpc.composite_channel_credentials(credentials, bearer)
    return grpc.secure_channel(address, credentials, options)


def make_picture(channel: grpc.Channel, path: pathlib.Path) -> bytes:
    """One JPEG is small enough for one message; StreamImages sends pictures of any size."""
    request = images.GenerateImagesRequest(
        request_id=str(uuid.uuid4()),  # Asked for twice, it is paid once.
        spec=images.ImageSpec(prompt="a lighthouse in a storm", output_mime_type="image/jpeg"),
    )
    answer = ImageServiceStub(channel).GenerateImages(request, timeout=660)
    picture = next(result.image for result in answer.results if result.HasField("image"))
    if google_crc32c.value(picture.data) != picture.crc32c:
        raise ValueError("the picture is not what the server sent")
    path.write_bytes(picture.data)
    print(f"picture: {path}, {len(picture.data)} bytes, whole")
    return picture.data


def edit_picture(channel: grpc.Channel, picture: bytes, path: pathlib.Path) -> None:
    message = chats.ChatMessage(role=chats.CHAT_ROLE_USER)
    message.parts.add(text="make it a calm evening")
    message.parts.add().image.data = picture
    request = chats.StreamChatRequest(
        request_id=str(uuid.uuid4()), spec=chats.ChatSpec(messages=[message])
    )
    download = Download(path)
    for event in ChatImageServiceStub(channel).StreamChat(request, timeout=660):
        download.take(event)
    print(f"edited: {download}")


def film(prompt: str) -> videos.GenerateVideoRequest:
    return videos.GenerateVideoRequest(
        request_id=str(uuid.uuid4()), spec=videos.VideoSpec(prompt=prompt)
    )


def make_video(channel: grpc.Channel, path: pathlib.Path) -> None:
    download = Download(path)
    for event in VideoServiceStub(channel).GenerateVideo(film("waves at night")):
        if event.HasField("started"):
            print(f"started: {event.started.operation}")  # Keep it: it fetches the video again.
        download.take(event)
    print(f"video: {download}")


def read_error(channel: grpc.Channel) -> None:
    request = images.GenerateImagesRequest(
        spec=images.ImageSpec(prompt="a lighthouse", aspect_ratio="7:3")
    )
    try:
        ImageServiceStub(channel).GenerateImages(request, timeout=660)
    except grpc.RpcError as error:
        info, faults = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        for detail in rpc_status.from_call(error).details:
            detail.Unpack(info) or detail.Unpack(faults)
        fields = [fault.field for fault in faults.field_violations]
        print("refused:", error.code().name, info.reason, *fields)


def resume_video(channel: grpc.Channel, path: pathlib.Path) -> None:
    """Leaves a video in the middle, and joins it again at the first byte that is missing."""
    service, download, operation = VideoServiceStub(channel), Download(path), ""
    stream = service.GenerateVideo(film("a lighthouse at dawn"))
    try:
        for event in stream:
            if event.HasField("started"):
                operation = event.started.operation
            download.take(event)
            if download.size > 0:
                stream.cancel()
    except grpc.RpcError as error:
        print(f"left: {error.code().name}, {download}")
    rest = videos.WatchVideoRequest(operation=operation, byte_offset=download.size)
    for event in service.WatchVideo(rest):
        download.take(event)
    print(f"resumed: {download}")


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with connect() as channel:
        picture = make_picture(channel, folder / "picture.jpg")
        edit_picture(channel, picture, folder / "edited.jpg")
        make_video(channel, folder / "video.mp4")
        read_error(channel)
        resume_video(channel, folder / "resumed.mp4")


if __name__ == "__main__":
    main()
