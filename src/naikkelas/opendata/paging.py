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

from naikkelas.opendata.faults import BadQuery, NotOffered
from naikkelas.opendata.filters import parsed
from naikkelas.opendata.shapes import EntitySet, plain, values
from naikkelas.reports.queries.answers import Answered, Reader

ON_A_PAGE, MOST = 1_000, 5_000
_OPTIONS = {"$filter", "$select", "$orderby", "$top", "$skip", "$count", "$expand", "$skiptoken", "$format"}
_LATER = {"$search", "$apply", "$compute", "$levels", "$deltatoken", "$schemaversion", "$index"}


@dataclass(frozen=True)
class Place:
    """How far a walk has come: the last submission read, how many of its rows were given, the newest it will see, how many
    rows may still come and how many are still passed over."""

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
    backwards: bool
    count: bool
    place: Place | None
    top: int | None
    skip: int

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
        backwards=_backwards(params.get("$orderby", ""), known),
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


def _backwards(text: str, known: set[str]) -> bool:
    """Whether the newest come first: rows stand by number, and those of a repeat with their submission."""
    if not text:
        return False
    words = text.split()
    if words[0].rstrip(",") not in known:
        raise BadQuery(f"$orderby: “{words[0]}” is no property")
    if words[0] not in ("__number", "__received_at") or len(words) > 2:
        raise NotOffered("$orderby: only __number or __received_at, asc or desc")
    if words[-1] not in ("asc", "desc", words[0]):
        raise BadQuery("$orderby is asc or desc")
    return words[-1] == "desc"


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
