"""What a filled form says of entries of the registry (ODK Entities): which, new or known, and its answers by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree import ElementTree

import polars as pl

from naikkelas.instruments.fields import Choice, squeezed
from naikkelas.instruments.registry_fields import NUMBERS_OF_PERSONS, RECORDS
from naikkelas.kit.problems import Kind

LISTS = {"enterprises": "enterprise", "cooperatives": "cooperative"}
"""List on phones → kind of record."""
LABEL = "name"
"""The field that an entry's label is: no question can be saved to it, as ODK keeps that word for itself."""
_YEARS = ("year", "annual_sales_idr", "capital_idr", "net_worth_idr", "workers_male", "workers_female")
_BOOK = (
    "year", "members_male", "members_female", "assets_idr", "equity_idr", "external_capital_idr", "volume_idr", "surplus_idr",
    "rat_held_on",
)  # fmt: skip
FACTS = {"enterprise": _YEARS[1:], "cooperative": _BOOK[1:]}
"""What belongs to a year of a record."""
FIELDS = {
    "enterprise": (
        LABEL, "owner_name", "person_nik", "sex", "phone", "email", "address", "area_code", "nib", "kbli", "sector", "product",
        "legal_form", "founded_on", "market", "home_food_permit", "halal_no", "trademark", "latitude", "longitude", *_YEARS,
    ),
    "cooperative": (
        LABEL, "address", "phone", "area_code", "legal_no", "legal_on", "cooperative_nik", "kind", "chair", *_BOOK,
    ),
}  # fmt: skip
"""What a phone may propose to change, in the order of the page. What only a decree or a certificate says is not among it."""
POINT = "geometry"
"""A geopoint, as the served list has it: it is read as latitude and longitude."""
_TRUE = ("1", "true", "yes")
Faults = dict[str, tuple[Kind, dict[str, Any]]]
BAD_VALUE = Kind(
    "entity.value",
    "“{value}” tidak dapat dipakai untuk isian ini; tidak akan ditulis.",
    "“{value}” cannot be used for this field; it will not be written.",
)
BAD_AREA = Kind(
    "entity.area",
    "Kode wilayah “{value}” tidak berbentuk kode Kemendagri, misalnya 18.01.06.2001.",
    "Area code “{value}” is no Kemendagri code, such as 18.01.06.2001.",
)
BAD_POINT = Kind(
    "entity.point",
    "Titik “{value}” bukan lintang dan bujur.",
    "The point “{value}” is no latitude and longitude.",
)


@dataclass(frozen=True)
class Said:
    """What a form says of one entry. `base` is the version that the phone changed; `trunk` and `branch` say that it did
    so without a network: the version that it last had from the server, and the row of changes made since."""

    number: int
    list_name: str
    entity: str
    label: str
    creates: bool
    updates: bool
    base: int | None
    trunk: int | None
    branch: str
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return LISTS.get(self.list_name, "")


def fields_of(kind: str) -> tuple[str, ...]:
    """The words that save_to may hold for a list."""
    extra = (POINT,) if "latitude" in FIELDS[kind] else ()
    return (*(name for name in FIELDS[kind] if name not in (LABEL, "latitude", "longitude")), *extra)


def said(raw: bytes, save_to: Mapping[str, str]) -> list[Said]:
    """The entries of a submission in its order. `raw` was read by xform.read before, which refuses what is no plain XML;
    `save_to`: path of a question → field. A question belongs to the nearest group or repeat that has an entry."""
    found: list[tuple[ElementTree.Element, dict[str, str]]] = []

    def walk(element: ElementTree.Element, path: str, answers: dict[str, str] | None) -> None:
        entity = _entity(element)
        if entity is not None:
            answers = {}
            found.append((entity, answers))
        for child in element:
            name = child.tag.rpartition("}")[2]
            here = f"{path}/{name}" if path else name
            if len(child):
                if entity is None or child is not _meta(element):
                    walk(child, here, answers)
            elif answers is not None and here in save_to and (text := (child.text or "").strip()):
                answers[save_to[here]] = text

    walk(ElementTree.fromstring(raw), "", None)  # noqa: S314 - xform.read refused every DTD
    return [_told(number, *each) for number, each in enumerate(found)]


def _meta(element: ElementTree.Element) -> ElementTree.Element | None:
    return next((child for child in element if child.tag.rpartition("}")[2] == "meta"), None)


def _entity(element: ElementTree.Element) -> ElementTree.Element | None:
    meta = _meta(element)
    return None if meta is None else next((e for e in meta if e.tag.rpartition("}")[2] == "entity"), None)


def _told(number: int, entity: ElementTree.Element, answers: dict[str, str]) -> Said:
    label = next((e.text for e in entity if e.tag.rpartition("}")[2] == "label"), "") or ""
    return Said(
        number=number,
        list_name=entity.get("dataset", "").strip(),
        entity=entity.get("id", "").strip()[:250],
        label=label.strip(),
        creates=entity.get("create", "").strip() in _TRUE,
        updates=entity.get("update", "").strip() in _TRUE,
        base=_whole(entity.get("baseVersion", "")),
        trunk=_whole(entity.get("trunkVersion", "")),
        branch=entity.get("branchId", "").strip()[:60],
        answers=answers,
    )


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


@dataclass(frozen=True)
class Values:
    """`held`: what was said, field → value; `faults`: field → what is wrong with what was said; `read`: one row of all that
    was read."""

    read: pl.DataFrame
    held: dict[str, Any]
    faults: Faults

    @property
    def row(self) -> pl.DataFrame:
        """One row with every field of the kind of record, as a list has it."""
        return self.read.with_columns(
            pl.lit(None, self.read.schema[name]).alias(name)
            for name in self.read.columns
            if name not in self.held
        )


def values(many: Sequence[Said], today: date) -> list[Values]:
    """What is said of entries of one kind, read as a list of the office would be: the same words, numbers and days.
    Many cost little more than one."""
    kind = many[0].kind
    kinds = RECORDS[kind](today)
    faults: list[Faults] = [{} for _ in many]
    given = [_given(what, wrong) for what, wrong in zip(many, faults, strict=True)]
    columns = [*kinds, "area_code"]
    table = pl.DataFrame(
        {name: [_word(kinds.get(name), each.get(name)) for each in given] for name in columns},
        schema=dict.fromkeys(columns, pl.String),
    )
    table = squeezed(table).with_columns(pl.lit(False).alias("person_nik__number"))
    reads = {name: each.read(name) for name, each in kinds.items()}
    rows = table.select(*(each.value.alias(name) for name, each in reads.items()), "area_code")
    wrong_of = {
        (name, place): fault
        for name, each in reads.items()
        if any(name in one for one in given)
        for place, fault in enumerate(each.faults)
    }
    holds = table.with_columns(
        fault.holds.fill_null(False).alias(f"{name}/{n}") for (name, n), fault in wrong_of.items()
    )
    held = rows.select(FIELDS[kind]).to_dicts()
    for (name, place), fault in wrong_of.items():
        for number in holds[f"{name}/{place}"].arg_true():
            if name in given[number]:
                what = fault.kind if fault.error else BAD_VALUE  # a list would keep the cell empty
                told = {"value": _told_of(name, given[number][name]), **fault.params}
                faults[number].setdefault(name, (what, told))
    return [
        _values(rows.slice(number, 1), each, given[number], faults[number])
        for number, each in enumerate(held)
    ]


def _given(what: Said, faults: Faults) -> dict[str, str]:
    given = {name: text for name, text in what.answers.items() if name in FIELDS[what.kind]}
    if what.label:
        given[LABEL] = what.label
    if point := what.answers.get(POINT):
        given |= _degrees(point, faults)
    return given


def _values(read: pl.DataFrame, held: dict[str, Any], given: dict[str, str], faults: Faults) -> Values:
    for name in ("latitude", "longitude"):
        if name in given and held[name] is None:
            faults[name] = (BAD_POINT, {"value": given[name][:40]})
    code = held["area_code"]
    if code is not None and not _is_code(code):
        faults["area_code"] = (BAD_AREA, {"value": code[:20]})
    held = {name: value for name, value in held.items() if value is not None and name not in faults}
    return Values(read, held, faults)


def _told_of(name: str, text: str) -> str:
    """What was said, for a fault; of a person's number never the number."""
    return "…" if name in NUMBERS_OF_PERSONS else text[:60]


def _word(kind: Any, text: str | None) -> str | None:
    """A choice may be given by the stored word itself, as the codes of a form's choices often are."""
    if text is not None and isinstance(kind, Choice):
        return next((word for word, stored in kind.words.items() if stored == text), text)
    return text


def _degrees(point: str, faults: Faults) -> dict[str, str]:
    parts = point.split()
    if len(parts) < 2:
        faults["latitude"] = (BAD_POINT, {"value": point[:40]})
        return {}
    return {"latitude": parts[0], "longitude": parts[1]}


def _is_code(text: str) -> bool:
    parts = text.split(".")
    return [len(part) for part in parts] == [2, 2, 2, 4][: len(parts)] and all(p.isdigit() for p in parts)
