"""What the plausibility of a visit is judged by: other visits, boundaries, its photos. And the flags that came of it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from naikkelas import vault
from naikkelas.forms import queries as forms
from naikkelas.instruments.camera import written
from naikkelas.instruments.wording import Wording
from naikkelas.monev.models import Visit, VisitFlag, VisitPhoto
from naikkelas.places import queries as places
from naikkelas.rules.inside import metres_outside
from naikkelas.rules.plausibility import Seen
from naikkelas.rules.travel_order import metres_between

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FORMS = 100
"""How many forms of its kind a duration is compared with, the newest first."""
OWN = 40
"""How many forms of the same enumerator answers are compared with one by one."""
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
_NUMBERED = re.compile(r"\[\d+\]")


@dataclass
class Looked:
    """What was seen of a visit, the other visit by the rule it concerns, and its photos' marks, not saved yet."""

    seen: Seen
    others: dict[str, int] = field(default_factory=dict)
    marks: list[VisitPhoto] = field(default_factory=list)


def unjudged(limit: int) -> list[int]:
    return list(Visit.objects.filter(judged_at=None).order_by("id").values_list("id", flat=True)[:limit])


def look(visit: Visit) -> Looked:
    """Gather what a visit is judged by. Slow (it opens photos): outside any lock."""
    zone = places.zone_of(visit.area_id)
    looked = Looked(Seen(), marks=_marks(visit, zone))
    near, others = _others(visit), looked.others
    wording = forms.wording_of(visit.instrument, visit.form_version)
    moved, gap = _moved(visit, others)
    known, known_by = _known(visit, near, others)
    alike, count = _alike(visit, wording, others)
    took = duration(visit)
    usual = _durations(visit)
    minutes, metres = _camera(visit, looked.marks)
    looked.seen = Seen(
        duration_s=took, median_s=round(median(usual)) if usual else None, forms=len(usual), moved_m=moved, gap_s=gap,
        began_minute=_minute(visit.started_at, zone), outside_m=_outside(visit), known_m=known, known_by=known_by,
        accuracy_m=round(visit.accuracy_m or 0), photos_again=_photos_again(visit, looked.marks, others), answers=count,
        answers_alike=alike, photo_minutes=minutes, photo_m=metres, grids=_grids(visit, wording),
    )  # fmt: skip
    return looked


def duration(visit: Visit) -> int | None:
    if visit.started_at is None or visit.ended_at is None:
        return None
    return round((visit.ended_at - visit.started_at).total_seconds())


def _others(visit: Visit) -> QuerySet[Visit]:
    """Not what was made again as a check, nor what this checks: these ought to be alike."""
    rows = Visit.objects.exclude(pk__in=[visit.pk, visit.planned.again_of_id or visit.pk])
    return rows.exclude(planned=visit.planned_id).exclude(state=Visit.State.AGAIN)


def _durations(visit: Visit) -> list[int]:
    rows = _others(visit).filter(instrument=visit.instrument, ended_at__gte=F("started_at")).order_by("-id")
    return [
        round((end - start).total_seconds())
        for start, end in rows.values_list("started_at", "ended_at")[:FORMS]
    ]


def _point(visit: Visit) -> tuple[float, float] | None:
    if visit.latitude is None or visit.longitude is None:
        return None
    return visit.latitude, visit.longitude


def _moved(visit: Visit, others: dict[str, int]) -> tuple[int | None, int]:
    """How far the enumerator had come since the visit before, and in how many seconds."""
    here = _point(visit)
    if here is None or visit.started_at is None:
        return None, 0
    before = (
        _others(visit)
        .filter(
            enumerator=visit.enumerator_id,
            started_at__lte=visit.started_at,
            ended_at__isnull=False,
            latitude__isnull=False,
            longitude__isnull=False,
        )
        .order_by("-started_at", "-id")
        .values("pk", "ended_at", "latitude", "longitude")
        .first()
    )
    if before is None:
        return None, 0
    others["too_fast"] = others["two_places"] = before["pk"]
    gap = round((visit.started_at - before["ended_at"]).total_seconds())
    return metres_between((before["latitude"], before["longitude"]), here), gap


def _minute(moment: datetime | None, zone: ZoneInfo) -> int | None:
    if moment is None:
        return None
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def _outside(visit: Visit) -> int | None:
    """Beyond the smallest area of the visit that has a boundary here."""
    here, parts = _point(visit), visit.area_id.split(".")
    if here is None:
        return None
    for size, level in ((4, "village"), (3, "district"), (2, "regency")):
        code = ".".join(parts[:size])
        outline = places.boundaries(code, level).get(code) if len(parts) >= size else None
        if outline:
            return metres_outside(here, outline)
    return None


def _known(visit: Visit, near: QuerySet[Visit], others: dict[str, int]) -> tuple[int | None, str]:
    """From the built place, else from an earlier visit to the same, else from the middle of the kecamatan's visits."""
    here, planned = _point(visit), visit.planned
    if here is None:
        return None, "place"
    facility = planned.facility
    if facility is not None and facility.latitude is not None and facility.longitude is not None:
        return metres_between((facility.latitude, facility.longitude), here), "place"
    placed = near.filter(latitude__isnull=False, longitude__isnull=False)
    before = before_at(visit, placed)
    if before is not None:
        others["far_from_known"] = before.pk
        return metres_between((before.latitude or 0, before.longitude or 0), here), "place"
    rows = places.within(placed.filter(pk__lt=visit.pk), visit.area_id[:8], "area_id").order_by("-id")
    points = list(rows.values_list("latitude", "longitude")[:FORMS])
    if len(points) < 5:
        return None, "district"
    middle = median(p[0] for p in points), median(p[1] for p in points)
    return metres_between(middle, here), "district"


def before_at(visit: Visit, rows: QuerySet[Visit]) -> Visit | None:
    """The visit to the same place before this one, not counting what was given back."""
    planned = visit.planned
    for way in ("facility_id", "cooperative_id", "enterprise_id", "recipient_id"):
        key = getattr(planned, way)
        if key:
            same = rows.filter(**{f"planned__{way}": key}).exclude(state__in=Visit.UNCOUNTED)
            earlier = same.filter(visited_on__lte=visit.visited_on).exclude(pk=visit.pk)
            return earlier.order_by("-visited_on", "-id").first()
    return None


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


def _photos_again(visit: Visit, marks: list[VisitPhoto], others: dict[str, int]) -> int:
    rows = VisitPhoto.objects.filter(sha256__in=[m.sha256 for m in marks]).exclude(
        visit__planned=visit.planned_id
    )
    found = dict(rows.order_by("-visit_id").values_list("sha256", "visit_id"))
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


def said(visit: Visit, wording: Wording | None = None) -> dict[str, str]:
    """What was answered, without what differs at every visit: moments, code, place, files, sums of the form."""
    known = wording or forms.wording_of(visit.instrument, visit.form_version)
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


def _alike(visit: Visit, wording: Wording, others: dict[str, int]) -> tuple[int, int]:
    """How many of how many answers are those of another visit: the same anywhere, or nearly the same by the same hand."""
    mine = said(visit, wording)
    same = digest(mine)
    rows = _others(visit).filter(instrument=visit.instrument, pk__lt=visit.pk)
    twin = (
        rows.filter(answers_sha256=same).order_by("id").values_list("pk", flat=True).first() if same else None
    )
    if twin:
        others["same_answers"] = twin
        return len(mine), len(mine)
    best = 0
    own = rows.filter(enumerator=visit.enumerator_id).order_by("-id").values_list("pk", "answers")[:OWN]
    for pk, answers in own:
        theirs = {a["path"]: a["text"] for a in answers}
        alike = sum(theirs.get(path) == text for path, text in mine.items())
        if alike > best:
            best, others["same_answers"] = alike, pk
    return best, len(mine)


def _grids(visit: Visit, wording: Wording) -> tuple[tuple[str, ...], ...]:
    """Answers to questions of one group that offer the same choices."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for answer in visit.answers:
        asked = wording.question(answer["path"])
        if asked and len(asked.choices) > 1 and answer["text"] in asked.choices:
            folder = answer["path"].rpartition("/")[0]
            found[folder, tuple(asked.choices)].append(answer["text"])
    return tuple(tuple(texts) for texts in found.values())


def flags_of(visit: Visit) -> QuerySet[VisitFlag]:
    return visit.doubts.select_related("other__planned").order_by("id")


def named_by(visit: Visit) -> QuerySet[VisitFlag]:
    """Flags of other visits that this one is compared with."""
    rows = VisitFlag.objects.filter(other=visit, rule__in=("same_photo", "same_answers"))
    return rows.select_related("visit__planned").order_by("id")


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
