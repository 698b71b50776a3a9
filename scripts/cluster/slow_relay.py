#!/usr/bin/env python3
"""slow_relay.py HOST PORT UPSTREAM_PORT BYTES_PER_SECOND

Relays connections to a port of 127.0.0.1, and answers of each no faster than that, so that videos take their time.
"""

import asyncio
import sys

PIECE = 64 * 1024


async def carry(reader, writer, pause):
    try:
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause * len(piece) / PIECE)
        writer.write_eof()
    except OSError:
        writer.close()


async def main(host, port, upstream_port, bytes_per_second):
    async def relay(reader, writer):
        try:
            upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", upstream_port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(carry(reader, upstream_writer, 0), carry(upstream_reader, writer, PIECE / bytes_per_second))
        upstream_writer.close()
        writer.close()

    server = await asyncio.start_server(relay, host, port)
    await server.serve_forever()


asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:5])))
