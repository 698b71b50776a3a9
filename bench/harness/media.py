"""The media of the benchmark: noise with the head of its kind, and the JSON bodies that carry it."""
import base64
import os
import pathlib

MP4_HEAD = b'\0\0\0\x20ftypisom'
PNG_HEAD = b'\x89PNG\r\n\x1a\n'
BLOCK = 3 * 2**20  # Whole groups of base64.

# Sizes are those of the JSON bodies; the media in them are three quarters of that.
VIDEO_MB = (5, 20, 100, 400)
IMAGES = {'image-tiny': 600, 'image-2m': 2_000_000}
FRAME = 'frame-20m.png'
FRAME_BYTES = 20_000_000


def video(megabytes):
    """Name of a video: the model in requests, the file of its bytes, and with .json its body."""
    return f'veo-{megabytes}m'


class Media:
    """The folder of originals and bodies. Made once, and then found."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        for megabytes in VIDEO_MB:
            self._make(video(megabytes), MP4_HEAD, megabytes * 750_000,
                       '{"done":true,"response":{"videos":[{"bytesBase64Encoded":"', '","mimeType":"video/mp4"}]}}')
        for name, body_bytes in IMAGES.items():
            self._make(name, PNG_HEAD, body_bytes * 3 // 4, '{"predictions":[{"bytesBase64Encoded":"',
                       '","mimeType":"image/png"}]}')
        self._make(FRAME, PNG_HEAD, FRAME_BYTES, '{"instances":[{"prompt":"waves","image":{"bytesBase64Encoded":"',
                   '","mimeType":"image/png"}}],"parameters":{"sampleCount":1}}')

    def original(self, name):
        return self.folder / name

    def body(self, name):
        return self.folder / f'{name}.json'

    def _make(self, name, head, size, before, behind):
        if self.body(name).exists() and self.original(name).stat().st_size == size:
            return
        left = size
        with self.original(name).open('wb') as original, self.body(name).open('wb') as body:
            body.write(before.encode())
            while left > 0:
                block = (head + os.urandom(BLOCK))[:min(BLOCK, left)]
                head = b''
                original.write(block)
                body.write(base64.b64encode(block))
                left -= len(block)
            body.write(behind.encode())
