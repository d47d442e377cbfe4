"""What is known of a PLUT's clients since their first service. A description: that the PLUT caused it is not said here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min, QuerySet, Sum

from naikkelas.programmes.models import PlutFinancing, PlutGuest, PlutService
from naikkelas.programmes.queries.plut import KINDS
from naikkelas.registry import queries as registry
from naikkelas.registry.queries import facilitations
from naikkelas.rules import class_change
from naikkelas.rules.decision import Decision
from naikkelas.rules.plut_results import baseline_year, counts_as_obtained
from naikkelas.rules.size_class import EnterpriseFacts

if TYPE_CHECKING:
    from naikkelas.registry.models import Credential, EnterpriseYear

Key = tuple[str, int]
"""(enterprise | cooperative | guest, its id)."""


@dataclass
class Client:
    """One client: how it was served, and what is known of it since."""

    kind: str
    pk: int
    record: Any
    first_on: date
    last_on: date
    services: int
    minutes: int
    licences: list[Credential] = field(default_factory=list)
    financing_idr: int = 0
    before: EnterpriseYear | None = None
    after: EnterpriseYear | None = None
    change: Decision | None = None
    """Class in the year before the first service and in the newest year, both by the law of the latter."""

    @property
    def direction(self) -> str:
        return self.change.verdict if self.change else "none"

    @property
    def sales_change_idr(self) -> int | None:
        return _difference(self.before, self.after, lambda y: y.annual_sales_idr)

    @property
    def workers_change(self) -> int | None:
        return _difference(self.before, self.after, workers_of)


def workers_of(year: EnterpriseYear) -> int | None:
    counts = [year.workers_male, year.workers_female]
    return sum(n or 0 for n in counts) if any(n is not None for n in counts) else None


def _difference(before: Any, after: Any, value: Any) -> int | None:
    if before is None or after is None:
        return None
    first, second = value(before), value(after)
    return None if first is None or second is None else second - first


def key_of(service: PlutService) -> Key:
    """Whose service it is; a guest's own only while nobody linked it."""
    if service.enterprise_id:
        return "enterprise", service.enterprise_id
    if service.cooperative_id:
        return "cooperative", service.cooperative_id
    return "guest", service.guest_id


def clients(rows: QuerySet[PlutService], as_of: date) -> dict[Key, Client]:
    """Every client among services of one PLUT, with results by a day."""
    grouped = rows.order_by().values("enterprise", "cooperative", "guest")
    found: dict[Key, dict[str, Any]] = {}
    for row in grouped.annotate(
        first=Min("served_on"), last=Max("served_on"), n=Count("pk"), minutes=Sum("minutes")
    ):
        kind = next(k for k in KINDS if row[k])
        held = found.setdefault(
            (kind, row[kind]), {"first": row["first"], "last": row["last"], "n": 0, "minutes": 0}
        )
        held["first"], held["last"] = min(held["first"], row["first"]), max(held["last"], row["last"])
        held["n"] += row["n"]
        held["minutes"] += row["minutes"]
    records = _records(found)
    made = {
        key: Client(*key, records[key], held["first"], held["last"], held["n"], held["minutes"])
        for key, held in found.items()
        if key in records
    }
    _with_financing(made, rows)
    enterprises = {pk: client for (kind, pk), client in made.items() if kind == "enterprise"}
    _with_licences(enterprises, as_of)
    _with_years(enterprises, as_of)
    return made


def _records(keys: Any) -> dict[Key, Any]:
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk in keys:
        ids[kind].append(pk)
    rows = {
        "enterprise": registry.all_enterprises().select_related("owner"),
        "cooperative": registry.all_cooperatives(),
        "guest": PlutGuest.objects.all(),
    }
    return {(kind, row.pk): row for kind in KINDS for row in rows[kind].filter(pk__in=ids[kind])}


def _with_financing(made: dict[Key, Client], rows: QuerySet[PlutService]) -> None:
    centres = list(rows.order_by().values_list("centre", flat=True).distinct())
    obtained = PlutFinancing.objects.filter(centre__in=centres, superseded_at=None)
    for row in obtained.values_list("enterprise", "cooperative", "amount_idr", "obtained_on"):
        enterprise, cooperative, amount, on = row
        client = made.get(("enterprise", enterprise) if enterprise else ("cooperative", cooperative))
        if client and on >= client.first_on:
            client.financing_idr += amount


def _with_licences(enterprises: dict[int, Client], as_of: date) -> None:
    rows = facilitations.credentials().filter(enterprise_id__in=list(enterprises), issued_on__lte=as_of)
    for row in rows.order_by("issued_on", "id"):
        client = enterprises[row.enterprise_id]
        if counts_as_obtained(row.status, row.issued_on, client.first_on):
            client.licences.append(row)


def _with_years(enterprises: dict[int, Client], as_of: date) -> None:
    rows = registry.facts_on(as_of).filter(enterprise_id__in=list(enterprises)).order_by("year")
    for row in rows:
        client = enterprises[row.enterprise_id]
        if row.year == baseline_year(client.first_on):
            client.before = row
        elif row.year >= client.first_on.year:
            client.after = row
    for client in enterprises.values():
        if client.before and client.after:
            client.change = _judged(client.before, client.after, client.record.founded_on)


def _judged(before: EnterpriseYear, after: EnterpriseYear, founded_on: date | None) -> Decision:
    return class_change.change(
        _facts(before, founded_on), date(before.year, 12, 31), _facts(after, founded_on), date(after.year, 12, 31),
        evidence=(before.evidence, after.evidence),
    )  # fmt: skip


def _facts(row: EnterpriseYear, founded_on: date | None) -> EnterpriseFacts:
    return EnterpriseFacts(row.annual_sales_idr, row.capital_idr, row.net_worth_idr, founded_on)


@dataclass(frozen=True)
class Totals:
    """The results of all clients together; `compared`: those with both years."""

    clients: int
    licences: int
    financing_idr: int
    up: int
    same: int
    down: int
    by_rule: int
    not_comparable: int
    workers: int
    workers_known: int
    sales_idr: int
    sales_known: int

    @property
    def compared(self) -> int:
        return self.up + self.same + self.down


def totals_of(found: dict[Key, Client]) -> Totals:
    all_of = list(found.values())
    directions = [client.direction for client in all_of]
    workers = [n for client in all_of if (n := client.workers_change) is not None]
    sales = [n for client in all_of if (n := client.sales_change_idr) is not None]
    moved = [c for c in all_of if c.change and class_change.BY_RULE in c.change.flags]
    return Totals(
        clients=len(all_of),
        licences=sum(len(client.licences) for client in all_of),
        financing_idr=sum(client.financing_idr for client in all_of),
        up=directions.count("up"),
        same=directions.count("same"),
        down=directions.count("down"),
        by_rule=len(moved),
        not_comparable=directions.count("not_comparable") + directions.count("none"),
        workers=sum(workers),
        workers_known=len(workers),
        sales_idr=sum(sales),
        sales_known=len(sales),
    )
