"""Money of the innovations in the demonstration: small sums of the province's own budget (APBD) of 2020.

Nobody has published what the innovations cost. These sums are invented, of another source and year than the Rp 4.924 milyar of
the strategic programmes in 2019, and so never part of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from naikkelas.ops.demo.people import People
from naikkelas.programmes import actions, queries
from naikkelas.registry import queries as registry
from naikkelas.registry.queries import facilitations

YEAR = 2020
ENTERED = datetime(2020, 3, 9, 3, 0, tzinfo=UTC)
DECREED_ON, PAID_FROM = date(2020, 1, 24), date(2020, 2, 10)
AREAS, EACH = 3, 2
_COURSE = (0, 35, 60, 80, 100, 100, 100, 100, 100, 100, 100, 100)
"""Cumulative percent of an allocation by month."""


@dataclass(frozen=True)
class Innovation:
    """What a programme of the province gives, to whom, and what they bought of it by March."""

    activity: str
    line_code: str
    each_idr: int
    ceiling_idr: int
    chosen: Callable[[], Iterable[Any]]
    spent: tuple[tuple[str, int], ...]
    contractor: str = ""


def _cooperatives(group: str) -> Callable[[], Iterable[Any]]:
    rows = registry.all_cooperatives().filter(group=group, official_status="active")
    return lambda: rows.order_by("area_id", "pk")


def _founders() -> Iterator[Any]:
    """The businesses that graduates of the Lampung Entrepreneur Center have founded."""
    founded = queries.participants().filter(founded_on__isnull=False).order_by("cohort__area_id", "pk")
    return (p.enterprise for p in founded.select_related("enterprise__owner"))


def _branded() -> Iterator[Any]:
    """Enterprises that had a branding event and were given nothing yet."""
    rows = facilitations.branding().filter(enterprise__aid=None, enterprise__owner__aid=None)
    events = rows.select_related("enterprise__owner").order_by("enterprise__area_id", "enterprise_id")
    return (next(same).enterprise for _pk, same in groupby(events, lambda e: e.enterprise_id))


INNOVATIONS = {
    "village_cooperatives": Innovation(
        "Peralatan unit usaha koperasi desa", "2.17.06.9.01", 25_000_000, 180_000_000, _cooperatives("village_based"),
        (("equipment", 70), ("working_capital", 30)),
    ),
    "pesantren_cooperatives": Innovation(
        "Pembukuan dan peralatan kopontren", "2.17.06.9.02", 15_000_000, 105_000_000, _cooperatives("kopontren"),
        (("equipment", 80), ("other", 20)),
    ),
    "tourism_village_cooperatives": Innovation(
        "Perlengkapan layanan wisata", "2.17.06.9.03", 12_500_000, 90_000_000, _cooperatives("tourism_village"),
        (("equipment", 60), ("promotion", 40)),
    ),
    "lampung_entrepreneur_center": Innovation(
        "Modal awal alumni LEC", "2.17.07.9.03", 5_000_000, 60_000_000, _founders,
        (("working_capital", 60), ("equipment", 40)), "Lembaga Pelatihan Wirausaha (contoh)",
    ),
    "msme_branding": Innovation(
        "Logo, kemasan dan sertifikat", "2.17.08.9.01", 4_000_000, 45_000_000, _branded,
        (("promotion", 75), ("other", 25)), "CV Rupa Kemasan (contoh)",
    ),
}  # fmt: skip


def pay(everyone: People) -> None:
    """Enter ceiling, allocations, decrees, payments and receipts of each innovation."""
    by = everyone.user("provinsi")
    for type_id, innovation in INNOVATIONS.items():
        programme = queries.programmes_of_type(type_id).get(year=2019)
        _pay(programme, innovation, {"by": by, "at": ENTERED})


def _pay(programme: Any, innovation: Innovation, common: dict[str, Any]) -> None:
    ceiling = actions.set_ceiling(
        programme=programme, source="apbd_province", year=YEAR, amount_idr=innovation.ceiling_idr,
        document_no=f"DPA-{innovation.line_code}/{YEAR} (contoh)", line_code=innovation.line_code, **common,
    )  # fmt: skip
    paid = 0
    for area, records in _spread(innovation.chosen()):
        allocation = actions.allocate(
            ceiling=ceiling, area=area, amount_idr=innovation.each_idr * (len(records) + bool(innovation.contractor)),
            activity=innovation.activity, **common,
        )  # fmt: skip
        if innovation.contractor:
            actions.commit(
                allocation=allocation, kind="contract", counterparty=innovation.contractor, amount_idr=innovation.each_idr,
                document_no=f"SPK-{innovation.line_code}-{area}/{YEAR} (contoh)", signed_on=date(2020, 2, 3), **common,
            )  # fmt: skip
        actions.commit(
            allocation=allocation, kind="decree", counterparty="", amount_idr=innovation.each_idr * len(records),
            document_no=_decree(innovation), signed_on=DECREED_ON, **common,
        )  # fmt: skip
        for record in records:
            recipient = _named(allocation, record, innovation, common)
            paid += 1
            if paid % 5:  # every fifth waits for the treasury
                _spend(recipient, innovation, PAID_FROM + timedelta(days=paid), common)
        _plan(allocation, common)


def _spread(records: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Two in each of the three kabupaten/kota with the most, as a province spreads what is little."""
    areas = [(area, list(rows)) for area, rows in groupby(records, lambda r: r.area_id[:5])]
    return sorted((area, rows[:EACH]) for area, rows in sorted(areas, key=lambda a: -len(a[1]))[:AREAS])


def _decree(innovation: Innovation) -> str:
    return f"{innovation.line_code}/SK/{YEAR} (contoh)"


def _named(allocation: Any, record: Any, innovation: Innovation, common: dict[str, Any]) -> Any:
    if hasattr(record, "owner"):
        who: dict[str, Any] = {
            "kind": "person", "name": record.owner.name, "person": record.owner, "enterprise": record,
        }  # fmt: skip
    else:
        who = {"kind": "cooperative", "name": record.name, "cooperative": record}
    recipient = actions.name_recipient(
        allocation=allocation, area=record.area_id, amount_idr=innovation.each_idr, decree_on=DECREED_ON,
        decree_no=_decree(innovation), plan=innovation.activity, synthetic=True, **who, **common,
    )  # fmt: skip
    days = [DECREED_ON + timedelta(days=14 * n) for n in range(3)]
    if innovation.chosen is _founders:
        days = _trained(record)
    for stage, day in zip(queries.type_of(allocation.ceiling.programme).stages, days, strict=False):
        actions.reach(recipient=recipient, stage=stage.id, reached_on=day, **common)
    return recipient


def _trained(enterprise: Any) -> list[date]:
    """The stages of who founded a business after a training: begun, trained, mentored, founded."""
    found = queries.trainings_of_enterprise(enterprise.pk).get()
    return [found.cohort.starts_on, found.state_on, found.state_on + timedelta(days=30), found.founded_on]


def _spend(recipient: Any, innovation: Innovation, paid_on: date, common: dict[str, Any]) -> None:
    actions.disburse(
        recipient=recipient, amount_idr=recipient.amount_idr, paid_on=paid_on,
        document_no=f"SP2D-{recipient.pk}/{YEAR} (contoh)", **common,
    )  # fmt: skip
    for n, (category, share) in enumerate(innovation.spent[: 1 + recipient.pk % 2], 1):
        actions.record_use(
            recipient=recipient, category=category, amount_idr=recipient.amount_idr * share // 100,
            used_on=paid_on + timedelta(days=5 * n), receipt_no=f"KW-{recipient.pk}-{n}/{YEAR} (contoh)", **common,
        )  # fmt: skip


def _plan(allocation: Any, common: dict[str, Any]) -> None:
    sums = [allocation.amount_idr * percent // 100 for percent in _COURSE]
    months = [(now - before, 0) for before, now in zip([0, *sums], sums, strict=False)]
    actions.plan_allocation(allocation=allocation, months=months, **common)
