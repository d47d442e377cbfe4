"""`submissions`: phones send filled forms to the real server, alone and all at once, with and without a photo, on both
engines; then as many as come in an evening, until all of them are read. Beside it what the machine itself can do."""

import hashlib
import io
import json
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from bench import child, load, postgres, server, submissions_exports
from bench.submissions_steps import BOUNDARY, NAME
from bench.verdict import Verdict

BURSTS = {1: 150, 8: 600, 32: 1_200}
"""Clients at once → how many they send together."""
SUSTAINED, LONG = 4_000, 20_000
PORTS = {"SQLite": 8150, "PostgreSQL": 8151, "empty view": 8152}
RATE, P99_MS, CPU_MS = 400.0, 150.0, 5.0
DRAIN_SECONDS = 300


def measure(folder: Path, *, long: bool = False) -> Verdict:
    verdict = Verdict("submissions", "phones sending filled forms, alone and at once, until all is read")
    sustained = LONG if long else SUSTAINED
    photo = _photo()
    bare = child.run(
        "bench.submissions_steps:bare_commits", data=folder / "none", folder=str(folder / "bare"), size=4_000, photo=len(photo)
    )  # fmt: skip
    bare["empty_view_a_second"] = _empty_view()
    data = folder / "sqlite"
    server.command("demo", "--small", data=data)
    _engine(verdict, "SQLite", bare, photo, sustained, data)
    with postgres.server(folder / "postgres") as url:
        data = folder / "pg"
        server.command("demo", "--small", data=data, url=url)
        _engine(verdict, "PostgreSQL", bare, photo, sustained, data, url)
    verdict.notes += [
        f"limits of the same minutes: {bare['commits_a_second']:.0f} bare commits a second (SQLite, WAL, synchronous=FULL, one "
        f"row of 4,000 bytes each), {bare['grouped_a_second']:.0f} rows a second at 16 rows a commit, "
        f"{bare['with_file_a_second']:.0f} commits a second each with the photo as a synced file before it, "
        f"{bare['empty_view_a_second']:.0f} submissions a second to a Django view that does nothing",
        f"each client sends one after another over a kept connection; a submission is a filled form of an enterprise (about "
        f"3 kB), and where said a photo of {len(photo) // 1000} kB that nobody else sends; the clients share the cores",
        "an answer of 201 says: XML, photo, receipt, trail and what reading needs are synced to disk",
        "sustained: 32 clients without photos, the clock stopped when every one is read into a visit with its facts, findings, "
        "notices and trail; CPU of web and worker together, until then and three seconds on (the chain of the trail)",
    ]
    verdict.details["bare"] = bare
    return verdict


def _photo() -> bytes:
    """A JPEG of the size that forms ask for (1,600 pixels wide), of about 200 kB."""
    dice = random.Random(1)
    small = Image.frombytes("RGB", (260, 195), dice.randbytes(260 * 195 * 3))
    buffer = io.BytesIO()
    small.resize((1_600, 1_200), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=25)
    return buffer.getvalue()


def _empty_view() -> float:
    requests = [
        _request({"path": "/", "instance": str(n), "xml": "<data/>" + " " * 3_000}, b"") for n in range(3_000)
    ]
    with server.empty_view(PORTS["empty view"]):
        seen, seconds = load.run(PORTS["empty view"], [requests[n::32] for n in range(32)])
    if {status for _, status, _ in seen} != {201}:
        raise server.NotServing("the empty view did not take what was sent")
    return len(seen) / seconds


@dataclass
class _Engine:
    """One engine while it is measured."""

    name: str
    data: Path
    url: str
    photo: bytes
    sent: list[dict[str, str]]
    digests: dict[str, str] = field(default_factory=dict)
    """Acknowledged: number → SHA-256 of its photo, empty where none was sent."""

    def burst(self, count: int, clients: int, *, photo: bool) -> tuple[list[load.Seen], float]:
        now, self.sent = self.sent[:count], self.sent[count:]
        # after the JPEG's end: other bytes, same picture
        requests = [_request(one, self.photo if photo else b"") for one in now]
        seen, seconds = load.run(
            PORTS[self.name], [requests[n::clients] for n in range(clients)], self.photo if photo else b""
        )
        for label, status, _ in seen:
            if status == 201:
                tail = self.photo + f"#{label}".encode()
                self.digests[label] = hashlib.sha256(tail).hexdigest() if photo else ""
        return seen, seconds

    def drained(self) -> float:
        """Seconds until the worker has read everything."""
        begun = time.monotonic()
        with server.database(self.data, self.url) as waiting:
            while waiting() and time.monotonic() - begun < DRAIN_SECONDS:
                time.sleep(0.1)
        return time.monotonic() - begun


def _engine(
    verdict: Verdict, name: str, bare: dict[str, Any], photo: bytes, sustained: int, data: Path, url: str = ""
) -> None:
    plan, count = data.parent / f"{data.name}.json", 2 * sum(BURSTS.values()) + sustained
    child.run("bench.submissions_steps:prepare", data=data, url=url, count=count, plan=str(plan))
    engine = _Engine(name, data, url, photo, json.loads(plan.read_text()))
    with server.serving(data, PORTS[name], url) as serving:
        server.until_settled(data, url)  # what the demonstration left to do
        memory = child.Memory(serving.pid)
        _form_list(verdict, engine)
        peaks = {"form list": memory.lap()[0]}
        for with_photo in (False, True):
            for clients, many in BURSTS.items():
                _one_burst(verdict, engine, bare, serving.pid, clients, many, photo=with_photo)
        peaks["bursts"] = memory.lap()[0]
        _sustained(verdict, engine, bare, serving.pid, sustained)
        peaks["sustained"] = memory.lap()[0]
        taken = submissions_exports.measure(verdict, name, PORTS[name], memory, data, url)
        kept = child.run(
            "bench.submissions_steps:stored", data=data, url=url, plan=str(plan), photos=engine.digests
        )
    verdict.check(f"{name}: acknowledged", str(len(engine.digests)), str(count))
    verdict.check(f"{name}: stored byte for byte", str(kept["whole"]), str(len(engine.digests)))
    verdict.check(f"{name}: became visits", str(kept["states"].get("applied", 0)), str(len(engine.digests)))
    told = ", ".join(f"{what} {mib:.0f}" for what, mib in peaks.items())
    verdict.notes.append(
        f"{name}: at most {memory.peak_mib():.0f} MiB of memory, web and worker together (MiB while: {told})"
    )
    verdict.details[name] = {
        "stored": kept, "memory_mib": memory.peak_mib(), "peaks_mib": peaks, "exports": taken,
    }  # fmt: skip


def _one_burst(
    verdict: Verdict, engine: _Engine, bare: dict[str, Any], pid: int, clients: int, many: int, *, photo: bool
) -> None:
    before = child.cpu_seconds(pid)
    seen, seconds = engine.burst(many, clients, photo=photo)
    drained = engine.drained()
    spent, rate = 1000 * (child.cpu_seconds(pid) - before) / len(seen), len(seen) / seconds
    times = [ms for _, _, ms in seen]
    what = f"{engine.name}, {clients} client{'s' * (clients > 1)}{', photo' * photo}"
    limit, told = (
        (bare["with_file_a_second"], "commits with a synced file")
        if photo
        else (bare["commits_a_second"], "bare commits")
        if clients == 1
        else (bare["empty_view_a_second"], "empty view")
    )
    verdict.at_least(what, rate, limit, None, "/s", told)
    p50, p99 = load.percentile(times, 0.5), load.percentile(times, 0.99)
    if clients == 32 and not photo:
        verdict.at_most(f"{what}: p99", p99, P99_MS, 1, "ms", "limit")
    verdict.notes.append(
        f"{what}: {rate:.0f}/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms, {spent:.1f} ms of CPU each with the reading; all read "
        f"{drained:.1f} s after the last answer"
    )


def _sustained(verdict: Verdict, engine: _Engine, bare: dict[str, Any], pid: int, count: int) -> None:
    before, begun, others = child.cpu_seconds(pid), time.monotonic(), _of_children()
    seen, seconds = engine.burst(count, 32, photo=False)
    clients = 1000 * (_of_children() - others) / count
    engine.drained()
    took = time.monotonic() - begun
    time.sleep(3)
    spent = 1000 * (child.cpu_seconds(pid) - before) / count
    verdict.at_least(f"{engine.name}: {count:,} sustained, all read", count / took, RATE, 1, "/s", "aim")
    verdict.at_least(
        f"{engine.name}: {count:,} sustained", count / took, bare["empty_view_a_second"], None, "/s", "empty view"
    )  # fmt: skip
    verdict.at_most(f"{engine.name}: CPU a submission, all told", spent, CPU_MS, 1, "ms", "aim")
    p99 = load.percentile([ms for _, _, ms in seen], 0.99)
    verdict.notes.append(
        f"{engine.name}, sustained: answered at {count / seconds:.0f}/s, p99 {p99:.0f} ms; all read after {took:.0f} s; "
        f"the clients themselves spent {clients:.2f} ms of CPU on each"
    )


def _of_children() -> float:
    """CPU of the processes of ours that have ended: here the clients."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _form_list(verdict: Verdict, engine: _Engine) -> None:
    path = engine.sent[0]["path"].replace("submission", "formList")
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-OpenRosa-Version: 1.0\r\n\r\n"
    seen, seconds = load.run(PORTS[engine.name], [[("list", head, "")] * 50] * 8)
    p50 = load.percentile([ms for _, _, ms in seen], 0.5)
    verdict.notes.append(
        f"{engine.name}, form list at 8 clients: {len(seen) / seconds:.0f}/s, p50 {p50:.0f} ms"
    )


def _request(one: dict[str, str], photo: bytes) -> load.Request:
    """A submission as Collect sends it: the XML, and where there is a photo its shared bytes in the middle."""
    xml_head = 'Content-Disposition: form-data; name="xml_submission_file"; filename="submission.xml"\r\nContent-Type: text/xml'
    file_head = (
        f'Content-Disposition: form-data; name="{NAME}"; filename="{NAME}"\r\nContent-Type: image/jpeg'
    )
    xml = one["xml"].encode().decode("latin-1")
    start = f"--{BOUNDARY}\r\n{xml_head}\r\n\r\n{xml}\r\n"
    end = f"--{BOUNDARY}--\r\n"
    if photo:
        start += f"--{BOUNDARY}\r\n{file_head}\r\n\r\n"
        end = f"#{one['instance']}\r\n{end}"
    length = len(start) + len(photo) + len(end)
    head = (
        f"POST {one['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\r\n"
    )
    return (one["instance"], head + start, end) if photo else (one["instance"], head + start + end, "")
