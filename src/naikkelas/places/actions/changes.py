"""Areas that split, merge, take another name or number: entered as a draft, and the regions themselves.

Records move in the slices that own them, through `move_records`; monev, on top of all that have areas, applies a change
as a whole (monev.actions.areas, docs/adr).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places.actions import change_kinds as kinds
from naikkelas.places.models import NATION, Boundary, Region, RegionChange, RegionCrosswalk
from naikkelas.places.queries import refresh, standing_below
from naikkelas.reference import regions as published
from naikkelas.rules import area_changes as rules
from naikkelas.rules.area_changes import Wanted
from naikkelas.trail.actions import Actor, note

_FORMS = {
    "province": r"\d\d",
    "regency": r"\d\d\.\d\d",
    "district": r"\d\d\.\d\d\.\d\d",
    "village": r"\d\d\.\d\d\.\d\d\.\d{4}",
}


@transaction.atomic
def draft_change(
    *,
    kind: str,
    title: str,
    on: date,
    legal_source: str,
    wanted: Iterable[Wanted],
    by: Actor,
    at: datetime,
    basis: str = RegionCrosswalk.Basis.VILLAGES,
    synthetic: bool = False,
) -> RegionChange:
    """Keep a change as a draft, its crosswalk worked out down to the last village. Nothing moves yet. Raises Refused.

    `basis`: what the weights are. Without weights, villages are counted.
    """
    asked = list(dict.fromkeys(wanted))
    known = Region.objects.in_bulk({c for w in asked for c in (w.old, w.new)})
    for want in asked:
        if want.old not in known or known[want.old].valid_to is not None:
            raise Refused(kinds.ENDED, code=want.old)
    # what merges into an area that stands joins with that area itself
    olds = {w.old for w in asked}
    hosts = sorted({w.new for w in asked if w.new in known and known[w.new].valid_to is None} - olds)
    if kind == RegionChange.Kind.MERGE:
        asked += [Wanted(code, code) for code in hosts]
    # one area that loses a part goes on under its own code
    if kind == RegionChange.Kind.SPLIT and len({(w.old, w.new) for w in asked if w.old == asked[0].old}) == 1:
        asked += [Wanted(asked[0].old, asked[0].old)]
    _demand_shape(kind, asked, known)
    standing = standing_below(sorted({w.old for w in asked}))
    pairs = rules.numbered([(w.old, w.new) for w in asked], standing)
    _demand_sound(pairs, standing, on)
    change = RegionChange.objects.create(
        kind=kind,
        title=title[:150],
        area_code=_common(code for want in asked for code in (want.old, want.new)),
        effective_on=on,
        legal_source=legal_source[:300],
        entered_by=by.name,
        entered_at=at,
        synthetic=synthetic,
    )
    lines = _lines(change, asked, rules.spread(pairs, standing), standing, basis)
    RegionCrosswalk.objects.bulk_create(lines, batch_size=1_000)
    note(
        by=by, at=at, action="areas.drafted", on=("regions", f"change-{change.pk}"), area=change.area_code,
        title=change.title, lines=len(lines),
    )  # fmt: skip
    return change


def _demand_shape(kind: str, asked: list[Wanted], known: dict[str, Region]) -> None:
    """What was entered is what it is called: judged by its highest areas."""
    if not any(w.old != w.new or (w.name and w.name != known[w.old].name) for w in asked):
        raise Refused(kinds.NOTHING)
    for want in asked:
        if want.old.count(".") != want.new.count("."):
            raise Refused(kinds.OTHER_LEVEL, old=want.old, new=want.new)
    highest = min(w.old.count(".") for w in asked)
    olds = {w.old for w in asked if w.old.count(".") == highest}
    news = {w.new for w in asked if w.old.count(".") == highest}
    fits = {
        "split": len(olds) < len(news),
        "merge": len(news) < len(olds),
        "rename": all(w.old == w.new for w in asked),
        "renumber": len(olds) == len(news) and any(w.old != w.new for w in asked),
    }
    if not fits.get(kind, False):
        raise Refused(kinds.SHAPE)


def _demand_sound(pairs: list[tuple[str, str]], standing: dict[str, str], on: date) -> None:
    """No code twice, none in the air, none forgotten, none before its time."""
    lost = rules.stranded(pairs, standing)
    if lost:
        raise Refused(kinds.STRANDED, count=len(lost), code=lost[0])
    every = rules.spread(pairs, standing)
    olds, news = {old for old, _ in every}, {new for _, new in every}
    taken = Region.objects.in_bulk(news - olds)
    for code in sorted(taken):
        raise Refused(kinds.TAKEN, code=code, name=taken[code].title)
    if (olds & news) - {old for old, new in every if old == new}:
        # a code that one area gives up and another takes: forbidden as any other second use
        code = min((olds & news) - {old for old, new in every if old == new})
        raise Refused(kinds.TAKEN, code=code, name=standing[code])
    for old, new in every:
        level = _level(old)
        if not re.fullmatch(_FORMS[level], new):
            raise Refused(kinds.BAD_CODE, code=new)
    above = {rules.parent(code) for code in news - olds} - {""}
    stand = set(Region.objects.filter(code__in=above, valid_to=None).values_list("code", flat=True))
    for code in sorted(news - olds):
        up = rules.parent(code)
        if up and up not in news and (up not in stand or up in olds - news):
            raise Refused(kinds.NO_PARENT, code=code)
    later = Region.objects.filter(code__in=olds, valid_from__gte=on).order_by("-valid_from").first()
    if later is not None:
        raise Refused(kinds.EARLY, code=later.code, day=f"{later.valid_from:%d-%m-%Y}")
    touched = RegionCrosswalk.objects.filter(
        change__state=RegionChange.State.APPLIED, change__effective_on__gte=on, new_code__in=olds
    ).select_related("change")
    for line in touched.order_by("-change__effective_on")[:1]:
        raise Refused(kinds.EARLY, code=line.new_code, day=f"{line.change.effective_on:%d-%m-%Y}")


def _level(code: str) -> str:
    return ("province", "regency", "district", "village")[code.count(".")]


def _common(codes: Iterable[str]) -> str:
    """The smallest region above all the codes."""
    above = [rules.parent(code) for code in codes]
    found = above[0]
    while found and not all(rules.covers(found, code) for code in above):
        found = rules.parent(found)
    return found or NATION


def _lines(
    change: RegionChange,
    asked: list[Wanted],
    pairs: list[tuple[str, str]],
    standing: dict[str, str],
    basis: str,
) -> list[RegionCrosswalk]:
    names = {w.new: w.name for w in asked if w.name}
    weights = {(w.old, w.new): w.weight for w in asked}
    taken = Region.objects.filter(code__in={new for _, new in pairs})
    stood = set(taken.values_list("code", flat=True))
    shares: dict[str, int] = {}
    if not any(weights.values()):
        basis = RegionCrosswalk.Basis.VILLAGES
    lines = []
    for step in rules.steps(pairs):
        if step.whole:
            part, whole, by = 1, 1, str(RegionCrosswalk.Basis.WHOLE)
        else:
            parts = {
                new: weights.get((old, new), 0)
                if any(weights.values())
                else _villages(old, new, pairs, standing)
                for old, new in pairs
                if old == step.old
            }
            part, whole, by = parts[step.new], sum(parts.values()), basis
            shares[step.new] = part
        lines.append(
            RegionCrosswalk(
                change=change,
                old_code=step.old,
                new_code=step.new,
                old_name=standing[step.old],
                new_name=names.get(step.new) or standing.get(step.new) or standing[step.old],
                level=_level(step.old),
                kind=published.kind_of(step.new, _level(step.old)),
                share_numerator=part,
                share_denominator=whole or 1,
                basis=by,
                whole=step.whole,
                principal=step.principal,
                alone=step.whole and step.new not in stood and [n for _, n in pairs].count(step.new) == 1,
            )
        )
    return lines


def _villages(old: str, new: str, pairs: list[tuple[str, str]], standing: dict[str, str]) -> int:
    """How many of the villages of `old` lie in `new` afterwards; an area without known villages counts its parts."""
    went = dict(pairs)
    below = [c for c in standing if c.startswith(f"{old}.")]
    deepest = max((c.count(".") for c in below), default=0)
    return sum(rules.covers(new, went.get(c, c)) for c in below if c.count(".") == deepest)


@transaction.atomic
def discard_change(*, change: RegionChange, by: Actor, at: datetime) -> None:
    """Throw a draft away."""
    locked = _locked(change, RegionChange.State.DRAFT, kinds.NOT_DRAFT)
    note(
        by=by, at=at, action="areas.discarded", on=("regions", f"change-{locked.pk}"), area=locked.area_code,
        title=locked.title,
    )  # fmt: skip
    locked.delete()


def _locked(change: RegionChange, state: str, otherwise: Kind) -> RegionChange:
    locked = RegionChange.objects.select_for_update().get(pk=change.pk)
    if locked.state != state:
        raise Refused(otherwise, status=409)
    return locked


@transaction.atomic
def begin_change(*, change: RegionChange, marks: dict[str, int], by: Actor, at: datetime) -> RegionChange:
    """Let the new regions stand and the old ones end; records are moved by whoever calls. Raises Refused."""
    locked = _locked(change, RegionChange.State.DRAFT, kinds.NOT_DRAFT)
    if locked.effective_on > at.date():
        raise Refused(kinds.NOT_YET, day=f"{locked.effective_on:%d-%m-%Y}")
    lines = list(locked.lines.order_by("id"))
    # the draft may have waited: other changes may have come between
    olds = Region.objects.in_bulk({line.old_code for line in lines})
    for line in lines:
        if olds[line.old_code].valid_to is not None:
            raise Refused(kinds.ENDED, code=line.old_code)
    standing = standing_below(sorted(olds))
    pairs = [(line.old_code, line.new_code) for line in lines]
    _demand_sound(pairs, standing, locked.effective_on)
    fresh = [old for old, _ in rules.spread(pairs, standing) if old not in olds]
    if fresh:
        raise Refused(kinds.STRANDED, count=len(fresh), code=fresh[0])
    _raise_regions(lines, olds, locked.effective_on)
    locked.state, locked.marks = RegionChange.State.APPLIED, marks
    locked.applied_by, locked.applied_at = by.name, at
    locked.save(update_fields=["state", "marks", "applied_by", "applied_at"])
    note(
        by=by, at=at, action="areas.applied", on=("regions", f"change-{locked.pk}"), area=locked.area_code,
        title=locked.title, lines=len(lines),
    )  # fmt: skip
    transaction.on_commit(refresh)
    return locked


def _raise_regions(lines: list[RegionCrosswalk], olds: dict[str, Region], on: date) -> None:
    new = {}
    for line in lines:
        if line.new_code in olds:
            if line.new_name != olds[line.new_code].name:
                Region.objects.filter(code=line.new_code).update(name=line.new_name)
            continue
        before = olds[line.old_code]
        new[line.new_code] = Region(
            code=line.new_code,
            name=line.new_name,
            kind=line.kind,
            level=line.level,
            parent_id=rules.parent(line.new_code) or NATION,
            valid_from=on,
            # the same area as before keeps the number that statistics know it by
            bps_code=before.bps_code if line.alone else "",
            list_id=before.list_id,
        )
    Region.objects.bulk_create(sorted(new.values(), key=lambda r: len(r.code)), batch_size=1_000)
    ended = {line.old_code for line in lines} - {line.new_code for line in lines}
    Region.objects.filter(code__in=ended).update(valid_to=on - timedelta(days=1))
    same = {line.old_code: line.new_code for line in lines if line.alone}
    outlines = Boundary.objects.filter(region_id__in=same)
    Boundary.objects.bulk_create(
        Boundary(region_id=same[o.region_id], geometry=o.geometry, source=o.source, imported_at=o.imported_at)
        for o in outlines
    )


@transaction.atomic
def end_change(*, change: RegionChange, by: Actor, at: datetime) -> RegionChange:
    """Undo what begin_change did, after the records have been returned. Raises Refused where something new stands there."""
    locked = _locked(change, RegionChange.State.APPLIED, kinds.NOT_APPLIED)
    lines = list(locked.lines.all())
    olds, news = {line.old_code for line in lines}, {line.new_code for line in lines}
    touched = RegionCrosswalk.objects.filter(
        change__state=RegionChange.State.APPLIED, old_code__in=olds | news
    )
    later = touched.exclude(change=locked).filter(change__effective_on__gt=locked.effective_on).first()
    if later is not None:
        raise Refused(kinds.LATER, title=later.change.title)
    for line in lines:
        if line.old_code == line.new_code and line.old_name != line.new_name:
            Region.objects.filter(code=line.old_code).update(name=line.old_name)
    ended = olds - news
    Region.objects.filter(code__in=ended).update(valid_to=None)
    for level in ("village", "district", "regency", "province"):
        try:
            Region.objects.filter(code__in=news - olds, level=level).delete()
        except ProtectedError as error:
            raise Refused(kinds.NEW_RECORDS, status=409, count=len(error.protected_objects)) from error
    locked.moves.all().delete()
    locked.state, locked.undone_at = RegionChange.State.UNDONE, at
    locked.save(update_fields=["state", "undone_at"])
    note(
        by=by, at=at, action="areas.undone", on=("regions", f"change-{locked.pk}"), area=locked.area_code,
        title=locked.title,
    )  # fmt: skip
    transaction.on_commit(refresh)
    return locked
