"""The photos and files of a form with names that say what they are: form_day_place_question_number.jpg."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import batched
from zoneinfo import ZoneInfo

from naikkelas import vault
from naikkelas.instruments.answer_columns import Wanted
from naikkelas.places import queries as places
from naikkelas.reports.queries.answers import Answered, Keep, Reader
from naikkelas.reports.render.answers.cells import written
from naikkelas.reports.render.answers.zipping import zipped
from naikkelas.vault import BlobMissing

_MANY = 100


def write(reader: Reader, _wanted: Wanted, keep: Keep | None) -> Iterator[bytes]:
    return zipped(_files(reader, keep), packed=False)


def holding(reader: Reader) -> Keep:
    """Whether a submission names a file at all."""
    paths = [q.path for t in reader.tables.tables for q in t.questions if q.kind == "file"]
    return lambda each: any(row.values.get(path) for row in each.rows for path in paths)


def _files(reader: Reader, keep: Keep | None) -> Iterator[tuple[str, list[bytes]]]:
    questions = [q for t in reader.tables.tables for q in t.questions if q.kind == "file"]
    listed = [written(["FILE", "KEY", "QUESTION", "ORIGINAL NAME"])]
    taken: dict[str, int] = {}
    blobs = vault.current().blobs
    for some in batched(reader.answered(keep), _MANY):
        kept = reader.files([each.number for each in some])
        for each in some:
            for row in each.rows:
                for question in questions:
                    file = kept[each.number].get(row.values.get(question.path, ""))
                    if file is None:
                        continue
                    name = _name(reader, each, question.name, file.name, taken)
                    try:
                        content = blobs.get(file.sha256)
                    except BlobMissing:  # erased, or past the time it is kept
                        name, content = "", b""
                    listed.append(written([name or "–", row.key, question.path, file.name]))
                    if name:
                        yield name, [content]
    yield "index.csv", ["\ufeff".encode(), *listed]


def _name(reader: Reader, each: Answered, question: str, original: str, taken: dict[str, int]) -> str:
    zone: ZoneInfo = places.zone_of(each.area)
    day = each.received_at.astimezone(zone).date().isoformat()
    base = "_".join((_plain(reader.form.form_id), day, _plain(places.name_of(each.area)), _plain(question)))
    taken[base] = taken.get(base, 0) + 1
    ending = re.sub(r"[^a-z0-9]", "", original.rpartition(".")[2].lower())[:5] if "." in original else "bin"
    return f"{base}_{taken[base]}.{ending or 'bin'}"


def _plain(text: str) -> str:
    """Letters, digits and hyphens alone: a name that every system takes."""
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_).strip("-")[:60] or "x"
