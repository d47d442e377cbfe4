"""What a disk may hold after the power failed at some moment of a recorded run (recorder.c).

What was synced is there. Of what was written since, each sector of 512 bytes is there or not, by chance; names that were
given, changed or taken away since their folder was synced are there up to some moment, as journalling file systems do it.
"""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
Record = tuple[str, str, int, bytes]


def records(log: Path) -> Iterator[Record]:
    data, at = log.read_bytes(), 0
    while at < len(data):
        what, length = data[at : at + 1].decode(), struct.unpack_from("<I", data, at + 1)[0]
        at += 5
        path = data[at : at + length].decode()
        number, size = struct.unpack_from("<QI", data, at + length)
        at += length + 12
        yield what, path, number, data[at : at + size]
        at += size


@dataclass
class _File:
    """What is on disk for sure, and what was done to it since it was synced."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        for what, number, data in self.pending:
            _apply(self.synced, what, number, data)
        self.pending.clear()

    def after_cut(self, dice: random.Random) -> bytes:
        content = bytearray(self.synced)
        for what, number, data in self.pending:
            if what == "T":
                if dice.random() < 0.5:
                    _apply(content, "T", number, b"")
                continue
            for begin in range(0, len(data), SECTOR):
                if dice.random() < 0.5:
                    _apply(content, "W", number + begin, data[begin : begin + SECTOR])
        return bytes(content)


def _apply(content: bytearray, what: str, number: int, data: bytes) -> None:
    end = number + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if what == "W":
        content[number:end] = data
    else:
        del content[number:]


Change = tuple[str, str, str, _File]
"""A name that was given (C), changed (R) or taken away (U), and the file that bore it."""


class Disk:
    """The files below a folder, as they are while the recorded run goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.acknowledged: list[str] = []
        found = [path for path in folder.rglob("*") if path.is_file()]
        self._now = {str(path): _File(bytearray(path.read_bytes())) for path in found}
        self._named = dict(self._now)
        """The names that are on disk for sure."""
        self._pending: dict[str, list[Change]] = {}

    def do(self, record: Record) -> None:
        what, path, number, data = record
        if path.endswith("/acknowledged"):
            if what == "W":
                self.acknowledged += data.decode().split()
        elif path.endswith("-shm"):
            return  # made anew from the log, never read after a cut
        elif what in "WT":
            self._now[path].pending.append((what, number, data))
        elif what == "S" and path in self._now:
            self._now[path].sync()
        elif what == "S":
            for each in self._pending.pop(path, []):
                _rename(self._named, each)
        else:
            self._change(record)

    def _change(self, record: Record) -> None:
        what, path, _, data = record
        file = _File() if what == "C" else self._now.get(path)
        if file is None:
            return
        change = (what, path, data.decode(), file)
        _rename(self._now, change)
        self._pending.setdefault(str(Path(path).parent), []).append(change)

    def cut(self, into: Path, dice: random.Random) -> None:
        """Write down what the disk may hold if the power fails now."""
        named = dict(self._named)
        for waiting in self._pending.values():
            for each in waiting[: dice.randint(0, len(waiting))]:
                _rename(named, each)
        for path, file in named.items():
            target = into / Path(path).relative_to(self.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.after_cut(dice))
            target.chmod(0o600)


def _rename(names: dict[str, _File], change: Change) -> None:
    what, path, other, file = change
    if what == "C":
        names[path] = file
        return
    names.pop(path, None)
    if what == "R":
        names[other] = file
