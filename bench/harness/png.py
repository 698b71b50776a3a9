"""Pictures of noise that any decoder takes."""
import math
import os
import struct
import zlib

SIGNATURE = b'\x89PNG\r\n\x1a\n'
CHANNELS = 3
FRAMING = 80  # Bytes of signature, chunk heads and checksums, about.


def _chunk(kind, body):
    return struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))


def noise_png(size):
    """A PNG of about `size` bytes: 8-bit RGB, about square, not compressed, as noise cannot be."""
    width = max(1, math.isqrt((size - FRAMING) // CHANNELS))
    height = max(1, (size - FRAMING) // (1 + CHANNELS * width))
    rows = b''.join(b'\0' + os.urandom(CHANNELS * width) for _ in range(height))
    head = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    return SIGNATURE + _chunk(b'IHDR', head) + _chunk(b'IDAT', zlib.compress(rows, 0)) + _chunk(b'IEND', b'')
