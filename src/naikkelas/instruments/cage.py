"""Run the reading of a stranger's file in a child process with bounded memory and time.

Parsers written in C and Rust may allocate without asking: a workbook with one cell in its farthest corner makes
calamine ask for 500 GB and abort. In the cage that ends the child, not the server. What comes back is plain JSON and
Arrow tables, never objects that could run. Children are forked from a server process that has the libraries loaded
and has read nothing yet.
"""

import importlib
import io
import json
import multiprocessing
import resource
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any

import polars as pl

from naikkelas.kit.problems import Kind, Refused

MEMORY_BYTES = 6 * 1024**3
"""Address space, not use: the data-frame library reserves far more than it touches."""
SECONDS = 120

TOO_HEAVY = Kind(
    "file.too_heavy",
    "Berkas ini membutuhkan memori atau waktu melebihi batas untuk dibaca. Biasanya ada sel terisi jauh di luar "
    "tabel: salin hanya tabelnya ke buku kerja baru lalu kirim ulang.",
    "Reading this file takes more memory or time than allowed. Usually a cell far outside the table is filled: "
    "copy only the table into a new workbook and send it again.",
)


class ReaderFailed(RuntimeError):
    """The caged function raised something that is no refusal: a fault of ours, with its traceback."""


@dataclass(frozen=True)
class Answer:
    """What a caged function gives back: values that JSON knows, and tables."""

    values: dict[str, Any]
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    readers = ["naikkelas.instruments.spreadsheet", "naikkelas.instruments.xlsform", "pyxform.xls2xform"]
    context.set_forkserver_preload(readers)
    return context


def run(function: Callable[..., Answer], *args: Any, seconds: int = SECONDS) -> Answer:
    """Return function(*args), computed in a child process. Raises Refused when it asks for too much.

    The function must be importable by name. What it refuses inside is refused here.
    """
    context = _context()
    here, there = context.Pipe(duplex=False)
    child = context.Process(
        target=_child, args=(function.__module__, function.__qualname__, args, seconds, there)
    )
    child.start()
    there.close()
    try:
        if not here.poll(seconds + 10):
            raise Refused(TOO_HEAVY)
        return _unpack([here.recv_bytes() for _ in range(int.from_bytes(here.recv_bytes(), "big"))])
    except EOFError as error:  # the child died without a word: killed by its limits, or aborted by a parser
        raise Refused(TOO_HEAVY) from error
    finally:
        here.close()
        if child.is_alive():
            child.join(2)
        if child.is_alive():
            child.kill()
        child.join()
        child.close()


def _child(module: str, name: str, args: tuple[Any, ...], seconds: int, out: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        parts = _pack(getattr(importlib.import_module(module), name)(*args))
    except Refused as refused:
        kind = refused.kind
        parts = [
            json.dumps({"refused": [kind.code, kind.id, kind.en, refused.status, refused.params]}).encode()
        ]
    except MemoryError:
        return  # the parent sees the pipe close
    except Exception:  # told to the parent, which raises it
        parts = [json.dumps({"failed": traceback.format_exc()}).encode()]
    out.send_bytes(len(parts).to_bytes(4, "big"))
    for part in parts:
        out.send_bytes(part)
    out.close()


def _pack(answer: Answer) -> list[bytes]:
    """The answer as bytes. Its tables are let go one by one: parent and child together must stay small."""
    parts = [json.dumps({"values": answer.values, "tables": list(answer.tables)}).encode()]
    for name in list(answer.tables):
        buffer = io.BytesIO()
        answer.tables.pop(name).write_ipc(buffer, compression="lz4")
        parts.append(buffer.getvalue())
    return parts


def _unpack(parts: list[bytes]) -> Answer:
    head = json.loads(parts[0])
    if "refused" in head:
        code, indonesian, english, status, params = head["refused"]
        raise Refused(Kind(code, indonesian, english), status=status, **params)
    if "failed" in head:
        raise ReaderFailed(head["failed"])
    tables = (pl.read_ipc(io.BytesIO(part)) for part in parts[1:])
    return Answer(head["values"], dict(zip(head["tables"], tables, strict=True)))
