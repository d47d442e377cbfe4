"""What visits that are judged together are compared with: asked of the database once for all of them.

Each visit finds here what it would have found alone, judged in its turn: whoever was judged before it in the same batch
counts with what came of that (`judged`). A question that the rows at hand cannot answer for certain is asked by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache, cached_property
from itertools import batched
from typing import Any

from django.db.models import F, QuerySet

from naikkelas.forms import queries as forms
from naikkelas.monev.models import PlannedVisit, Visit, VisitPhoto
from naikkelas.places import queries as places
from naikkelas.trail.prepared import PreparedLines, PreparedRows

FORMS = 100
"""How many forms of its kind a duration is compared with, the newest first; and how many points make a middle."""
OWN = 40
"""How many forms of the same enumerator answers are compared with one by one."""
SPARE = 4
"""Rows beyond those wanted, as some concern the visit itself or another visit to what was planned there."""
THINGS = ("facility_id", "cooperative_id", "enterprise_id", "recipient_id")
Point = tuple[float, float]
_Said = tuple[int, int, frozenset[tuple[str, str]]]
"""A visit, what was planned, and what was answered, by question."""


class Compared:
    """The company in which some visits are judged, in the order of their ids."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self._visits = visits
        self.wording = cache(forms.wording_of)
        self._durations = cache(self._read_durations)
        self._trips = cache(self._read_trips)
        self._points = cache(self._read_points)

    # ── durations ──

    def durations(self, visit: Visit) -> list[int]:
        """Of the newest forms of its kind."""
        rows, asked = self._durations(visit.instrument)
        itself, plan = _apart(visit)
        found = [seconds for pk, planned, seconds in rows if planned != plan and pk not in itself]
        if len(found) < FORMS and len(rows) == asked:
            others = _others(visit, _timed(visit.instrument)).values_list("started_at", "ended_at")
            found = [_seconds(start, end) for start, end in others[:FORMS]]
        return found[:FORMS]

    def _read_durations(self, instrument: str) -> tuple[list[tuple[int, int, int]], int]:
        asked = FORMS + SPARE
        rows = _timed(instrument).values_list("pk", "planned_id", "started_at", "ended_at")[:asked]
        return [(pk, planned, _seconds(start, end)) for pk, planned, start, end in rows], asked

    # ── where the enumerator was before ──

    def trip_before(self, visit: Visit) -> tuple[int, datetime, Point] | None:
        """The visit of the same enumerator before this one: its id, end and place."""
        rows, asked = self._trips(visit.enumerator_id)
        itself, plan = _apart(visit)
        for pk, planned, start, end, *point in rows:
            if start <= visit.started_at and planned != plan and pk not in itself:
                return pk, end, tuple(point)
        if len(rows) == asked:
            earlier = _others(visit, _placed_trips(visit.enumerator_id)).filter(
                started_at__lte=visit.started_at
            )
            row = earlier.values_list("pk", "ended_at", "latitude", "longitude").first()
            return (row[0], row[1], (row[2], row[3])) if row else None
        return None

    def _read_trips(self, enumerator: int) -> tuple[list[Any], int]:
        starts = [v.started_at for v in self._visits if v.enumerator_id == enumerator and v.started_at]
        asked = len(starts) + SPARE
        return _TRIPS.of(enumerator, max(starts), limit=asked), asked

    # ── where the place lies, and where it was known to be ──

    @cached_property
    def outlines(self) -> dict[str, dict[str, Any]]:
        """The boundaries of the areas of all visits, by code."""
        return places.outlines({code for visit in self._visits for code in lineage(visit.area_id)})

    def place_before(self, visit: Visit) -> tuple[int, Point] | None:
        """The visit to the same place before this one: its id and place."""
        itself, plan = _apart(visit)
        near = [
            (visited_on, pk, point)
            for pk, planned, visited_on, point in self._places.get(thing(visit), ())
            if visited_on <= visit.visited_on and planned != plan and pk not in itself
        ]
        return max(near)[1:] if near else None

    @cached_property
    def _places(self) -> dict[tuple[str, int], list[tuple[int, int, Any, Point]]]:
        keys, found = defaultdict(set), defaultdict(list)
        for way, key in map(thing, self._visits):
            if way:
                keys[way].add(key)
        for way, ids in keys.items():
            rows = _placed(Visit.objects.exclude(state__in=Visit.UNCOUNTED)).filter(
                **{f"planned__{way}__in": ids}
            )
            columns = (f"planned__{way}", "pk", "planned_id", "visited_on", "latitude", "longitude")
            for key, pk, planned, visited_on, *point in rows.values_list(*columns):
                found[way, key].append((pk, planned, visited_on, tuple(point)))
        return found

    def points_near(self, visit: Visit) -> list[Point]:
        """Of the newest visits before it in its kecamatan."""
        rows, asked = self._points(visit.area_id[:8])
        (itself, plan), own = _apart(visit), visit.pk
        found = [point for pk, planned, point in rows if pk < own and planned != plan and pk not in itself]
        if len(found) < FORMS and len(rows) == asked:
            near = _in_district(visit.area_id[:8]).filter(pk__lt=visit.pk)
            found = list(_others(visit, near).values_list("latitude", "longitude")[:FORMS])
        return found[:FORMS]

    def _read_points(self, district: str) -> tuple[list[Any], int]:
        mine = [v.pk for v in self._visits if v.area_id[:8] == district]
        asked = FORMS + len(mine) + SPARE
        rows = _in_district(district).filter(pk__lt=max(mine))
        columns = ("pk", "planned_id", "latitude", "longitude")
        found = rows.values_list(*columns)[:asked]
        return [(pk, planned, tuple(point)) for pk, planned, *point in found], asked

    # ── photos and answers that came before ──

    def photos_before(self, visit: Visit, hashes: Iterable[str]) -> dict[str, int]:
        """The first other visit with each of these photos, by SHA-256."""
        found = {}
        for sha256 in hashes:
            with_it = [pk for pk, planned in self._photos[sha256].items() if planned != visit.planned_id]
            if with_it:
                found[sha256] = min(with_it)
        return found

    @cached_property
    def _photos(self) -> dict[str, dict[int, int]]:
        """SHA-256 → visit → what was planned."""
        found: dict[str, dict[int, int]] = defaultdict(dict)
        wanted = {p["original"] for v in self._visits for p in v.photos if p.get("original")}
        rows = VisitPhoto.objects.filter(sha256__in=wanted)
        for sha256, pk, planned in rows.values_list("sha256", "visit_id", "visit__planned_id"):
            found[sha256][pk] = planned
        return found

    def twin(self, visit: Visit, digest: str) -> int | None:
        """The first visit before it with the same answers."""
        if not digest:
            return None
        (itself, plan), own = _apart(visit), visit.pk
        return min(
            (
                pk
                for pk, (planned, instrument) in self._digests.get(digest, {}).items()
                if pk < own and instrument == visit.instrument and planned != plan and pk not in itself
            ),
            default=None,
        )

    @cached_property
    def _digests(self) -> dict[str, dict[int, tuple[int, str]]]:
        """Digest of answers → visit → what was planned, and the instrument."""
        found: dict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
        rows = first_hand().filter(answers_sha256__in=self._expected)
        for digest, pk, planned, instrument in rows.values_list(
            "answers_sha256", "pk", "planned_id", "instrument"
        ):
            found[digest][pk] = (planned, instrument)
        return found

    _expected: frozenset[str] = frozenset()

    def expect(self, digests: Iterable[str]) -> None:
        """Say which digests will be asked for."""
        self._expected = frozenset(digests) - {""}

    def own_answers(self, visit: Visit) -> list[tuple[int, frozenset[tuple[str, str]]]]:
        """What the enumerator's newest forms of its kind before it say, by their ids."""
        rows, asked = self._own[visit.enumerator_id, visit.instrument]
        (itself, plan), own = _apart(visit), visit.pk
        found = [
            (pk, said) for pk, planned, said in rows if pk < own and planned != plan and pk not in itself
        ]
        if len(found) < OWN and len(rows) == asked:
            mine = _own(visit.enumerator_id, visit.instrument).filter(pk__lt=visit.pk)
            rows = _others(visit, mine).values_list("pk", "answers")[:OWN]
            found = [(pk, _pairs(answers)) for pk, answers in rows]
        return found[:OWN]

    @cached_property
    def _own(self) -> dict[tuple[int, str], tuple[list[_Said], int]]:
        """The newest forms of each enumerator and kind, and how many were asked for."""
        latest: dict[tuple[int, str], list[int]] = defaultdict(list)
        for visit in self._visits:
            latest[visit.enumerator_id, visit.instrument].append(visit.pk)
        asked = {key: OWN + len(mine) + SPARE for key, mine in latest.items()}
        rows = {key: _OWN.of(*key, max(mine), limit=asked[key]) for key, mine in latest.items()}
        pairs = {visit.pk: _pairs(visit.answers) for visit in self._visits}
        others = {pk for found in rows.values() for pk, _ in found} - pairs.keys()
        # whole answers of all at once would fill the memory of a small machine
        for part in batched(others, FORMS):
            pairs |= {pk: _pairs(answers) for pk, answers in _ANSWERS.of(part)}
        return {
            key: ([(pk, planned, pairs[pk]) for pk, planned in found if pk in pairs], asked[key])
            for key, found in rows.items()
        }

    # ── the next one's turn ──

    def judged(self, visit: Visit, digest: str, hashes: Iterable[str]) -> None:
        """From now on this is what the visit says."""
        self._digests[visit.answers_sha256].pop(visit.pk, None)
        if visit.state != Visit.State.AGAIN:
            self._digests[digest][visit.pk] = (visit.planned_id, visit.instrument)
        for with_it in self._photos.values():
            with_it.pop(visit.pk, None)
        for sha256 in hashes:
            self._photos[sha256][visit.pk] = visit.planned_id


def lineage(area: str) -> list[str]:
    """An area and those around it up to the kabupaten or kota, the smallest first."""
    parts = area.split(".")
    return [".".join(parts[:size]) for size in (4, 3, 2) if len(parts) >= size]


def thing(visit: Visit) -> tuple[str, int]:
    """What was visited: the column of the planned visit, and its id; nothing where it is none of THINGS."""
    return next(((way, key) for way in THINGS if (key := getattr(visit.planned, way))), ("", 0))


def _pairs(answers: list[dict[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset({a["path"]: a["text"] for a in answers}.items())


def _apart(visit: Visit) -> tuple[set[int | None], int]:
    """The visits that a visit is not compared with, by their ids and by what was planned: itself, and what it checks, as
    these ought to be alike."""
    return {visit.pk, visit.planned.again_of_id}, visit.planned_id


def _seconds(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds())


def _others(visit: Visit, rows: QuerySet[Visit]) -> QuerySet[Visit]:
    rows = rows.exclude(pk__in=[visit.pk, visit.planned.again_of_id or visit.pk])
    return rows.exclude(planned=visit.planned_id)


def first_hand() -> QuerySet[Visit]:
    """Not what was made again as a check, nor what of that was given back."""
    checks = PlannedVisit.objects.filter(again_of__isnull=False)
    rows = Visit.objects.exclude(state=Visit.State.AGAIN)
    return rows.exclude(state=Visit.State.REJECTED, planned__in=checks.values("pk"))


def _placed(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    return rows.filter(latitude__isnull=False, longitude__isnull=False)


def _timed(instrument: str) -> QuerySet[Visit]:
    return first_hand().filter(instrument=instrument, ended_at__gte=F("started_at")).order_by("-id")


def _placed_trips(enumerator: int) -> QuerySet[Visit]:
    rows = _placed(first_hand().filter(enumerator=enumerator, ended_at__isnull=False))
    return rows.order_by("-started_at", "-id")


def _in_district(district: str) -> QuerySet[Visit]:
    return places.within(_placed(first_hand()), district, "area_id").order_by("-id")


def _own(enumerator: int, instrument: str) -> QuerySet[Visit]:
    return first_hand().filter(enumerator=enumerator, instrument=instrument).order_by("-id")


_TRIPS = PreparedRows(
    lambda enumerator, until: (
        _placed_trips(enumerator)
        .filter(started_at__lte=until)
        .values_list("pk", "planned_id", "started_at", "ended_at", "latitude", "longitude")
    ),
    marks=(918_273_645, datetime(1111, 11, 11, tzinfo=UTC)),
)
_OWN = PreparedRows(
    lambda enumerator, instrument, latest: (
        _own(enumerator, instrument).filter(pk__lt=latest).values_list("pk", "planned_id")
    ),
    marks=(918_273_645, "?instrument", 918_273_646),
)
_ANSWERS = PreparedLines(lambda ids: Visit.objects.filter(pk__in=ids).values_list("pk", "answers"))
