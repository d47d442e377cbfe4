"""Answers taken away from the server that has just read them all: CSV, linked CSV and the OData feed, by the province and
by one kabupaten, while the server's memory is watched."""

import base64
import csv
import http.client
import io
import json
import statistics
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import child, server
from bench.verdict import Verdict

FIRST_BYTE_MS = 1_000.0
GROWTH_MIB = 300.0
PEOPLE = {"province": "provinsi", "kabupaten": "dinas1802"}


@dataclass(frozen=True)
class Taken:
    """What one walk gave: its rows, how long until its first byte and until the last, and the bytes."""

    rows: int
    first_ms: float
    seconds: float
    size: int


def measure(
    verdict: Verdict, name: str, port: int, memory: child.Memory, data: Path, url: str
) -> dict[str, Any]:
    """Every export as the province, the flat CSV and the feed as a kabupaten too; each beside the kept XML being opened
    and parsed by nobody else at the same place."""
    known = child.run("bench.submissions_steps:takers", data=data, url=url, people=PEOPLE)
    bare = child.run("bench.submissions_steps:bare_reading", data=data, url=url)["rows_a_second"]
    password, found = server.password_of(data), {}
    for who, username in PEOPLE.items():
        cookie = server.sign_in(port, username, password)
        page = f"/jawaban/{known['form']}/?bentuk="
        walks: dict[str, Callable[[], Taken]] = {
            "CSV": lambda page=page, cookie=cookie: _file(port, f"{page}csv", cookie, _csv_rows),
            "linked CSV": lambda page=page, cookie=cookie: _file(port, f"{page}zip", cookie, _zip_rows),
            "OData": lambda username=username, key=known["keys"][who]: _feed(port, username, key),
        }
        for kind, walk in walks.items():
            _peak, before = memory.lap()
            taken = walk()
            peak, _now = memory.lap()
            what = f"{name}: {kind}, {who}"
            verdict.check(f"{what}: rows", str(taken.rows), str(known["rows"][who]))
            verdict.at_most(f"{what}: first byte", taken.first_ms, FIRST_BYTE_MS, 1, "ms", "limit")
            verdict.at_most(
                f"{what}: growth of memory", max(0.0, peak - before), GROWTH_MIB, 1, "MiB", "limit"
            )
            if who == "province":
                rate = taken.rows / taken.seconds
                verdict.at_least(what, rate, bare, None, " rows/s", "kept XML opened and parsed")
            verdict.notes.append(
                f"{what}: {taken.rows:,} rows, {taken.size / 1e6:.1f} MB in {taken.seconds:.1f} s, first byte after "
                f"{taken.first_ms:.0f} ms; at most {peak:.0f} MiB"
            )
            found[f"{kind}, {who}"] = taken.__dict__ | {"peak_mib": peak}
    return found


def _get(port: int, path: str, headers: dict[str, str]) -> tuple[bytes, float]:
    """A whole answer, and the milliseconds until its first byte."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    try:
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        first = answer.read(1)
        waited = 1000 * (time.perf_counter() - begun)
        if answer.status != 200:
            raise server.NotServing(f"{path}: {answer.status}")
        return first + answer.read(), waited
    finally:
        connection.close()


def _file(port: int, path: str, cookie: str, rows: Callable[[bytes], int]) -> Taken:
    begun = time.perf_counter()
    content, waited = _get(port, path, {"Cookie": cookie})
    return Taken(seconds=time.perf_counter() - begun, rows=rows(content), first_ms=waited, size=len(content))


def _csv_rows(content: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) - 1


def _zip_rows(content: bytes) -> int:
    """Of the largest table: the submissions themselves, where nobody answers many times over in a repeat."""
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        tables = [name for name in folder.namelist() if name.endswith(".csv")]
        return _csv_rows(folder.read(min(tables, key=len)))


def _feed(port: int, username: str, key: str) -> Taken:
    """From the first page to the last, by the links that each page gives, as Excel and Power BI walk."""
    credentials = base64.b64encode(f"{username}:{key}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    begun, path, rows, size, waits = time.perf_counter(), "/odata/enterprise/Submissions", 0, 0, []
    while path:
        content, waited = _get(port, path, headers)
        page = json.loads(content)
        rows, size = rows + len(page["value"]), size + len(content)
        waits.append(waited)
        link = urlsplit(page.get("@odata.nextLink", ""))
        path = f"{link.path}?{link.query}" if link.path else ""
    return Taken(rows, statistics.median(waits), time.perf_counter() - begun, size)
