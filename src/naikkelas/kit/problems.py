"""What a person can mend: collected, not raised, and told in the reader's language with the remedy."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from naikkelas.kit.bilingual import Text
from naikkelas.kit.days import day_text
from naikkelas.kit.money import number

_KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """A kind of problem: a stable code and its sentence in both languages, remedy included.

    The sentences are templates: `{value}` and the like are filled from the problem's params.
    """

    code: str
    id: str
    en: str

    def __post_init__(self) -> None:
        _KINDS[self.code] = self

    def text(self, lang: str, **params: Any) -> str:
        said = {name: _said(name, value, lang) for name, value in params.items()}
        return (self.id if lang == "id" else self.en).format(**said)


_DAYS = ("day", "first", "last", "opens", "closes")
"""The names under which sentences have a day; kept as text, because problems of lists are stored."""
_GROUPED_FROM = 10_000
"""A smaller number may be a year, which is written without a dot."""
_FOUND_BY = ("number", "event", "head", "newest")
"""The names under which sentences have the number a record is found by, as its page, its address and the trail have it: no
quantity, and never grouped."""


def _said(name: str, value: Any, lang: str) -> Any:
    """A number or day of a sentence as people write it: 100.000.000, 5 Maret 2020; a text in the reader's language."""
    if isinstance(value, Text):
        return value.to(lang)
    if isinstance(value, int) and name not in _FOUND_BY and abs(value) >= _GROUPED_FROM:
        return number(value, lang)
    if name in _DAYS and isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        value = date.fromisoformat(value)
    return day_text(value, lang) if isinstance(value, date) else value


def sentence(code: str, lang: str) -> str:
    """What a code says, without the params of a case; the code itself where no kind has it."""
    kind = _KINDS.get(code)
    return re.sub(r"\{\w+\}", "…", kind.id if lang == "id" else kind.en) if kind else code


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place of what somebody sent."""

    kind: Kind
    sheet: str = ""
    row: int | None = None
    column: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "id") -> str:
        return self.kind.text(lang, **self.params)

    def where(self, lang: str = "id") -> str:
        sheet, row, column = ("lembar", "baris", "kolom") if lang == "id" else ("sheet", "row", "column")
        parts = [
            f"{sheet} “{self.sheet}”" if self.sheet else "",
            f"{row} {self.row}" if self.row else "",
            f"{column} “{self.column}”" if self.column else "",
        ]
        return ", ".join(part for part in parts if part)


class Refused(Exception):
    """Something sent is refused as a whole. `status` is the HTTP status a door answers with."""

    def __init__(self, kind: Kind, *, status: int = 422, **params: Any) -> None:
        super().__init__(kind.text("en", **params))
        self.kind, self.status, self.params = kind, status, params

    def text(self, lang: str = "id") -> str:
        return self.kind.text(lang, **self.params)
