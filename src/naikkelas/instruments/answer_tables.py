"""The tables that the answers to a form make: one for the form, one for each repeat; all its versions as one.

Questions stand in the order of the newest version; what only older versions asked follows.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from xml.etree import ElementTree

from naikkelas.instruments.wording import XF, wording
from naikkelas.kit.bilingual import Text

NK = "{https://naikkelas.id/xforms}"
_KINDS = {
    "int": "int", "integer": "int", "long": "int", "decimal": "decimal", "date": "date", "time": "time", "datetime": "moment",
    "geopoint": "point", "geotrace": "line", "geoshape": "shape", "binary": "file",
}  # fmt: skip
_CONTROLS = {"select1": "one", "select": "many", "rank": "rank", "upload": "file"}
_PERSONAL_NAME = re.compile(
    r"(^|_)(nama|name|nik|ktp|kk|npwp|hp|wa|telp|telepon|phone|phonenumber|email|surel|alamat|address|ttd|signature"
    r"|responden|respondent|pemilik|owner|rekening|lahir|born|birth)(_|$)"
)
_PERSONAL_LABEL = re.compile(
    r"\b(nama|nik|ktp|telepon|nomor hp|no\.? hp|whatsapp|alamat|tanda tangan|rekening|tanggal lahir)\b", re.I
)


@dataclass(frozen=True)
class Question:
    """One question by its path below the form's root. `kind` is what its answers are:
    text, int, decimal, date, time, moment, point, line, shape, file, one, many or rank."""

    path: str
    kind: str
    label: Text
    choices: Mapping[str, Text] = field(default_factory=dict, hash=False)
    personal: bool = False
    by_device: bool = False
    note: bool = False
    """Read to the person, never answered."""

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Table:
    """The questions of a form (path "") or of one repeat, and the repeat or form that it stands in."""

    path: str
    parent: str | None
    questions: tuple[Question, ...]

    def below(self, path: str) -> str:
        """A path as it is called inside this table."""
        return path.removeprefix(f"{self.path}/") if self.path else path


@dataclass(frozen=True)
class Tables:
    """The form's own table first, then its repeats in order."""

    tables: tuple[Table, ...]

    @property
    def repeats(self) -> frozenset[str]:
        return frozenset(t.path for t in self.tables if t.path)

    def table(self, path: str) -> Table | None:
        return next((t for t in self.tables if t.path == path), None)

    def question(self, path: str) -> Question | None:
        return next((q for t in self.tables for q in t.questions if q.path == path), None)

    def without_personal(self) -> "Tables":
        """What may be shown to somebody who may not see persons: those questions are not there at all."""
        return Tables(
            tuple(
                Table(t.path, t.parent, tuple(q for q in t.questions if not q.personal)) for t in self.tables
            )
        )


def merged(xforms: Iterable[str]) -> Tables:
    """The tables of all versions of a form, the newest first."""
    questions: dict[str, Question] = {}
    repeats: dict[str, None] = {}
    for xform in xforms:
        found, loops = _read(xform)
        repeats |= dict.fromkeys(loops)
        for path, question in found.items():
            questions[path] = _joined(questions[path], question) if path in questions else question
    paths = ["", *repeats]
    held: dict[str, list[Question]] = {path: [] for path in paths}
    for question in questions.values():
        held[_holder(question.path, repeats)].append(question)
    return Tables(
        tuple(Table(path, _holder(path, repeats) if path else None, tuple(held[path])) for path in paths)
    )


def _joined(newer: Question, older: Question) -> Question:
    """A question that two versions ask: choices of both, and a kind that holds the answers to both."""
    kinds = {newer.kind, older.kind}
    kind = newer.kind if len(kinds) == 1 else "decimal" if kinds == {"int", "decimal"} else "text"
    if kinds == {"one", "many"}:
        kind = "many"
    choices = {**newer.choices, **{c: t for c, t in older.choices.items() if c not in newer.choices}}
    return replace(newer, kind=kind, choices=choices, personal=newer.personal or older.personal)


def _holder(path: str, repeats: Iterable[str]) -> str:
    """The innermost repeat around a path."""
    return max((r for r in repeats if path.startswith(f"{r}/")), key=len, default="")


@lru_cache(maxsize=64)
def _read(xform: str) -> tuple[dict[str, Question], list[str]]:
    root = ElementTree.fromstring(xform)  # noqa: S314 - our own compiler wrote it
    words = wording(xform)
    body = root.find("{http://www.w3.org/1999/xhtml}body")
    controls, loops = {}, []
    for element in body.iter() if body is not None else ():
        tag = element.tag.rpartition("}")[2]
        if tag == "repeat":
            loops.append(_short(element.get("nodeset", "")))
        elif tag in _CONTROLS:
            controls[_short(element.get("ref", ""))] = _CONTROLS[tag]
    questions = {}
    for bind in root.iter(f"{XF}bind"):
        path, type_ = _short(bind.get("nodeset", "")), bind.get("type", "")
        known = words.question(path)
        if path.startswith("meta/") or path in ("", "meta") or not (type_ or known):
            continue
        kind = controls.get(path) or _KINDS.get(type_.removeprefix("xsd:").lower(), "text")
        label = known.label if known else Text("", "")
        said = bind.get(f"{NK}personal", "").lower()
        personal = said == "yes" or said != "no" and _personal(path, label, kind)
        choices = dict(known.choices) if known else {}
        note = bind.get("readonly") == "true()" and not bind.get("calculate")
        questions[path] = Question(path, kind, label, choices, personal, path in words.devices, note)
    return questions, loops


def _short(nodeset: str) -> str:
    return nodeset.split("/", 2)[-1] if nodeset.count("/") > 1 else ""


def _personal(path: str, label: Text, kind: str) -> bool:
    """Pictures and recordings, and what by its name or words asks for a person's data."""
    if kind == "file":
        return True
    if kind in ("one", "many", "rank"):
        return False
    name = path.rsplit("/", 1)[-1].lower()
    return bool(_PERSONAL_NAME.search(name) or _PERSONAL_LABEL.search(label.id))
