"""A market after it was built: who manages it, how it is used, what it earns, and the grant of the asset."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes.actions.market import REACHED, lock, not_in_future, standing, told
from naikkelas.programmes.models import MarketCount, MarketManager, MarketProject, MarketYear
from naikkelas.programmes.queries import market as queries
from naikkelas.trail.actions import Actor
from naikkelas.trail.changing import between

if TYPE_CHECKING:
    from naikkelas.registry.models import Cooperative

COUNTS = tuple(
    f"{kind}_{what}" for kind in ("kiosks", "stalls", "pitches") for what in ("built", "let", "open")
) + ("traders_male", "traders_female", "traders_members")
MONEY = ("rent_idr", "levy_idr", "parking_idr", "other_idr", "cost_idr")
IMPOSSIBLE = Kind(
    "market.count",
    "Angka tidak mungkin: yang disewa atau buka tidak dapat melebihi yang dibangun, dan pedagang anggota koperasi tidak dapat "
    "melebihi seluruh pedagang.",
    "The figures cannot be: no more places are let or open than were built, and no more traders are members than there are.",
)
BAD_YEAR = Kind(
    "market.year",
    "Tahun {year} belum berjalan atau terlalu lampau.",
    "The year {year} has not begun or is too long ago.",
)
NEGATIVE = Kind(
    "market.negative", "Jumlah rupiah tidak boleh negatif.", "Amounts of rupiah cannot be negative."
)
SAME_MANAGER = Kind(
    "market.same_manager",
    "Koperasi ini sudah menjadi pengelola.",
    "This cooperative is the manager already.",
)
MANAGER_DAY = Kind(
    "market.manager_day",
    "Pengelola baru mulai sesudah pengelola sebelumnya ({day}).",
    "A new manager begins after the former one ({day}).",
)
GRANT_STATE = Kind(
    "market.grant_state",
    "Hibah yang selesai dicatat sebagai tahap, dengan tanggal dan nomornya. Di sini: belum atau proses.",
    "A finished grant is recorded as a stage, with its day and number. Here: not begun or in process.",
)
GRANT_TOO_EARLY = Kind(
    "market.grant_early",
    "Pasar ini belum selesai dibangun, jadi belum ada aset yang dapat dihibahkan. Catat dahulu kemajuan fisik 100% pada "
    "paketnya, atau tahap “Serah terima (PHO/FHO)”.",
    "This market is not built yet, so there is no asset to grant. First record 100% physical progress of its package, or the "
    "stage “Hand-over of works”.",
)


@transaction.atomic
def appoint_market_manager(
    *, project: MarketProject, cooperative: Cooperative, from_on: date, by: Actor, at: datetime, document_no: str = "",
    remark: str = "",
) -> MarketManager:  # fmt: skip
    """Appoint the managing cooperative; a former one ends on that day. Raises Refused."""
    locked = lock(project)
    not_in_future(from_on, at)
    former = queries.manager_of(locked)
    if former and former.cooperative_id == cooperative.pk:
        raise Refused(SAME_MANAGER, status=409)
    if former:
        if from_on < former.from_on:
            raise Refused(MANAGER_DAY, day=former.from_on.isoformat())
        former.to_on = from_on
        former.save(update_fields=["to_on"])
    row = MarketManager.objects.create(
        project=locked, cooperative=cooperative, from_on=from_on, document_no=document_no.strip(), remark=remark.strip()
    )  # fmt: skip
    changed = between({"managing": former.cooperative.name if former else ""}, {"managing": cooperative.name})
    told(locked, "manager_appointed", by, at, cooperative=cooperative.pk, document=document_no, **changed)
    return row


@transaction.atomic
def set_market_grant(
    *, project: MarketProject, state: str, by: Actor, at: datetime, document_no: str = ""
) -> MarketProject:
    """Say how far the grant of the asset has come before it is done. Raises Refused."""
    locked = lock(project)
    if locked.grant == MarketProject.Grant.DONE:
        raise Refused(REACHED, status=409)
    if state not in (MarketProject.Grant.NONE, MarketProject.Grant.IN_PROCESS):
        raise Refused(GRANT_STATE)
    if state == MarketProject.Grant.IN_PROCESS and not queries.is_built(locked):
        raise Refused(GRANT_TOO_EARLY, status=409)
    before = standing(locked)
    locked.grant, locked.grant_document_no = state, document_no.strip()
    locked.save(update_fields=["grant", "grant_document_no"])
    told(locked, "grant_set", by, at, **between(before, standing(locked)))
    return locked


@transaction.atomic
def count_market(
    *,
    project: MarketProject,
    counted_on: date,
    values: dict[str, int],
    by: Actor,
    at: datetime,
    remark: str = "",
) -> MarketCount:
    """Record what was counted on a day, by the names in COUNTS; the same day again corrects it. Raises Refused."""
    locked = lock(project)
    not_in_future(counted_on, at)
    counts: dict[str, Any] = {name: values[name] for name in COUNTS}
    for kind in ("kiosks", "stalls", "pitches"):
        if max(counts[f"{kind}_let"], counts[f"{kind}_open"]) > counts[f"{kind}_built"]:
            raise Refused(IMPOSSIBLE)
    if (
        min(counts.values()) < 0
        or counts["traders_members"] > counts["traders_male"] + counts["traders_female"]
    ):
        raise Refused(IMPOSSIBLE)
    values = counts | {"remark": remark.strip()}
    corrected = locked.counts.filter(counted_on=counted_on).values(*values).first()
    # a count of another day is compared with the one before it
    before = (
        corrected
        or locked.counts.filter(counted_on__lt=counted_on).order_by("-counted_on").values(*values).first()
    )
    row, _new = MarketCount.objects.update_or_create(project=locked, counted_on=counted_on, defaults=values)
    told(
        locked,
        "counted",
        by,
        at,
        counted_on=str(counted_on),
        **between(before or dict.fromkeys(values), values),
    )
    return row


@transaction.atomic
def record_market_year(
    *, project: MarketProject, year: int, values: dict[str, Any], by: Actor, at: datetime, remark: str = ""
) -> MarketYear:
    """Record income and cost of a year, by the names in MONEY; the same year again corrects it. Raises Refused."""
    locked = lock(project)
    if not 2000 <= year <= timezone.localdate(at).year:
        raise Refused(BAD_YEAR, year=year)
    money = {name: values[name] for name in MONEY}
    if min(money.values()) < 0:
        raise Refused(NEGATIVE)
    values = money | {"remark": remark.strip()}
    before = locked.years.filter(year=year).values(*values).first() or dict.fromkeys(values)
    row, _new = MarketYear.objects.update_or_create(project=locked, year=year, defaults=values)
    told(locked, "year_recorded", by, at, year=year, **between(before, values))
    return row
