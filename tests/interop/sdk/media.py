"""Reads pictures and videos far enough to know that they are whole; standard library only."""

import struct
import zlib

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # Color type to samples of a pixel.


class Broken(ValueError):
    pass


def _demand(condition, what):
    if not condition:
        raise Broken(what)


def picture_size(data, mime_type):
    """Width and height of a picture that is of this type and complete."""
    readers = {"image/png": png_size, "image/jpeg": jpeg_size}
    _demand(mime_type in readers, f"unknown type {mime_type}")
    return readers[mime_type](data)


def png_size(data):
    """Checks the sum of each chunk and unpacks all pixels."""
    _demand(data.startswith(PNG_SIGNATURE), "no PNG")
    at, kind, packed = len(PNG_SIGNATURE), b"", b""
    while kind != b"IEND":
        _demand(at + 12 <= len(data), "PNG ends in a chunk's head")
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        _demand(at <= len(data), "PNG ends in a chunk")
        _demand(zlib.crc32(kind + body) == struct.unpack_from(">I", data, at - 4)[0], "PNG sum")
        if kind == b"IHDR":
            width, height, depth, color = struct.unpack_from(">IIBB", body)
        elif kind == b"IDAT":
            packed += body
    _demand(at == len(data), "something follows the PNG")
    row = 1 + (width * depth * PNG_CHANNELS[color] + 7) // 8
    _demand(len(zlib.decompress(packed)) == row * height, "PNG pixels are missing")
    return width, height


def jpeg_size(data):
    """Walks the segments up to the first scan, and checks that the end marker is there."""
    _demand(data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9"), "no whole JPEG")
    at, size = 2, None
    while at + 4 <= len(data):
        marker, length = struct.unpack_from(">HH", data, at)
        _demand(marker >> 8 == 0xFF, "JPEG marker")
        if marker in (0xFFC0, 0xFFC1, 0xFFC2):
            height, width = struct.unpack_from(">HH", data, at + 5)
            size = width, height
        if marker == 0xFFDA:
            _demand(size is not None, "JPEG scan without a frame")
            return size
        at += 2 + length
    raise Broken("JPEG without a scan")


def _boxes(data, begin, end):
    """The boxes that fill this range of an MP4, exactly: kind, first byte, end."""
    at = begin
    while at < end:
        _demand(at + 8 <= end, "MP4 ends in a box's head")
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            _demand(at + 16 <= end, "MP4 ends in a box's head")
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        _demand(head <= size <= end - at, "MP4 box does not fit")
        yield kind, at + head, at + size
        at += size


def mp4_size(data):
    """Width, height and seconds of an MP4 whose boxes fill it from end to end."""
    boxes = list(_boxes(data, 0, len(data)))
    _demand(bool(boxes) and boxes[0][0] == b"ftyp", "no MP4")
    _demand(any(kind == b"mdat" and end - begin > 1000 for kind, begin, end in boxes), "no mdat")
    width, height, seconds = 0, 0, 0
    for kind, begin, end in boxes:
        if kind != b"moov":
            continue
        for inner, inner_begin, inner_end in _boxes(data, begin, end):
            if inner == b"mvhd":
                _demand(data[inner_begin] == 0, "mvhd version")
                scale, duration = struct.unpack_from(">II", data, inner_begin + 12)
                seconds = duration / scale
            elif inner == b"trak":
                for leaf, leaf_begin, leaf_end in _boxes(data, inner_begin, inner_end):
                    if leaf == b"tkhd":  # Its last eight bytes; 16.16 each, 0 for sound.
                        track = struct.unpack_from(">II", data, leaf_end - 8)
                        width, height = max(width, track[0] >> 16), max(height, track[1] >> 16)
    _demand(width > 0 and height > 0 and seconds > 0, "MP4 without a picture track")
    return width, height, round(seconds)
