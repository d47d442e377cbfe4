"""Decrees on official status, and the groups of a cooperative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.places import queries as places
from naikkelas.registry.actions.warnings import renew_warnings
from naikkelas.registry.models import (
    Cooperative,
    CooperativeTag,
    CooperativeUnit,
    DecreedStatus,
    StatusDecree,
)
from naikkelas.registry.queries import standing
from naikkelas.trail.actions import note
from naikkelas.trail.changing import between

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.trail.actions import Actor

UNIT_SOURCE = Kind(
    "unit.source",
    "Tulis sumber keterangan unit {unit}, misalnya nomor berita acara atau kunjungan.",
    "Write where what is said of unit {unit} comes from, for example minutes or a visit.",
)
UNIT_DAYS = Kind(
    "unit.days",
    "Tanggal unit {unit} tidak mungkin: yang buka atau tutup tidak di masa depan, dan tutup sesudah buka.",
    "The days of unit {unit} cannot be: what is open or closed does not lie in the future, and it closes after it opened.",
)
NUMBER_NEEDED = Kind(
    "decree.number", "Tulis nomor SK seperti tertulis di atas surat.", "Write the number of the decree as the letter has it."
)  # fmt: skip
FUTURE_DECREE = Kind(
    "decree.day",
    "Tanggal SK tidak dapat di masa depan; catat SK setelah ditandatangani.",
    "A decree cannot lie in the future; record it once it is signed.",
)
NOBODY_NAMED = Kind(
    "decree.nobody",
    "Pilih paling sedikit satu koperasi dari daftar, atau tulis nomor badan hukumnya.",
    "Choose at least one cooperative from the list, or write its legal number.",
)
OUTSIDE = Kind(
    "decree.outside",
    "Ada koperasi di luar {area}. Pilih wilayah yang mencakup semuanya di bagian atas halaman.",
    "Some cooperative lies outside {area}. Choose an area that holds them all at the top of the page.",
)
NOT_A_STATUS = Kind("decree.status", "Pilih aktif atau tidak aktif.", "Choose active or inactive.")
NAMED_TWICE = Kind(
    "decree.twice",
    "SK ini sudah menyebut {name} dengan status lain. Cabut SK yang salah dahulu, lalu catat kembali.",
    "This decree names {name} with another status already. Withdraw the wrong record first, then record it anew.",
)
IS_WITHDRAWN = Kind(
    "decree.withdrawn", "Catatan SK ini sudah dicabut.", "This record of a decree is withdrawn already."
)
WHY_WITHDRAWN = Kind(
    "decree.why",
    "Tulis alasan mencabut catatan SK ini (paling sedikit 10 huruf).",
    "Write why this record of a decree is withdrawn (at least 10 characters).",
)


@transaction.atomic
def record_decree(
    *, area: str, number: str, decided_on: date, status: str, cooperatives: Sequence[Cooperative], reason: str = "",
    by: User, at: datetime,
) -> StatusDecree:  # fmt: skip
    """Record what a decree says of cooperatives. A decree older than what a cooperative has is history alone.

    The same number and day again adds to the decree that is there: its list of active ones, then of inactive ones.
    """
    number = squeeze(number)[:80]
    _refuse_unfit(area, number, decided_on, status, cooperatives, by, at)
    decree, _new = StatusDecree.objects.get_or_create(
        area_id=area, number=number, decided_on=decided_on, withdrawn_at=None,
        defaults={
            "reason": reason.strip(), "recorded_by_id": by.pk, "recorded_at": at,
            "synthetic": all(each.synthetic for each in cooperatives),
        },
    )  # fmt: skip
    named = dict(decree.lines.values_list("cooperative_id", "status"))
    fresh = []
    for each in cooperatives:
        if named.get(each.pk, status) != status:
            raise Refused(NAMED_TWICE, name=each.name)
        if each.pk not in named:
            fresh.append(each)
    locked = Cooperative.objects.select_for_update().in_bulk([each.pk for each in fresh])
    lines = []
    for held in locked.values():
        newest = held.official_on is None or held.official_on <= decided_on
        lines.append(
            DecreedStatus(
                decree=decree, cooperative=held, status=status, applied=newest, before_status=held.official_status,
                before_decree=held.official_decree, before_on=held.official_on,
            )
        )  # fmt: skip
        if newest:
            held.official_status, held.official_decree, held.official_on = status, number, decided_on
    DecreedStatus.objects.bulk_create(lines, batch_size=500)
    _write_status([line.cooperative for line in lines if line.applied])
    renew_warnings([line.cooperative_id for line in lines if line.applied], timezone.localdate(at))
    note(
        by=by, at=at, action="decree.recorded", on=("decree", decree.pk), area=area, status=status, cooperatives=len(lines)
    )  # fmt: skip
    return decree


def _refuse_unfit(
    area: str, number: str, decided_on: date, status: str, cooperatives: Sequence[Cooperative], by: User, at: datetime
) -> None:  # fmt: skip
    if len(number) < 3:
        raise Refused(NUMBER_NEEDED)
    if decided_on > timezone.localdate(at):
        raise Refused(FUTURE_DECREE)
    if status not in (Cooperative.Status.ACTIVE, Cooperative.Status.INACTIVE):
        raise Refused(NOT_A_STATUS)
    if not cooperatives:
        raise Refused(NOBODY_NAMED)
    access.demand(by, area)
    if not all(places.covers(area, each.area_id) for each in cooperatives):
        raise Refused(OUTSIDE, area=places.name_of(area))


def _write_status(records: list[Cooperative]) -> None:
    columns = ["official_status", "official_decree", "official_on"]
    Cooperative.objects.bulk_update(records, columns, batch_size=300)


@transaction.atomic
def withdraw_decree(*, decree: StatusDecree, reason: str, by: User, at: datetime) -> StatusDecree:
    """Take a wrongly recorded decree back: what it changed is again as it was, or as the next newest decree says."""
    locked = StatusDecree.objects.select_for_update().get(pk=decree.pk)
    if locked.withdrawn_at:
        raise Refused(IS_WITHDRAWN, status=409)
    if len(reason.strip()) < 10:
        raise Refused(WHY_WITHDRAWN)
    locked.withdrawn_at, locked.withdrawn_by_id, locked.withdrawn_reason = at, by.pk, reason.strip()
    locked.save(update_fields=["withdrawn_at", "withdrawn_by_id", "withdrawn_reason"])
    lines = list(locked.lines.filter(applied=True).select_related("cooperative"))
    others: dict[int, list[DecreedStatus]] = {}
    for each in DecreedStatus.objects.filter(
        cooperative__in=[line.cooperative_id for line in lines], decree__withdrawn_at=None
    ).select_related("decree"):
        others.setdefault(each.cooperative_id, []).append(each)
    restored = []
    for line in lines:
        held = line.cooperative
        if (held.official_decree, held.official_on) != (locked.number, locked.decided_on):
            continue  # a later decree or import speaks already
        held.official_status, held.official_decree, held.official_on = _next(line, others.get(held.pk, []))
        restored.append(held)
    _write_status(restored)
    renew_warnings([held.pk for held in restored], timezone.localdate(at))
    note(
        by=by, at=at, action="decree.withdrawn", on=("decree", locked.pk), area=locked.area_id, cooperatives=len(restored)
    )  # fmt: skip
    return locked


def _next(line: DecreedStatus, others: list[DecreedStatus]) -> tuple[str, str, date | None]:
    """The status that stands once a line is gone: the newest of what was before it and what other decrees say."""
    before = (line.before_status, line.before_decree, line.before_on)
    known = [(o.status, o.decree.number, o.decree.decided_on) for o in others]
    # what stood before may come from a decree that was withdrawn meanwhile
    gone = StatusDecree.objects.filter(
        number=line.before_decree, decided_on=line.before_on, withdrawn_at__isnull=False
    )
    if line.before_on is None or not gone.exists():
        known.append(before)
    return max(known, key=lambda each: each[2] or date.min) if known else ("unknown", "", None)


@transaction.atomic
def set_groups(*, cooperative: Cooperative, main: str, tags: Sequence[str], by: User, at: datetime) -> Cooperative:  # fmt: skip
    """Say which groups a cooperative belongs to: the main one, which lists and imports know, and further ones."""
    wanted = {tag for tag in tags if tag in standing.TAGS and tag not in standing.UNITS and tag != main}
    if main and main not in standing.GROUPS:
        raise ValueError(main)
    before = {
        "group": cooperative.group,
        "group_tags": sorted(cooperative.tags.values_list("tag", flat=True)),
    }
    cooperative.group = main
    cooperative.sharia = "sharia" in wanted
    cooperative.save(update_fields=["group", "sharia"])
    cooperative.tags.all().delete()
    CooperativeTag.objects.bulk_create(
        CooperativeTag(cooperative=cooperative, tag=tag) for tag in sorted(wanted - {"sharia"})
    )
    note(
        by=by, at=at, action="cooperative.grouped", on=("cooperative", cooperative.pk), area=cooperative.area_id,
        **between(before, {"group": main, "group_tags": sorted(wanted - {"sharia"})}),
    )  # fmt: skip
    return cooperative


@dataclass(frozen=True)
class UnitGiven:
    """What is said of one unit of a cooperative."""

    state: str
    opened_on: date | None = None
    closed_on: date | None = None
    source: str = ""


@transaction.atomic
def set_units(*, cooperative: Cooperative, units: Mapping[str, UnitGiven], by: User, at: datetime) -> None:
    """Say of each of the seven units whether it is planned, open or closed, since when, and where that is from; one that is
    left out is not known. The former state stays in the trail. Raises Refused."""
    today, held = timezone.localdate(at), {unit.kind: unit for unit in cooperative.units.all()}
    for kind, given in units.items():
        if kind not in standing.UNITS or given.state not in CooperativeUnit.State.values:
            raise ValueError(kind)
        if len(given.source.strip()) < 5:
            raise Refused(UNIT_SOURCE, unit=kind.removeprefix("unit_"))
        _unit_days(kind, given, today)
    changed = []
    for kind in standing.UNITS:
        given, former = units.get(kind), held.get(kind)
        before = [former.state, former.opened_on, former.closed_on, former.source] if former else None
        after = [given.state, given.opened_on, _closed(given), given.source.strip()] if given else None
        if before == after:
            continue
        if former:
            former.delete()
        if given:
            values = asdict(given) | {"closed_on": _closed(given), "source": given.source.strip()[:200]}
            CooperativeUnit.objects.create(cooperative=cooperative, kind=kind, recorded_at=at, **values)
        changed.append([kind, former.state if former else "", given.state if given else ""])
    note(
        by=by, at=at, action="cooperative.units_set", on=("cooperative", cooperative.pk), area=cooperative.area_id,
        changes={kind: [before, after] for kind, before, after in changed},
    )  # fmt: skip


def _closed(given: UnitGiven) -> date | None:
    return given.closed_on if given.state == CooperativeUnit.State.CLOSED else None


def _unit_days(kind: str, given: UnitGiven, today: date) -> None:
    opened, closed = given.opened_on, _closed(given)
    done = given.state != CooperativeUnit.State.PLANNED
    if (done and opened and opened > today) or (closed and (closed > today or (opened and closed < opened))):
        raise Refused(UNIT_DAYS, unit=kind.removeprefix("unit_"))


@transaction.atomic
def fill_in_units(*, area: str, by: Actor, at: datetime) -> int:
    """Units were tags once: whoever carries one runs it, without day and source. Returns how many were taken over."""
    tags = CooperativeTag.objects.filter(tag__in=standing.UNITS)
    count = len(
        CooperativeUnit.objects.bulk_create(
            [CooperativeUnit(cooperative_id=t.cooperative_id, kind=t.tag, state="open") for t in tags],
            ignore_conflicts=True,
        )
    )
    if count:
        tags.delete()
        note(by=by, at=at, action="cooperative.units_set", on=("region", area), area=area, units=count)
    return count
