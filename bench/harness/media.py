"""The media of the benchmark, all of them noise: videos with the head of their kind, pictures that can be decoded, and
the JSON bodies that carry them."""
import base64
import os
import pathlib

from harness.png import noise_png

MP4_HEAD = b'\0\0\0\x20ftypisom'
BLOCK = 3 * 2**20  # Whole groups of base64.

# Sizes are those of the JSON bodies; the media in them are three quarters of that.
VIDEO_MB = (5, 20, 100, 400)
IMAGES = {'image-tiny': 600, 'image-2m': 2_000_000}
CHATS = {'chat-tiny': 600, 'chat-2m': 2_000_000, 'chat-27m': 27_000_000}
FRAME = 'frame-20m.png'
FRAME_BYTES = 20_000_000

VIDEO_BODY = '{"done":true,"response":{"videos":[{"bytesBase64Encoded":"', '","mimeType":"video/mp4"}]}}'
IMAGE_BODY = '{"predictions":[{"bytesBase64Encoded":"', '","mimeType":"image/png"}]}'
CHAT_BODY = ('{"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"gemini-2.5-flash-image","choices":'
             '[{"index":0,"message":{"role":"assistant","content":"Here it is.","images":[{"type":"image_url","index":0,'
             '"image_url":{"url":"data:image/png;base64,',
             '"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1295,"total_tokens":1304}}')
FRAME_BODY = ('{"instances":[{"prompt":"waves","image":{"bytesBase64Encoded":"',
              '","mimeType":"image/png"}}],"parameters":{"sampleCount":1}}')


def video(megabytes):
    """Name of a video: the model in requests, the file of its bytes, and with .json its body."""
    return f'veo-{megabytes}m'


def noise_mp4(size):
    """Blocks that begin as an MP4 does."""
    head = MP4_HEAD
    while size > 0:
        block = (head + os.urandom(BLOCK))[:min(BLOCK, size)]
        head = b''
        size -= len(block)
        yield block


class Media:
    """The folder of originals and bodies. Made once, and then found until this file says otherwise."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        for megabytes in VIDEO_MB:
            self._make(video(megabytes), VIDEO_BODY, lambda size=megabytes * 750_000: noise_mp4(size))
        for name, size in IMAGES.items():
            self._make(name, IMAGE_BODY, lambda size=size: [noise_png(size * 3 // 4)])
        for name, size in CHATS.items():
            self._make(name, CHAT_BODY, lambda size=size: [noise_png(size * 3 // 4)])
        self._make(FRAME, FRAME_BODY, lambda: [noise_png(FRAME_BYTES)])

    def original(self, name):
        return self.folder / name

    def body(self, name):
        return self.folder / f'{name}.json'

    def _make(self, name, around, blocks):
        """All blocks but the last are whole groups of base64. The body has its name when all is written."""
        made_by = pathlib.Path(__file__).stat().st_mtime
        if self.body(name).exists() and self.body(name).stat().st_mtime >= made_by:
            return
        unfinished = self.folder / f'{name}.part'
        with self.original(name).open('wb') as original, unfinished.open('wb') as body:
            body.write(around[0].encode())
            for block in blocks():
                original.write(block)
                body.write(base64.b64encode(block))
            body.write(around[1].encode())
        unfinished.rename(self.body(name))
