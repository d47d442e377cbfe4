"""The load generator: many clients on one thread, each with its own kept connection. Reads a plan, writes what it saw.

It shares the cores with the server it measures, so it does as little as can be: no parsing beyond the length of the
answer. A plan is JSON on standard input: the port, `middle` (base64 of bytes that long requests share, a photo), and for
each client a list of [label, head, tail]; a request is head + middle + tail, or head alone where tail is empty. The
answer on standard output: a list of [label, status, milliseconds], and the seconds that all of it took.
"""

import asyncio
import base64
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

Request = tuple[str, str, str]
Seen = tuple[str, int, float]


async def _client(port: int, middle: bytes, plan: list[Request], seen: list[Seen]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for label, head, tail in plan:
        parts = [head.encode("latin-1")] + ([middle, tail.encode("latin-1")] if tail else [])
        begun = time.perf_counter()
        writer.writelines(parts)
        answer = await reader.readuntil(b"\r\n\r\n")
        status = int(answer[9:12])
        low = answer.lower()
        at = low.find(b"\r\ncontent-length:")
        if at < 0:
            await _chunks(reader)
        elif length := int(low[at + 17 : low.find(b"\r\n", at + 2)]):
            await reader.readexactly(length)
        seen.append((label, status, 1000 * (time.perf_counter() - begun)))
        if b"\r\nconnection: close" in low:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def _chunks(reader: asyncio.StreamReader) -> None:
    while size := int((await reader.readline()).partition(b";")[0], 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def _all(port: int, middle: bytes, clients: list[list[Request]]) -> list[Seen]:
    seen: list[Seen] = []
    await asyncio.gather(*(_client(port, middle, plan, seen) for plan in clients))
    return seen


def run(port: int, clients: list[list[Request]], middle: bytes = b"") -> tuple[list[Seen], float]:
    """Send every client's requests, one after another each, all clients at once; in a process of its own."""
    plan = json.dumps({"port": port, "middle": base64.b64encode(middle).decode(), "clients": clients})
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"], input=plan, stdout=subprocess.PIPE, text=True, check=True,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return [tuple(one) for one in answer["seen"]], answer["seconds"]


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * round(share * 100) // 100) - 1)]


if __name__ == "__main__":
    given = json.load(sys.stdin)
    shared = base64.b64decode(given["middle"])
    start = time.perf_counter()
    found = asyncio.run(_all(given["port"], shared, given["clients"]))
    json.dump({"seen": found, "seconds": time.perf_counter() - start}, sys.stdout)
