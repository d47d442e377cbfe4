"""`submissions`: thirty-two phones send filled forms with a photo at once, to the real server, on both engines."""

import hashlib
import io
import json
import random
import time
from pathlib import Path
from typing import Any

from PIL import Image

from bench import child, load, postgres, server
from bench.submissions_steps import BOUNDARY, NAME
from bench.verdict import Verdict

CLIENTS, EACH = 32, 25
PORTS = {"SQLite": 8150, "PostgreSQL": 8151}
P99_MS = 1_000.0
DRAIN_SECONDS = 120


def measure(folder: Path) -> Verdict:
    verdict = Verdict("submissions", f"{CLIENTS} phones sending filled forms with a photo at once")
    photo = _photo()
    bare = child.run(
        "bench.submissions_steps:bare_commits", data=folder / "none", folder=str(folder / "bare"), size=4_000, photo=len(photo)
    )  # fmt: skip
    data = folder / "sqlite"
    server.command("demo", "--small", data=data)
    _engine(verdict, "SQLite", bare, photo, data)
    with postgres.server(folder / "postgres") as url:
        data = folder / "pg"
        server.command("demo", "--small", data=data, url=url)
        _engine(verdict, "PostgreSQL", bare, photo, data, url)
    verdict.notes += [
        f"{CLIENTS} clients, {EACH} submissions each, one after another over a kept connection; each a filled form of an "
        f"enterprise (about 3 kB) and a photo of {len(photo) // 1024} kB that nobody else sends",
        "an answer of 201 says: XML, photo, receipt, trail and what reading needs are synced to disk; reading them into visits "
        "goes on beside it, on the same cores, by the server's worker",
        "limit: one connection to a bare SQLite (WAL, synchronous=FULL), a commit for every row of 4,000 bytes; below it the "
        "same with the photo as a synced file before each commit, which is the least that keeps both",
    ]
    verdict.details["bare"] = bare
    return verdict


def _photo() -> bytes:
    """A JPEG of the size that phones send (1,600 pixels wide), with enough detail that it cannot be packed away."""
    dice = random.Random(1)
    small = Image.frombytes("RGB", (400, 300), dice.randbytes(400 * 300 * 3))
    buffer = io.BytesIO()
    small.resize((1_600, 1_200), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=50)
    return buffer.getvalue()


def _engine(
    verdict: Verdict, engine: str, bare: dict[str, Any], photo: bytes, data: Path, url: str = ""
) -> None:
    port, plan, count = PORTS[engine], data.parent / f"{data.name}.json", CLIENTS * EACH
    child.run("bench.submissions_steps:prepare", data=data, url=url, count=count, plan=str(plan))
    sent = json.loads(plan.read_text())
    tails = {
        one["instance"]: f"#{one['instance']}" for one in sent
    }  # after the JPEG's end: other bytes, same picture
    requests = [_request(one, photo, tails[one["instance"]]) for one in sent]
    with server.serving(data, port, url) as serving:
        before = child.cpu_seconds(serving.pid)
        seen, seconds = load.run(port, [requests[n::CLIENTS] for n in range(CLIENTS)], photo)
        spent = child.cpu_seconds(serving.pid) - before
        taken = [label for label, status, _ in seen if status == 201]
        digests = {one: hashlib.sha256(photo + tails[one].encode()).hexdigest() for one in taken}
        kept, drained = _drained(data, url, plan, digests)
    verdict.check(f"{engine}: acknowledged", str(len(taken)), str(count))
    verdict.check(f"{engine}: acknowledged and stored byte for byte", str(kept["whole"]), str(len(taken)))
    verdict.check(f"{engine}: became visits", str(kept["states"].get("applied", 0)), str(len(taken)))
    rate = len(seen) / seconds
    verdict.at_least(f"{engine}: submissions", rate, bare["commits_a_second"], None, "/s", "bare commits")
    verdict.at_least(
        f"{engine}: submissions", rate, bare["with_file_a_second"], 1, "/s", "bare commits, each with a synced file"
    )  # fmt: skip
    times = [ms for _, _, ms in seen]
    verdict.at_most(f"{engine}: p99", load.percentile(times, 0.99), P99_MS, 1, "ms", "limit")
    verdict.notes.append(
        f"{engine}: {len(seen)} in {seconds:.1f} s, p50 {load.percentile(times, 0.5):.0f} ms; all read into visits "
        f"{drained:.0f} s after the last answer; {1000 * spent / len(seen):.1f} ms of CPU a submission during the burst, the "
        "worker's reading counted"
    )
    verdict.details[engine] = {"seconds": seconds, "stored": kept, "drained_seconds": drained}


def _request(one: dict[str, str], photo: bytes, tail: str) -> load.Request:
    """A submission as Collect sends it: the XML and its photo, the shared bytes of the photo in the middle."""
    xml_head = 'Content-Disposition: form-data; name="xml_submission_file"; filename="submission.xml"\r\nContent-Type: text/xml'
    file_head = (
        f'Content-Disposition: form-data; name="{NAME}"; filename="{NAME}"\r\nContent-Type: image/jpeg'
    )
    xml = one["xml"].encode().decode("latin-1")
    start = f"--{BOUNDARY}\r\n{xml_head}\r\n\r\n{xml}\r\n--{BOUNDARY}\r\n{file_head}\r\n\r\n"
    end = f"{tail}\r\n--{BOUNDARY}--\r\n"
    length = len(start) + len(photo) + len(end)
    head = (
        f"POST {one['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\r\n"
    )
    return one["instance"], head + start, end


def _drained(data: Path, url: str, plan: Path, digests: dict[str, str]) -> tuple[dict[str, Any], float]:
    """What is stored once the worker has read everything, and how long that took after the last answer."""
    begun = time.monotonic()
    while True:
        kept = child.run("bench.submissions_steps:stored", data=data, url=url, plan=str(plan), photos=digests)
        waited = time.monotonic() - begun
        if not kept["states"].get("received") or waited > DRAIN_SECONDS:
            return kept, waited
