"""Answers as files, written while they are read: what a file holds is never in memory as a whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from naikkelas.instruments.answer_columns import Wanted
from naikkelas.kit.problems import Kind, Refused
from naikkelas.reports.queries.answers import Counting, Keep, Reader
from naikkelas.reports.render.answers import book, geo, linked, media, spss, table

NO_PICTURES = Kind(
    "answers.no_pictures",
    "Foto dan berkas hanya untuk yang boleh melihat data orang.",
    "Photos and files are only for who may see data of persons.",
)


@dataclass(frozen=True)
class Format:
    """A kind of file: the end of its name, its type, and who writes it."""

    end: str
    type: str
    write: Callable[[Reader, Wanted, Counting], Iterator[bytes]]


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", table.write),
    "zip": Format("zip", "application/zip", linked.write),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book.write),
    "geojson": Format("geojson", "application/geo+json", geo.write),
    "spss": Format("spss.zip", "application/zip", spss.write),
    "media": Format("media.zip", "application/zip", media.write),
}
HOLDS: dict[str, Callable[[Reader], Keep]] = {"media": media.holding}
"""Kinds of files that hold nothing of some submissions, and which those are that they do hold."""


@dataclass(frozen=True)
class File:
    """The bytes of a file, part by part, and of how many submissions it holds anything: known once it is read."""

    parts: Iterator[bytes]
    taken: Counting

    def rows(self) -> int:
        return self.taken.rows


def content(reader: Reader, kind: str, wanted: Wanted, keep: Keep | None = None) -> File:
    """A file of the submissions that are kept. Raises Refused for what this person may not take."""
    if kind == "media" and not reader.see:
        raise Refused(NO_PICTURES, status=403)
    taken = Counting(_both(keep, HOLDS[kind](reader)) if kind in HOLDS else keep)
    return File(FORMATS[kind].write(reader, wanted, taken), taken)


def _both(keep: Keep | None, holds: Keep) -> Keep:
    return holds if keep is None else lambda each: keep(each) and holds(each)


def filename(reader: Reader, kind: str) -> str:
    return f"{reader.form.stem}.{FORMATS[kind].end}"
