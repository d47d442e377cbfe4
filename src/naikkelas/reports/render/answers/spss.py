"""For SPSS: a CSV of codes for each table, and the syntax that reads it with types, labels and values.

Syntax rather than .sav: the one kept writer of .sav brings pandas with it, and SPSS, PSPP and R read syntax or CSV.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from naikkelas.instruments.answer_columns import Column, Wanted, columns
from naikkelas.instruments.answer_tables import Table
from naikkelas.places import queries as places
from naikkelas.reports.queries.answers import Answered, Keep, Reader
from naikkelas.reports.render.answers.cells import REPEAT, ROOT, identity
from naikkelas.reports.render.answers.linked import name
from naikkelas.reports.render.answers.zipping import zipped

_RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
_FORMATS = {"int": "F18.0", "decimal": "F18.6", "date": "SDATE10", "time": "TIME8", "moment": "YMDHMS20"}
_IDENTITY = {"number": "F12.0", "index": "F8.0", "received": "YMDHMS20"}
_WIDEST = 8_000
"""Of a text; longer ones are cut, as SPSS holds no more than 32,767 bytes."""


def write(reader: Reader, wanted: Wanted, keep: Keep | None) -> Iterator[bytes]:
    wanted = Wanted(labels=False, lang=wanted.lang, split=True)

    def files() -> Iterator[tuple[str, Any]]:
        for table in reader.tables.tables:
            shape = _Shape(reader, table, wanted)
            yield f"{name(reader, table)}.csv", shape.data(keep)
            yield f"{name(reader, table)}.sps", [shape.syntax().encode()]

    return zipped(files())


class _Shape:
    """The variables of a table; while its data are written it learns how wide its texts are."""

    def __init__(self, reader: Reader, table: Table, wanted: Wanted) -> None:
        self.reader, self.table, self.wanted = reader, table, wanted
        self.first = REPEAT if table.path else ROOT
        self.columns = columns(table, wanted)
        taken: set[str] = set()
        self.names = [
            *(_variable(n, taken) for n in self.first),
            *(_variable(c.heading, taken) for c in self.columns),
        ]
        self.widths = [1] * len(self.names)

    def data(self, keep: Keep | None) -> Iterator[bytes]:
        yield "\ufeff".encode() + _line(self.names)
        for each in self.reader.answered(keep):
            for row in each.of(self.table.path):
                line = [_identity(each, n, v) for n, v in zip(self.first, identity(each, row), strict=True)]
                line += [_value(c, row.values.get(c.question.path, ""), self.wanted) for c in self.columns]
                for at, text in enumerate(line):
                    self.widths[at] = max(self.widths[at], len(text.encode()))
                yield _line(line)

    def syntax(self) -> str:
        formats = [_IDENTITY.get(n, "") for n in self.first] + [_format(c) for c in self.columns]
        lines = ["* Encoding: UTF-8.", "GET DATA /TYPE=TXT", f"  /FILE={_quoted(name(self.reader, self.table) + '.csv')}",
                 "  /ENCODING='UTF8' /DELCASE=LINE /DELIMITERS=\",\" /QUALIFIER='\"' /ARRANGEMENT=DELIMITED",
                 "  /FIRSTCASE=2 /VARIABLES="]  # fmt: skip
        for variable, kind, width in zip(self.names, formats, self.widths, strict=True):
            lines.append(f"  {variable} {kind or f'A{min(width, _WIDEST)}'}")
        lines[-1] += "."
        lines.append("VARIABLE LABELS")
        offset = len(self.first)
        lines += [f"  {v} {_quoted(v)}" for v in self.names[:offset]]
        lines += [
            f"  {v} {_quoted(self._label(c))}" for v, c in zip(self.names[offset:], self.columns, strict=True)
        ]
        lines[-1] += "."
        for at, column in enumerate(self.columns):
            lines += self._values(self.names[offset + at], column, self.widths[offset + at])
        return "\n".join([*lines, "EXECUTE.", ""])

    def _label(self, column: Column) -> str:
        label = column.question.label.to(self.wanted.lang) or column.question.path
        if column.code is not None:
            chosen = column.question.choices[column.code].to(self.wanted.lang)
            return f"{label}: {chosen or column.code}"
        return f"{label} ({column.part})" if column.part else label

    def _values(self, variable: str, column: Column, width: int) -> list[str]:
        if column.code is not None:
            words = ("tidak", "ya") if self.wanted.lang == "id" else ("no", "yes")
            return [f"VALUE LABELS {variable} 0 '{words[0]}' 1 '{words[1]}'."]
        if column.question.kind != "one" or not column.question.choices:
            return []
        pairs = [
            f"  {_quoted(code)} {_quoted(text.to(self.wanted.lang)[:120] or code)}"
            for code, text in column.question.choices.items()
            if len(code.encode()) <= width  # a longer one was never answered
        ]
        return [f"VALUE LABELS {variable}", *pairs[:-1], pairs[-1] + "."] if pairs else []


def _line(values: list[str]) -> bytes:
    """SPSS reads no formulas, so texts stay as they are; a line in a text would end the case."""
    return (
        ",".join('"' + v.replace('"', '""').replace("\r", " ").replace("\n", " ") + '"' for v in values)
        + "\n"
    ).encode()


def _variable(heading: str, taken: set[str]) -> str:
    """A name as SPSS takes it: at most 64 signs, a letter first, none twice, none of its own words."""
    base = re.sub(r"[^A-Za-z0-9_]+", "_", heading).strip("_")[:58].lower() or "v"
    if not base[0].isalpha() or base in _RESERVED:
        base = f"v_{base}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    taken.add(found)
    return found


def _format(column: Column) -> str:
    if column.part:
        return "F18.8"
    if column.code is not None:
        return "F1.0"
    return _FORMATS.get(column.question.kind, "")


def _identity(each: Answered, kind: str, value: Any) -> str:
    """A moment has no zone there: it is told in that of the area, as the moments that phones answer are."""
    if kind == "received":
        return _moment(each.received_at.astimezone(places.zone_of(each.area)).isoformat())
    return str(value)


def _value(column: Column, answer: str, wanted: Wanted) -> str:
    text = column.text(answer, wanted)
    kind = column.question.kind
    if kind == "moment" and text:
        return _moment(text)
    if kind == "time":
        return text[:8]
    return text[:10] if kind == "date" else text


def _moment(text: str) -> str:
    """As YMDHMS reads it, in the time of day that was on the phone."""
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return ""


def _quoted(text: str) -> str:
    return "'" + text.replace("\r", " ").replace("\n", " ")[:250].replace("'", "''") + "'"
