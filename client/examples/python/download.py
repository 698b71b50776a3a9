"""Takes the pieces of a picture or video as they come, and knows whether all of it came."""

import pathlib

import google_crc32c


class Download:
    """One item of a stream, written to a file. A second stream goes on where the first ended."""

    def __init__(self, path: pathlib.Path):
        self.size = 0
        self.complete = False
        self._path = path
        self._file = path.open("wb")
        self._checksum = google_crc32c.Checksum()

    def take(self, event) -> None:
        kind = event.WhichOneof("event")
        if kind == "chunk":
            if event.chunk.offset != self.size:
                raise ValueError(f"a chunk at {event.chunk.offset} where {self.size} was due")
            self._file.write(event.chunk.data)
            self._checksum.update(event.chunk.data)
            self.size += len(event.chunk.data)
        elif kind == "end":
            self._file.close()
            mine = int.from_bytes(self._checksum.digest(), "big")
            if (self.size, mine) != (event.end.size_bytes, event.end.crc32c):
                raise ValueError(f"{self._path} is not what the server sent")
            self.complete = True

    def __str__(self) -> str:
        return f"{self._path}, {self.size} bytes, {'whole' if self.complete else 'cut'}"
