"""One page of an entity set: what was asked of it, where it begins, and the link to the next.

Pages follow the number of the submission, and the first request fixes the newest that the walk will see: what is sent while
somebody reads neither moves rows to another page nor appears twice.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from naikkelas.opendata.faults import BadQuery, NotOffered
from naikkelas.opendata.filters import parsed
from naikkelas.opendata.shapes import EntitySet, plain, values
from naikkelas.reports.queries.answers import Answered, Reader

ON_A_PAGE, MOST = 1_000, 5_000
MOST_SORTED = 200_000
"""Rows that are put in order by an answer; beyond it a $filter is needed first."""
_OPTIONS = {"$filter", "$select", "$orderby", "$top", "$skip", "$count", "$expand", "$skiptoken", "$format"}
_LATER = {"$search", "$apply", "$compute", "$levels", "$deltatoken", "$schemaversion", "$index"}

_OLDEST_FIRST = ((("__number", False),), (("__received_at", False),))
_NEWEST_FIRST = ((("__number", True),), (("__received_at", True),))


@dataclass(frozen=True)
class Place:
    """How far a walk has come: the last submission read, how many of its rows were given (in an order by answers: how many
    rows in all), the newest it will see, how many rows may still come and how many are still passed over."""

    after: int
    rows: int
    upto: int
    left: int | None
    skip: int

    def token(self) -> str:
        told = json.dumps([self.after, self.rows, self.upto, self.left, self.skip])
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")

    @classmethod
    def of(cls, token: str) -> "Place":
        try:
            after, rows, upto, left, skip = json.loads(
                base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            )
        except (binascii.Error, ValueError, TypeError) as fault:
            raise BadQuery("$skiptoken is none of ours") from fault
        whole = [after, rows, upto, skip, 0 if left is None else left]
        if not all(type(n) is int and 0 <= n < 2**62 for n in whole):
            raise BadQuery("$skiptoken is none of ours")
        return cls(after, rows, upto, left, skip)


@dataclass(frozen=True)
class Asked:
    """What a request asks of a set."""

    of: EntitySet
    keep: Callable[[Mapping[str, Any]], bool] | None
    select: tuple[str, ...]
    expand: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]
    count: bool
    place: Place | None
    top: int | None
    skip: int

    @property
    def backwards(self) -> bool:
        """Whether the newest come first: rows stand by number, and those of a repeat with their submission."""
        return self.order in _NEWEST_FIRST

    @property
    def sorted(self) -> bool:
        """Whether an answer gives the order, so that all rows have to be looked at before the first is given."""
        return bool(self.order) and self.order not in (*_NEWEST_FIRST, *_OLDEST_FIRST)

    def shaped(self, row: Mapping[str, Any]) -> dict[str, Any]:
        wanted = self.select or tuple(p.name for p in self.of.properties)
        return {name: plain(row[name]) for name in wanted}


def asked(params: Mapping[str, str], of: EntitySet) -> Asked:
    """Read the options of an address. Raises BadQuery or NotOffered."""
    for name in params:
        if name in _LATER:
            raise NotOffered(f"{name} is not offered")
        if name.startswith("$") and name not in _OPTIONS:
            raise BadQuery(f"{name} is no option of OData")
    if params.get("$format", "json").split(";")[0] not in ("json", "application/json"):
        raise NotOffered("$format: only json")
    known = set(of.by_name)
    text = params.get("$filter", "")
    count = params.get("$count", "false")
    if count not in ("true", "false"):
        raise BadQuery("$count is true or false")
    token = params.get("$skiptoken", "")
    return Asked(
        of=of,
        keep=parsed(text, known) if text.strip() else None,
        select=_selected(params.get("$select", ""), of),
        expand=_expanded(params.get("$expand", ""), of),
        order=_order(params.get("$orderby", ""), known),
        count=count == "true",
        place=Place.of(token) if token else None,
        top=_whole(params, "$top"),
        skip=_whole(params, "$skip") or 0,
    )


def _selected(text: str, of: EntitySet) -> tuple[str, ...]:
    names = [n.strip() for n in text.split(",") if n.strip()]
    if "*" in names:
        return ()
    for name in names:
        if name not in of.by_name and name not in of.children:
            raise BadQuery(f"$select: “{name}” is no property of {of.name}")
    return tuple(n for n in dict.fromkeys(names) if n in of.by_name)


def _expanded(text: str, of: EntitySet) -> tuple[str, ...]:
    if not text:
        return ()
    if "(" in text:
        raise NotOffered("$expand with options is not offered")
    names = of.children if text == "*" else tuple(n.strip() for n in text.split(","))
    for name in names:
        if name == "parent" and of.parent:
            raise NotOffered("$expand=parent is not offered; read the set of the parent")
        if name not in of.children:
            raise BadQuery(f"$expand: “{name}” is no navigation property of {of.name}")
    return names


def _order(text: str, known: set[str]) -> tuple[tuple[str, bool], ...]:
    """Properties and whether they go down."""
    found = []
    for part in text.split(",") if text.strip() else ():
        words = part.split()
        if not words or len(words) > 2 or words[-1] not in ("asc", "desc", words[0]):
            raise BadQuery("$orderby is a list of properties, each with asc or desc")
        if words[0] not in known:
            kind = NotOffered if "(" in words[0] or "/" in words[0] else BadQuery
            raise kind(f"$orderby: “{words[0]}” is no property")
        found.append((words[0], words[-1] == "desc"))
    return tuple(found)


def _whole(params: Mapping[str, str], name: str) -> int | None:
    text = params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadQuery(f"{name} is a whole number")
    return int(text)


@dataclass
class Page:
    rows: list[dict[str, Any]]
    following: Place | None
    count: int | None


def read(reader: Reader, ask: Asked, sets: Mapping[str, EntitySet], size: int) -> Page:
    """The rows of one page. The page after it is told of only where there is one."""
    at = ask.place or Place(0, 0, reader.newest(), ask.top, ask.skip)
    if ask.sorted:
        return _in_order(reader, ask, sets, size, at)
    rows: list[dict[str, Any]] = []
    following: Place | None = None
    if at.left != 0:
        for each, number, row in _walk(reader, ask, at):
            if at.skip:
                at = replace(at, skip=at.skip - 1)
                continue
            if at.left is not None and len(rows) >= at.left:
                break
            if len(rows) >= size:
                following = _begins_at(at, each.number, number, rows, ask.backwards)
                break
            rows.append(ask.shaped(row) | children(each, row, ask, sets))
    count = sum(1 for _ in _walk(reader, ask, Place(0, 0, at.upto, None, 0))) if ask.count else None
    return Page(rows, following, count)


def _in_order(reader: Reader, ask: Asked, sets: Mapping[str, EntitySet], size: int, at: Place) -> Page:
    """A page of rows in the order of their answers. Only what orders them is kept of all; the page is read again."""
    keys = []
    for each, number, row in _walk(reader, ask, Place(0, 0, at.upto, None, 0)):
        keys.append(([row[name] for name, _down in ask.order], each.number, number))
        if len(keys) > MOST_SORTED:
            raise NotOffered(f"$orderby over more than {MOST_SORTED} rows: narrow them by $filter first")
    for place, (_name, down) in reversed(list(enumerate(ask.order))):
        keys.sort(key=_nulls_first(place), reverse=down)
    first = at.rows + at.skip
    last = first + (size if at.left is None else min(size, at.left))
    wanted = [(submission, number) for _values, submission, number in keys[first:last]]
    left = None if at.left is None else at.left - len(wanted)
    following = None
    if last < len(keys) and left != 0:
        following = Place(0, last, at.upto, left, 0)
    found, pages = {}, set(wanted)
    numbers = {submission for submission, _number in wanted}
    for each in reader.answered(narrow=Q(pk__in=numbers)) if numbers else ():
        for number, row in enumerate(each.of(ask.of.table.path)):
            if (each.number, number) in pages:
                shaped = values(each, row, ask.of)
                found[each.number, number] = ask.shaped(shaped) | children(each, shaped, ask, sets)
    rows = [found[place] for place in wanted if place in found]
    return Page(rows, following, len(keys) if ask.count else None)


def _nulls_first(place: int) -> Callable[[Any], tuple[bool, Any]]:
    """What a row is put in order by; null comes before every value, as OData has it."""
    return lambda key: (key[0][place] is not None, key[0][place] if key[0][place] is not None else 0)


def _begins_at(at: Place, submission: int, number: int, rows: list[Any], backwards: bool) -> Place:
    """The next page begins at this row: just before its submission, past the rows of it that were given."""
    left = None if at.left is None else at.left - len(rows)
    return Place(submission + 1 if backwards else submission - 1, number, at.upto, left, 0)


def _walk(reader: Reader, ask: Asked, at: Place) -> Iterator[tuple[Answered, int, dict[str, Any]]]:
    """(submission, number of the row in it, values) of all rows that are kept, from a place on."""
    begins = at.after - 1 if ask.backwards else at.after + 1
    for each in reader.answered(after=at.after, upto=at.upto, backwards=ask.backwards):
        for number, row in enumerate(each.of(ask.of.table.path)):
            if each.number == begins and number < at.rows:
                continue
            found = values(each, row, ask.of)
            if ask.keep is None or ask.keep(found):
                yield each, number, found


def children(
    each: Answered, row: Mapping[str, Any], ask: Asked, sets: Mapping[str, EntitySet]
) -> dict[str, Any]:
    found = {}
    for name in ask.expand:
        of = sets[name]
        turns = [values(each, r, of) for r in each.of(of.table.path) if r.parent == row["__id"]]
        found[name] = [{k: plain(v) for k, v in turn.items()} for turn in turns]
    return found
