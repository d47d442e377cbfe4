"""The answers to a form as OData sees them: entity sets with typed properties, and the CSDL that tells of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import quoteattr

from naikkelas.instruments.answer_columns import Column, Wanted, columns, number
from naikkelas.instruments.answer_rows import Row
from naikkelas.instruments.answer_tables import Table, Tables
from naikkelas.reports.queries.answers import Answered

NAMESPACE = "naikkelas"
ROOT = "Submissions"
_CODES = Wanted()
_EDM = {
    "int": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "date": "Edm.Date",
    "time": "Edm.TimeOfDay",
    "moment": "Edm.DateTimeOffset",
}
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Property:
    """One property: its name, its Edm type, and the column it comes from (None: it identifies the row)."""

    name: str
    type: str
    column: Column | None = None


@dataclass(frozen=True)
class EntitySet:
    """A table of the form under a name, with the sets below it by their navigation property."""

    name: str
    table: Table
    properties: tuple[Property, ...]
    children: tuple[str, ...]
    parent: str = ""

    @property
    def by_name(self) -> dict[str, Property]:
        return {p.name: p for p in self.properties}


_OWN = (
    ("__id", "Edm.String"), ("__number", "Edm.Int64"), ("__received_at", "Edm.DateTimeOffset"), ("__sender", "Edm.String"),
    ("__area", "Edm.String"), ("__place", "Edm.String"), ("__version", "Edm.String"),
)  # fmt: skip
_TURN = (
    ("__id", "Edm.String"), ("__parent_id", "Edm.String"), ("__submission_id", "Edm.String"), ("__index", "Edm.Int32"),
)  # fmt: skip


def entity_sets(tables: Tables) -> dict[str, EntitySet]:
    """By name; the form's own set first."""
    names: dict[str, str] = {}
    taken = {ROOT.lower(), "parent"}
    for table in tables.tables:
        names[table.path] = _name(table.path, taken) if table.path else ROOT
    found = {}
    for table in tables.tables:
        children = tuple(names[t.path] for t in tables.tables if t.parent == table.path)
        # a navigation property may not be called as a property is
        used = {"parent", *(c.lower() for c in children)}
        own = [Property(n, t) for n, t in (_TURN if table.path else _OWN)]
        for column in columns(table, _CODES):
            own.append(Property(_name(column.heading, used), _type(column), column))
        parent = names[table.parent] if table.parent is not None else ""
        found[names[table.path]] = EntitySet(names[table.path], table, tuple(own), children, parent)
    return found


def _name(path: str, taken: set[str]) -> str:
    """An identifier of OData: at most 128 letters, digits and underscores, no digit first, none twice."""
    base = re.sub(r"\W", "_", path.replace("/", "__"))[:120]
    base = base if base and not base[0].isdigit() else f"q_{base}"
    found, again = base, 2
    while found.lower() in taken:
        found, again = f"{base}_{again}", again + 1
    taken.add(found.lower())
    return found


def _type(column: Column) -> str:
    return "Edm.Double" if column.part else _EDM.get(column.question.kind, "Edm.String")


def values(each: Answered, row: Row, of: EntitySet) -> dict[str, Any]:
    """A row as typed values; an answer that does not fit its type is null (its text stands in the CSV)."""
    if row.table:
        found: dict[str, Any] = dict(
            zip((n for n, _ in _TURN), (row.key, row.parent, each.rows[0].key, row.index), strict=True)
        )
    else:
        given = (
            row.key,
            each.number,
            each.received_at.astimezone(UTC),
            each.sender,
            each.area,
            each.place,
            each.version,
        )
        found = dict(zip((n for n, _ in _OWN), given, strict=True))
    for each_property in of.properties:
        if (column := each_property.column) is not None:
            text = column.text(row.values.get(column.question.path, ""), _CODES)
            found[each_property.name] = _typed(each_property.type, text) if text else None
    return found


def _typed(type_: str, text: str) -> Any:
    if type_ == "Edm.String":
        return text
    try:
        if type_ == "Edm.Date":
            return date.fromisoformat(text[:10])
        if type_ == "Edm.TimeOfDay":
            return time.fromisoformat(text).replace(tzinfo=None)
        if type_ == "Edm.DateTimeOffset":
            found = datetime.fromisoformat(text)
            return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
    amount = number(text)
    if type_ == "Edm.Int64" and amount is not None:
        return int(amount) if amount == int(amount) and abs(amount) <= _LARGEST else None
    return amount


def plain(value: Any) -> Any:
    """A value as JSON of OData writes it."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date | time) else value


def metadata(sets: dict[str, EntitySet], title: str) -> Iterator[str]:
    """CSDL XML 4.0."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>'
    yield f'<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="{NAMESPACE}">'
    for each in sets.values():
        yield f'<EntityType Name="{each.name}_row"><Key><PropertyRef Name="__id"/></Key>'
        for p in each.properties:
            nullable = ' Nullable="false"' if p.column is None else ""
            scale = (
                ' Scale="variable"'
                if p.type == "Edm.Decimal"
                else ' Precision="6"'
                if p.type == "Edm.DateTimeOffset"
                else ""
            )
            label = p.column.question.label.id if p.column else ""
            told = (
                f'><Annotation Term="Org.OData.Core.V1.Description" String={quoteattr(label)}/></Property>'
                if label
                else "/>"
            )
            yield f'<Property Name="{p.name}" Type="{p.type}"{nullable}{scale}{told}'
        for child in each.children:
            yield f'<NavigationProperty Name="{child}" Type="Collection({NAMESPACE}.{child}_row)" Partner="parent"/>'
        if each.parent:
            up = f"{NAMESPACE}.{each.parent}_row"
            yield f'<NavigationProperty Name="parent" Type="{up}" Nullable="false" Partner="{each.name}"/>'
        yield "</EntityType>"
    yield f'<EntityContainer Name="Answers"><Annotation Term="Org.OData.Core.V1.Description" String={quoteattr(title)}/>'
    for each in sets.values():
        yield f'<EntitySet Name="{each.name}" EntityType="{NAMESPACE}.{each.name}_row">'
        for child in each.children:
            yield f'<NavigationPropertyBinding Path="{child}" Target="{child}"/>'
        if each.parent:
            yield f'<NavigationPropertyBinding Path="parent" Target="{each.parent}"/>'
        yield "</EntitySet>"
    yield "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
