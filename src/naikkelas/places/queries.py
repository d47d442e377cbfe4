"""Reading regions, boundaries and facilities."""

from collections.abc import Collection, Hashable
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, CharField, Exists, Expression, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from naikkelas.places.below import nearly_all, ranges
from naikkelas.places.models import (
    NATION,
    Boundary,
    DayDecree,
    Facility,
    Region,
    RegionChange,
    RegionCrosswalk,
    RegionMove,
)
from naikkelas.reference import time_zones
from naikkelas.rules import area_changes, workdays
from naikkelas.trail import queries as trail

LEVELS = tuple(Region.Level.values)


def region(code: str) -> Region:
    """Return one region. Raises Region.DoesNotExist."""
    return Region.objects.get(code=code)


def hold(code: str) -> Region:
    """Return one region, its row locked until the transaction ends: numbers given out for it never meet. Whoever writes rows
    of the region meanwhile does not wait."""
    return Region.objects.select_for_update(no_key=True).get(code=code)


def find(code: str) -> Region | None:
    return Region.objects.filter(code=code).first()


def below(code: str, level: str) -> QuerySet[Region]:
    """All regions of `level` that stand inside `code` (or `code` itself, if it is of that level), by code."""
    standing = Region.objects.filter(level=level, valid_to=None)
    return (standing if code == NATION else standing.filter(ranges([code], "code"))).order_by("code")


def children(code: str) -> QuerySet[Region]:
    return Region.objects.filter(parent_id=code, valid_to=None).order_by("code")


def within(queryset: QuerySet, code: str, field: str) -> QuerySet:
    """Keep the rows whose `field` is the region `code` or lies below it, also under the codes that its area had before."""
    if code == NATION:
        return queryset
    in_order = len(code) == len("18") and getattr(queryset.model, "READ_IN_ORDER", False)
    return queryset.filter(
        (nearly_all if in_order else ranges)([code, *_bounds(code, date.max, _version)[0]], field)
    )


def path(code: str) -> list[Region]:
    """The region and everything above it, from the nation down: the breadcrumb."""
    return [region for region in map(known, codes_above(code)) if region]


def codes_above(code: str) -> list[str]:
    """The codes of `path`, whether there are such regions or not."""
    return [NATION] + [code[:n] for n in (2, 5, 8, 13) if len(code) >= n and code != NATION]


def covers(outer: str, inner: str) -> bool:
    """Whether region `inner` is `outer` or lies below it, or did until its code ended and went there."""
    if outer == NATION or inner == outer or inner.startswith(f"{outer}."):
        return True
    return area_changes.covers(outer, lineage().current(inner))


# What is kept in memory is the same for everybody until the regions change; each change raises the version, and every
# request and task asks for it (refresh), so that all processes forget alike.
_version = 0
_looked: Hashable = None  # the version of all data then: while nothing was written, no region changed


def refresh() -> None:
    """Forget what is kept in memory if the regions or the working days changed since, in this process or another."""
    global _version, _looked
    now = trail.stamp()
    if now == _looked:
        return
    newest = trail.newest("regions", "workdays")
    if newest != _version:
        days = dict(DayDecree.objects.filter(withdrawn_at=None).values_list("on", "works"))
        workdays.take_up([d for d in days if not days[d]], [d for d in days if days[d]])
    _version, _looked = newest, now


def forget() -> None:
    """Forget what is kept in memory, whatever the version."""
    global _version, _looked
    _version, _looked = 0, None
    workdays.take_up((), ())
    for kept in (_known, _children, _name, _place, _lineage, _bounds, _prefixes, _overrides):
        kept.cache_clear()


def day_decrees() -> QuerySet[DayDecree]:
    """What decrees changed of the calendar, the newest day first; those that were taken back too."""
    return DayDecree.objects.order_by("-on", "-id")


def works(day: date) -> bool:
    """Whether a day is a working day, decrees counted."""
    refresh()
    return workdays.is_workday(day)


def zone_of(code: str) -> ZoneInfo:
    """The time zone of a region; of the installation for the nation."""
    return ZoneInfo(time_zones.zone(code) or settings.TIME_ZONE)


def known(code: str) -> Region | None:
    """`find`, kept in memory."""
    return _known(code, _version)


def children_of(code: str) -> tuple[Region, ...]:
    """`children`, kept in memory."""
    return _children(code, _version)


def name_of(code: str) -> str:
    """The spoken name of a region, or its code where it is unknown."""
    return _name(code, _version)


def place_of(code: str) -> str:
    """The spoken name of a region, and below a kabupaten/kota which one it lies in."""
    return _place(code, _version)


def lineage() -> area_changes.Lineage:
    """All changes of areas in force."""
    return _lineage(_version)


def current(code: str) -> str:
    """The code under which an area stands today."""
    return lineage().current(code)


def successions() -> dict[str, str]:
    """Every code that went as a whole to another, with the code of today."""
    found = lineage()
    return {code: now for code in found.codes if (now := found.current(code)) != code}


@lru_cache(maxsize=4096)
def _known(code: str, _at_version: int) -> Region | None:
    return find(code)


@lru_cache(maxsize=512)
def _children(code: str, _at_version: int) -> tuple[Region, ...]:
    return tuple(children(code))


@lru_cache(maxsize=4096)
def _name(code: str, _at_version: int) -> str:
    found = find(code)
    return found.title if found else code


@lru_cache(maxsize=4096)
def _place(code: str, at_version: int) -> str:
    name = _name(code, at_version)
    return f"{name}, {_name(code[:5], at_version).removeprefix('Kab. ')}" if len(code) > 5 else name


@lru_cache(maxsize=4)
def _lineage(_at_version: int) -> area_changes.Lineage:
    lines: dict[int, list[area_changes.Step]] = {}
    changes = list(RegionChange.objects.filter(state=RegionChange.State.APPLIED))
    rows = RegionCrosswalk.objects.filter(change__in=changes)
    for change_id, *step in rows.values_list("change_id", "old_code", "new_code", "whole", "principal"):
        if step[0] != step[1]:
            lines.setdefault(change_id, []).append(area_changes.Step(*step))
    return area_changes.Lineage(
        area_changes.Change(c.effective_on, tuple(lines.get(c.pk, ())), c.pk) for c in changes
    )


@lru_cache(maxsize=2048)
def _bounds(code: str, on: date, at_version: int) -> tuple[list[str], list[str]]:
    """Codes outside a region whose areas lay in it on a day, and codes below it whose areas did not."""
    found = _lineage(at_version)
    return found.reaching(code, on), found.leaving(code, on)


def boundaries(code: str, level: str) -> dict[str, dict]:
    """GeoJSON geometries by region code, of the regions of `level` inside `code`."""
    rows = within(Boundary.objects.filter(region__level=level), code, "region_id")
    return dict(rows.values_list("region_id", "geometry"))


def outlines(codes: Collection[str]) -> dict[str, dict]:
    """The GeoJSON geometries of some regions, of those that have one."""
    return dict(Boundary.objects.filter(region__in=codes).values_list("region_id", "geometry"))


def facilities() -> QuerySet[Facility]:
    return Facility.objects.select_related("area").order_by("name")


def ever_below(code: str) -> list[str]:
    """All codes below a region, those that ended too."""
    return list(Region.objects.filter(ranges([code], "code")).values_list("code", flat=True))


def facility_kinds() -> list[str]:
    return list(Facility.Kind.values)


def every_facility() -> QuerySet[Facility]:
    return Facility.objects.all()


def named(text: str) -> QuerySet[Region]:
    """Regions down to the kecamatan whose name, or former name, holds the text, larger ones first."""
    former = RegionCrosswalk.objects.filter(change__state="applied", old_name__icontains=text)
    called = Q(name__icontains=text) | Q(code__in=former.values("new_code"))
    rows = Region.objects.filter(called, valid_to=None).exclude(level=Region.Level.VILLAGE)
    return rows.order_by("code")


def region_count() -> int:
    return Region.objects.filter(valid_to=None).count()


# ── areas as they lay on a day ──


def regency_on(field: str, on: date, table: str, key: str = "pk") -> Expression:
    """The kabupaten/kota in which a row's area lay at the end of a day, as a column.

    `table` and `key` name the record whose area it is, for what the codes alone cannot tell (RegionMove).
    """
    cases = [
        When(ranges(codes, field) & Q(Exists(_moved(change, table, old, new, key))), then=Value(regency))
        for change, old, new, regency, codes in _overrides(on, table, _version)
    ]
    for code, regency in sorted(_prefixes(on, _version).items(), key=lambda item: -len(item[0])):
        where = ranges([code], field) if len(code) >= area_changes.REGENCY else Q(**{field: code})
        cases.append(When(where, then=Value(regency)))
    plain = Substr(F(field), 1, area_changes.REGENCY)
    return Case(*cases, default=plain, output_field=CharField()) if cases else plain


def inside(rows: QuerySet, code: str, on: date, field: str, table: str, key: str = "pk") -> QuerySet:
    """Keep the rows whose area lay in the region `code` at the end of a day."""
    if code == NATION:
        return rows
    found = lineage()
    reached, left = _bounds(code, on, _version)
    if len(code) > area_changes.REGENCY:
        candidates = rows.filter(ranges([code, *reached], field))
        return candidates.exclude(ranges(left, field)) if left else candidates
    apart = {
        each
        for *_, regency, codes in _overrides(on, table, _version)
        for each in codes
        if area_changes.covers(code, found.at(each, on)) != area_changes.covers(code, regency)
    }
    candidates = rows.filter(ranges([code, *reached, *sorted(apart)], field))
    if not reached and not left and not apart:
        return candidates
    lay = regency_on(field, on, table, key)
    return candidates.alias(lay_in=lay).filter(ranges([code], "lay_in"))


def _moved(change: int, table: str, old: str, new: str, key: str) -> QuerySet:
    spans = RegionMove.objects.filter(table=table, change_id=change, old_code=old, new_code=new)
    return spans.filter(first__lte=OuterRef(key), last__gte=OuterRef(key))


@lru_cache(maxsize=256)
def _prefixes(on: date, at_version: int) -> dict[str, str]:
    return _lineage(at_version).prefixes(on)


type Override = tuple[int, str, str, str, list[str]]


@lru_cache(maxsize=1024)
def _overrides(on: date, table: str, at_version: int) -> tuple[Override, ...]:
    """Moves that the codes alone cannot tell, of changes after the day: change, old and new code, the kabupaten/kota on
    the day, and the codes where such records are today. The earliest change goes first: it is the nearest to the day."""
    found = _lineage(at_version)
    after = {c.id: n for n, c in enumerate(found.changes) if c.on > on}
    rows = RegionMove.objects.filter(table=table, change_id__in=after).exclude(old_code=F("new_code"))
    groups = sorted(
        rows.values_list("change_id", "old_code", "new_code").distinct(), key=lambda g: (after[g[0]], *g[1:])
    )
    return tuple(
        (
            change,
            old,
            new,
            found.before(old, on, change)[: area_changes.REGENCY],
            sorted(
                {
                    found.current(g[2])
                    for g in groups
                    if g[0] == change and g[2] == new or after[g[0]] > after[change]
                }
            ),
        )
        for change, old, new in groups
    )


# ── changes ──


def changes() -> QuerySet[RegionChange]:
    return RegionChange.objects.order_by("-effective_on", "-id")


def lines_of(change: RegionChange) -> QuerySet[RegionCrosswalk]:
    return change.lines.order_by("old_code", "new_code")


def divided(change: RegionChange) -> list[str]:
    """Codes whose areas went into several: what is known by such a code alone is for a person to place."""
    return sorted(set(change.lines.filter(whole=False).values_list("old_code", flat=True)))


def undecided(rows: QuerySet, change: RegionChange, table: str, field: str = "area_id") -> QuerySet:
    """The rows that stand under a divided code since before the change, and for which nobody has decided."""
    decided = RegionMove.objects.filter(
        change=change, table=table, first__lte=OuterRef("pk"), last__gte=OuterRef("pk")
    )
    old = rows.filter(**{f"{field}__in": list(unsettled(change)), "pk__lte": change.marks.get(table, 0)})
    return old.filter(~Exists(decided))


def unsettled(change: RegionChange) -> dict[str, list[str]]:
    """Old code → the codes that may follow it, where the change does not settle by itself who or what goes where."""
    found: dict[str, list[str]] = {}
    open_lines = change.lines.filter(alone=False).exclude(whole=True, old_code=F("new_code"))
    for old, new in open_lines.order_by("old_code", "new_code").values_list("old_code", "new_code"):
        found.setdefault(old, []).append(new)
    return found


def one_to_one(change: RegionChange) -> dict[str, str]:
    """Old code → new code of areas of which each alone became another."""
    return dict(change.lines.filter(alone=True).values_list("old_code", "new_code"))


def widened(change: RegionChange) -> set[str]:
    """Areas of duty by which somebody would see more after the change than before."""
    return area_changes.widened(change.lines.values_list("old_code", "new_code", "alone"))


def following(rows: QuerySet, change: RegionChange, field: str = "area_id") -> QuerySet:
    """The rows that follow a change: those under a code that went as a whole to another."""
    whole = change.lines.filter(whole=True).exclude(old_code=F("new_code"))
    return rows.filter(**{f"{field}__in": whole.values("old_code")})


def standing_below(codes: list[str]) -> dict[str, str]:
    """Code → name of all regions that stand in or below the codes."""
    return dict(Region.objects.filter(ranges(codes, "code"), valid_to=None).values_list("code", "name"))


def formerly(code: str) -> list[tuple[str, str, str, str]]:
    """(former code, former name, level, code today) of what lies in a region: for files that still name it as it was."""
    lines = RegionCrosswalk.objects.filter(change__state=RegionChange.State.APPLIED, whole=True)
    named = lines.exclude(old_code=F("new_code"), old_name=F("new_name")).order_by(
        "change__effective_on", "change_id"
    )
    rows = named.values_list("old_code", "old_name", "level")
    return [(old, name, level, now) for old, name, level in rows if covers(code, now := current(old))]


def new_codes(change: RegionChange) -> list[str]:
    """The codes that begin with a change."""
    olds = change.lines.values("old_code")
    return sorted(set(change.lines.exclude(new_code__in=olds).values_list("new_code", flat=True)))


def moved_ids(change: RegionChange, table: str) -> list[int]:
    """The records of a table whose move is kept one by one."""
    spans = change.moves.filter(table=table).values_list("first", "last")
    return [number for first, last in spans for number in range(first, last + 1)]
