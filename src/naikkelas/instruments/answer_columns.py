"""The columns that a question makes in a table that is taken away, and what stands in their cells."""

import re
from dataclasses import dataclass
from decimal import Decimal

from naikkelas.instruments.answer_tables import Question, Table
from naikkelas.kit.bilingual import Text

POINT = ("latitude", "longitude", "altitude", "accuracy")
_PARTS = {
    "latitude": Text("lintang", "latitude"),
    "longitude": Text("bujur", "longitude"),
    "altitude": Text("ketinggian", "altitude"),
    "accuracy": Text("akurasi (m)", "accuracy (m)"),
}


@dataclass(frozen=True)
class Wanted:
    """How answers are written: codes or labels, in which language, choices of many also as columns of 0 and 1."""

    labels: bool = False
    lang: str = "id"
    split: bool = False


@dataclass(frozen=True)
class Column:
    """One column: a question whole, one part of its point, or one of its choices (`code`)."""

    question: Question
    heading: str
    part: str = ""
    code: str | None = None

    @property
    def number(self) -> bool:
        return bool(self.part) or self.code is not None or self.question.kind in ("int", "decimal")

    def text(self, answer: str, wanted: Wanted) -> str:
        """The cell for an answer as it was sent; empty where nothing was answered."""
        if not answer:
            return ""
        if self.part:
            parts = answer.split()
            at = POINT.index(self.part)
            return parts[at] if at < len(parts) else ""
        if self.code is not None:
            return "1" if self.code in answer.split() else "0"
        if wanted.labels and self.question.choices:
            return labelled(self.question, answer, wanted.lang)
        return answer

    def value(self, answer: str, wanted: Wanted) -> int | Decimal | str | None:
        """The same as a number where it is one."""
        text = self.text(answer, wanted)
        return (
            (number(text) if self.number else None)
            if text and self.number and number(text) is not None
            else text
        )


# as long as anybody means it: of 1e9999999 one answer, which anybody may send, takes minutes to be written as a whole number
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?P<point>\.[0-9]{0,40})?|(?P<bare>\.[0-9]{1,40}))(?P<e>[eE][+-]?[0-9]{1,2})?"
)


def number(text: str) -> int | Decimal | None:
    """A plain number; None for anything else: NaN and infinities too, and what is beyond all measure."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    return Decimal(found[0]) if found["point"] or found["bare"] or found["e"] else int(found[0])


def labelled(question: Question, answer: str, lang: str) -> str:
    codes = [answer] if question.kind == "one" else answer.split()
    return ", ".join(question.choices[c].to(lang) if c in question.choices else c for c in codes)


def columns(table: Table, wanted: Wanted) -> list[Column]:
    """The columns of a table. Headings are paths, or labels where those are wanted; no two are the same."""
    found: list[Column] = []
    taken: set[str] = set()

    def add(question: Question, part: str = "", code: str | None = None) -> None:
        heading = path = table.below(question.path)
        tail = part or code or ""
        if wanted.labels:
            heading = question.label.to(wanted.lang) or path
            tail = _PARTS[part].to(wanted.lang) if part else tail
            tail = question.choices[code].to(wanted.lang) or code if code else tail
        if tail:
            heading, path = f"{heading}/{tail}", f"{path}/{part or code}"
        if heading in taken:
            heading = f"{heading} ({path})"
        taken.add(heading)
        found.append(Column(question, heading, part, code))

    for question in table.questions:
        if question.kind == "point":
            for part in POINT:
                add(question, part)
            continue
        add(question)
        if wanted.split and question.kind == "many":
            for code in question.choices:
                add(question, code=code)
    return found


def point(answer: str) -> tuple[Decimal, Decimal] | None:
    """Longitude and latitude of a point; None where it is none."""
    parts = [number(part) for part in answer.split()[:2]]
    if len(parts) < 2 or parts[0] is None or parts[1] is None:
        return None
    latitude, longitude = Decimal(parts[0]), Decimal(parts[1])
    return (longitude, latitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
