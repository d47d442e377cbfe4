"""What the plausibility of a visit is judged by: other visits, boundaries, its photos. And the flags that came of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import QuerySet

from naikkelas import vault
from naikkelas.instruments.camera import written
from naikkelas.instruments.wording import Wording
from naikkelas.monev.models import Visit, VisitFlag, VisitPhoto
from naikkelas.monev.queries.compared import THINGS, Compared, lineage, thing
from naikkelas.places import queries as places
from naikkelas.rules.inside import metres_outside
from naikkelas.rules.plausibility import Seen
from naikkelas.rules.travel_order import metres_between
from naikkelas.trail.prepared import PreparedLines

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_OF_EVERY_VISIT = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "visit_code",
        "location",
        "instanceID",
        "instanceName",
        "deprecatedID",
    }
)


@dataclass
class Looked:
    """What was seen of a visit, the other visit by the rule it concerns, and its photos' marks, not saved yet."""

    seen: Seen
    digest: str
    others: dict[str, int] = field(default_factory=dict)
    marks: list[VisitPhoto] = field(default_factory=list)


def unjudged(limit: int) -> list[int]:
    return list(Visit.objects.filter(judged_at=None).order_by("id").values_list("id", flat=True)[:limit])


def look_all(visits: Sequence[Visit]) -> list[Looked]:
    """Gather what some visits are judged by, in the order of their ids. Slow (it opens photos): outside any lock."""
    company = Compared(visits)
    told = [said(visit, company.wording(visit.instrument, visit.form_version)) for visit in visits]
    company.expect(map(digest, told))
    return [_look(visit, answers, company) for visit, answers in zip(visits, told, strict=True)]


def _look(visit: Visit, mine: dict[str, str], company: Compared) -> Looked:
    zone = places.zone_of(visit.area_id)
    looked = Looked(Seen(), digest(mine), marks=_marks(visit, zone))
    others, hashes = looked.others, [mark.sha256 for mark in looked.marks]
    moved, gap = _moved(visit, company, others)
    known, known_by = _known(visit, company, others)
    took, usual = duration(visit), company.durations(visit)
    minutes, metres = _camera(visit, looked.marks)
    looked.seen = Seen(
        duration_s=took, median_s=round(median(usual)) if usual else None, forms=len(usual), moved_m=moved, gap_s=gap,
        began_minute=_minute(visit.started_at, zone), outside_m=_outside(visit, company), known_m=known, known_by=known_by,
        accuracy_m=round(visit.accuracy_m or 0), photos_again=_photos_again(visit, hashes, company, others),
        answers=len(mine), answers_alike=_alike(visit, mine, looked.digest, company, others), photo_minutes=minutes,
        photo_m=metres, grids=_grids(visit, company.wording(visit.instrument, visit.form_version)),
    )  # fmt: skip
    company.judged(visit, looked.digest, hashes)
    return looked


def duration(visit: Visit) -> int | None:
    if visit.started_at is None or visit.ended_at is None:
        return None
    return round((visit.ended_at - visit.started_at).total_seconds())


def _point(visit: Visit) -> tuple[float, float] | None:
    if visit.latitude is None or visit.longitude is None:
        return None
    return visit.latitude, visit.longitude


def _moved(visit: Visit, company: Compared, others: dict[str, int]) -> tuple[int | None, int]:
    """How far the enumerator had come since the visit before, and in how many seconds."""
    here = _point(visit)
    if here is None or visit.started_at is None:
        return None, 0
    before = company.trip_before(visit)
    if before is None:
        return None, 0
    others["too_fast"] = others["two_places"] = before[0]
    return metres_between(before[2], here), round((visit.started_at - before[1]).total_seconds())


def _minute(moment: datetime | None, zone: ZoneInfo) -> int | None:
    if moment is None:
        return None
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def _outside(visit: Visit, company: Compared) -> int | None:
    """Beyond the smallest area of the visit that has a boundary here."""
    here = _point(visit)
    if here is None:
        return None
    outline = next((found for code in lineage(visit.area_id) if (found := company.outlines.get(code))), None)
    return metres_outside(here, outline) if outline else None


def _known(visit: Visit, company: Compared, others: dict[str, int]) -> tuple[int | None, str]:
    """From the built place, else from an earlier visit to the same, else from the middle of the kecamatan's visits."""
    here, facility = _point(visit), visit.planned.facility
    if here is None:
        return None, "place"
    if facility is not None and facility.latitude is not None and facility.longitude is not None:
        return metres_between((facility.latitude, facility.longitude), here), "place"
    before = company.place_before(visit)
    if before is not None:
        others["far_from_known"] = before[0]
        return metres_between(before[1], here), "place"
    points = company.points_near(visit)
    if len(points) < 5:
        return None, "district"
    middle = median(p[0] for p in points), median(p[1] for p in points)
    return metres_between(middle, here), "district"


def before_at(visit: Visit) -> list[tuple[int, date, str]]:
    """The visits to the same place before this one, the newest first, not counting what was given back: id, day, area.

    Who may see which is asked of the few that are found: as part of the question, SQLite would walk through all visits of
    the asker's area, of which there are years.
    """
    way, key = thing(visit)
    found = _TO_THE_SAME[way].of([key]) if way else []
    return [(pk, day, area) for pk, day, area in found if day <= visit.visited_on and pk != visit.pk]


def _to_the_same(way: str) -> PreparedLines:
    return PreparedLines(
        lambda things: (
            Visit.objects.filter(**{f"planned__{way}__in": things})
            .exclude(state__in=Visit.UNCOUNTED)
            .order_by("-visited_on", "-id")
            .values_list("id", "visited_on", "area_id")
        )
    )


_TO_THE_SAME = {way: _to_the_same(way) for way in THINGS}


def _marks(visit: Visit, zone: ZoneInfo) -> list[VisitPhoto]:
    blobs, found = vault.current().blobs, []
    for number, photo in enumerate(visit.photos):
        if not photo.get("shown") or not photo.get("original"):
            continue
        says = written(blobs.get(photo["original"]), zone)
        found.append(
            VisitPhoto(
                visit=visit, number=number, sha256=photo["original"], taken_at=says.taken_at,
                latitude=says.point[0] if says.point else None, longitude=says.point[1] if says.point else None,
            )
        )  # fmt: skip
    return found


def _photos_again(visit: Visit, hashes: list[str], company: Compared, others: dict[str, int]) -> int:
    found = company.photos_before(visit, hashes)
    if found:
        others["same_photo"] = min(found.values())
    return len(found)


def _camera(visit: Visit, marks: list[VisitPhoto]) -> tuple[int | None, int | None]:
    """The photo that lies furthest from the visit, by time and by place."""
    start, end, here = visit.started_at, visit.ended_at or visit.started_at, _point(visit)
    minutes = [
        max(0, round(max((start - m.taken_at).total_seconds(), (m.taken_at - end).total_seconds()) / 60))
        for m in marks
        if m.taken_at and start and end
    ]
    metres = [
        metres_between(here, (m.latitude, m.longitude))
        for m in marks
        if here and m.latitude is not None and m.longitude is not None
    ]
    return max(minutes, default=None), max(metres, default=None)


def said(visit: Visit, known: Wording) -> dict[str, str]:
    """What was answered, without what differs at every visit: moments, code, place, files, sums of the form."""
    files = {photo["name"] for photo in visit.photos}
    return {
        a["path"]: a["text"]
        for a in visit.answers
        if a["text"]
        and a["text"] not in files
        and a["path"].rpartition("/")[2] not in _OF_EVERY_VISIT
        and not known.works_out(a["path"])
    }


def digest(answers: dict[str, str]) -> str:
    """Of the answers in their order; nothing for a form that says too little to be compared."""
    if len(answers) < 5:
        return ""
    return hashlib.sha256(repr(sorted(answers.items())).encode()).hexdigest()


def _alike(visit: Visit, mine: dict[str, str], same: str, company: Compared, others: dict[str, int]) -> int:
    """How many of its answers are those of another visit: the same anywhere, or nearly the same by the same hand."""
    if twin := company.twin(visit, same):
        others["same_answers"] = twin
        return len(mine)
    best, pairs = 0, frozenset(mine.items())
    for pk, theirs in company.own_answers(visit):
        alike = len(pairs & theirs)
        if alike > best:
            best, others["same_answers"] = alike, pk
    return best


def _grids(visit: Visit, wording: Wording) -> tuple[tuple[str, ...], ...]:
    """Answers to questions of one group that offer the same choices."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for answer in visit.answers:
        asked = wording.question(answer["path"])
        if asked and len(asked.choices) > 1 and answer["text"] in asked.choices:
            folder = answer["path"].rpartition("/")[0]
            found[folder, tuple(asked.choices)].append(answer["text"])
    return tuple(tuple(texts) for texts in found.values())


class Flag(NamedTuple):
    """A flag of a visit, and the other visit that it was compared with: number, code and area, where there was one."""

    rule: str
    numbers: dict[str, int]
    other_id: int | None
    code: str | None
    area: str | None


_FLAGS = PreparedLines(
    lambda visits: (
        VisitFlag.objects.filter(visit__in=visits)
        .order_by("id")
        .values_list("rule", "numbers", "other_id", "other__planned__code", "other__area_id")
    )
)


def flags_of(visit: Visit) -> list[Flag]:
    return [Flag(*row) for row in _FLAGS.of([visit.pk])]


class Naming(NamedTuple):
    """A flag of another visit that names this one: by which rule, and that visit."""

    rule: str
    visit_id: int
    code: str
    area: str


_NAMINGS = PreparedLines(
    lambda visits: (
        VisitFlag.objects.filter(other__in=visits, rule__in=("same_photo", "same_answers"))
        .order_by("id")
        .values_list("rule", "visit_id", "visit__planned__code", "visit__area_id")
    )
)


def named_by(visit: Visit) -> list[Naming]:
    """Flags of other visits that this one is compared with."""
    return [Naming(*row) for row in _NAMINGS.of([visit.pk])]


def flagged(rule: str = "") -> QuerySet[VisitFlag]:
    """Ids of visits with a flag, or with this one."""
    rows = VisitFlag.objects.filter(rule=rule) if rule else VisitFlag.objects.all()
    return rows.values("visit_id")


def astray(ids: list[int]) -> dict[int, int]:
    """How many metres visits lie from where they should, by id, of those with a flag about that."""
    rows = VisitFlag.objects.filter(visit__in=ids, rule__in=("outside_area", "far_from_known"))
    found: dict[int, int] = {}
    for pk, numbers in rows.values_list("visit_id", "numbers"):
        found[pk] = max(found.get(pk, 0), numbers.get("metres", 0))
    return found


def photos_of(visits: QuerySet[Visit], *, flagged: bool) -> QuerySet[VisitPhoto]:
    """Photos of visits, the newest visit first; `flagged`: only of visits whose photos are to be looked at."""
    rows = VisitPhoto.objects.filter(visit__in=visits.order_by().values("pk"))
    if flagged:
        rules = ("same_photo", "photo_time", "photo_place")
        rows = rows.filter(visit__in=VisitFlag.objects.filter(rule__in=rules).values("visit_id"))
    return rows.select_related(
        "visit__enumerator",
        "visit__planned__recipient",
        "visit__planned__enterprise",
        "visit__planned__facility",
    ).order_by("-visit__visited_on", "-visit_id", "number")
