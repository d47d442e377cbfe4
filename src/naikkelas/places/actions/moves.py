"""Records that go along when areas change. Each slice hands its own rows in; none of them is known here."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from naikkelas.kit.problems import Refused
from naikkelas.places.actions import change_kinds as kinds
from naikkelas.places.models import Region, RegionChange, RegionMove
from naikkelas.places.queries import new_codes, unsettled
from naikkelas.rules import area_changes as rules
from naikkelas.trail.actions import Actor, note


@transaction.atomic
def move_records(
    *, change: RegionChange, table: str, rows: QuerySet, by: Actor, at: datetime, field: str = "area_id"
) -> int:
    """Take the rows under a code that went as a whole to its new code; returns how many. Where the new code alone would
    not lead back, what each row had is kept."""
    lines = change.lines.filter(whole=True).exclude(old_code=F("new_code"))
    olds = set(lines.values_list("old_code", flat=True))
    joined = dict(lines.filter(alone=False).values_list("old_code", "new_code"))
    held = rows.filter(**{f"{field}__in": list(joined)}).order_by(field, "pk").values_list(field, "pk")
    spans: dict[str, list[RegionMove]] = {}
    for code, pk in held.iterator():
        found = spans.setdefault(code, [])
        if found and found[-1].last == pk - 1:
            found[-1].last = pk
        else:
            found.append(
                RegionMove(
                    change=change, table=table, old_code=code, new_code=joined[code], first=pk, last=pk
                )
            )
    RegionMove.objects.bulk_create((s for each in spans.values() for s in each), batch_size=1_000)
    new = lines.filter(old_code=OuterRef(field)).values("new_code")[:1]
    count = rows.filter(**{f"{field}__in": olds}).update(**{field: Subquery(new)})
    _noted(change, "areas.moved", table, count, by, at)
    return count


@transaction.atomic
def return_records(
    *, change: RegionChange, table: str, rows: QuerySet, by: Actor, at: datetime, field: str = "area_id"
) -> int:
    """Take rows back to the codes they had. `rows`: all of the table. Raises Refused where newer ones stand there."""
    alone = change.lines.filter(alone=True)
    under = rows.filter(**{f"{field}__in": new_codes(change)})
    newer = under.filter(pk__gt=change.marks.get(table, 0)).count()
    if newer:
        raise Refused(kinds.NEW_RECORDS, status=409, count=newer)
    count = 0
    for move in change.moves.filter(table=table).exclude(old_code=F("new_code")):
        back = rows.filter(**{field: move.new_code, "pk__range": (move.first, move.last)})
        count += back.update(**{field: move.old_code})
    old = alone.filter(new_code=OuterRef(field)).values("old_code")[:1]
    news = set(alone.values_list("new_code", flat=True))
    count += rows.filter(**{f"{field}__in": news}).update(**{field: Subquery(old)})
    _noted(change, "areas.returned", table, count, by, at)
    return count


@transaction.atomic
def place_records(
    *,
    change: RegionChange,
    table: str,
    rows: QuerySet,
    ids: Iterable[int],
    code: str,
    by: Actor,
    at: datetime,
    field: str = "area_id",
) -> int:
    """A person decides where records lie that were known only by the divided area. Raises Refused."""
    if change.state != RegionChange.State.APPLIED:
        raise Refused(kinds.NOT_APPLIED, status=409)
    area = Region.objects.filter(code=code, valid_to=None).first()
    parts = unsettled(change)
    chosen = list(rows.filter(pk__in=list(ids), **{f"{field}__in": list(parts)}).values_list("pk", field))
    for _pk, old in chosen:
        if area is None or not any(rules.covers(part, code) for part in parts[old]):
            raise Refused(kinds.NOT_A_PART, code=code)
    RegionMove.objects.bulk_create(
        RegionMove(change=change, table=table, old_code=old, new_code=code, first=pk, last=pk, decided=True)
        for pk, old in chosen
    )
    rows.filter(pk__in=[pk for pk, _old in chosen]).update(**{field: code})
    _noted(change, "areas.placed", table, len(chosen), by, at, code=code)
    return len(chosen)


def _noted(
    change: RegionChange, action: str, table: str, count: int, by: Actor, at: datetime, **more: str
) -> None:
    note(
        by=by, at=at, action=action, on=("regions", f"change-{change.pk}"), area=change.area_code, table=table, count=count,
        **more,
    )  # fmt: skip
