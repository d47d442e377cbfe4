"""A ZIP that goes out while it is written."""

import io
import zipfile
from collections.abc import Iterable, Iterator

DAY = (1980, 1, 1, 0, 0, 0)
"""The same content gives the same bytes."""


class _Pipe(io.RawIOBase):
    """What was written and not yet taken. It cannot go back, so the archive writes sizes after each file."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def taken(self) -> Iterator[bytes]:
        parts, self.parts = self.parts, []
        yield from parts


def zipped(files: Iterable[tuple[str, Iterable[bytes]]], *, packed: bool = True) -> Iterator[bytes]:
    """An archive of files given by name and content, one after the other. `packed` squeezes them."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]
        for name, content in files:
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            with archive.open(entry, "w", force_zip64=True) as file:
                for part in content:
                    file.write(part)
                    if pipe.parts:
                        yield from pipe.taken()
            yield from pipe.taken()
    yield from pipe.taken()
