"""The way of money, both ways: budget line → allocation → decree or contract → recipient → payment → use → visit → finding.

A rupiah is traced when the recipient that it was paid to was visited and the visit stands. What is traced and what is not
are added up apart from each other; together they are what was disbursed, to the rupiah, and `Totals.exact` says whether.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from naikkelas.monev.queries import money as monev
from naikkelas.programmes import queries as programmes

if TYPE_CHECKING:
    from naikkelas.monev.models import Finding, Visit
    from naikkelas.programmes.models import Commitment, LedgerLine, Recipient

MANY = 1_000


@dataclass(frozen=True)
class Totals:
    """The money of a region and a year: from the ceiling down, and how much of it a visit has reached."""

    sums: programmes.Sums
    traced_idr: int
    untraced_idr: int
    ledger_idr: int

    @property
    def exact(self) -> bool:
        """Whether what is traced and what is not are together what the payments themselves add up to."""
        return self.traced_idr + self.untraced_idr == self.ledger_idr == self.sums.disbursed_idr


@dataclass
class Chain:
    """One recipient with all that lies before and behind the money."""

    recipient: Recipient
    decreed_idr: int
    """What the decree and those that amended it give."""
    commitments: list[Commitment]
    lines: list[LedgerLine]
    visits: list[Visit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def _total(self, kind: str) -> int:
        return sum(line.amount_idr for line in self.lines if line.kind == kind)

    @property
    def disbursed_idr(self) -> int:
        return self._total("disbursement")

    @property
    def used_idr(self) -> int:
        return self._total("use")

    @property
    def returned_idr(self) -> int:
        return self._total("return")

    @property
    def in_hand_idr(self) -> int:
        return self.disbursed_idr - self.used_idr - self.returned_idr

    @property
    def traced(self) -> bool:
        return bool(self.visits)

    @property
    def payments(self) -> list[LedgerLine]:
        return [line for line in self.lines if line.kind == "disbursement"]

    @property
    def spent(self) -> list[LedgerLine]:
        return [line for line in self.lines if line.kind != "disbursement"]


@dataclass(frozen=True)
class Way:
    """The money of one recipient as a list shows it: sums and numbers, where a `Chain` has every line, visit and finding."""

    recipient: Recipient
    decreed_idr: int
    disbursed_idr: int
    used_idr: int
    returned_idr: int
    visits: int
    findings: int


def ways(recipients: list[Recipient]) -> list[Way]:
    """The same as `chains`, counted by the database."""
    ids = [r.pk for r in recipients]
    money = programmes.money_of(ids)
    visits, findings = monev.visits_counted(ids), monev.findings_counted(ids)
    return [
        Way(
            each,
            money[each.pk, "recipient"] + money[each.pk, "revision"],
            *(money[each.pk, kind] for kind in ("disbursement", "use", "return")),
            visits[each.pk],
            findings[each.pk],
        )
        for each in recipients
    ]


def totals(code: str, year: int | None) -> Totals:
    """What of a region's money a visit has reached, and what not."""
    visited = monev.visited_recipients()
    ledger_idr, unseen_idr = programmes.disbursed_directly(code, year, visited)
    seen = programmes.scope(code, year).filter(kind="disbursement", recipient__in=visited)
    return Totals(
        programmes.sums_kept(programmes.scope_kept(code, year))[0],
        traced_idr=programmes.total(seen),
        untraced_idr=unseen_idr,
        ledger_idr=ledger_idr,
    )


def by_programme(code: str, year: int | None) -> list[dict[str, object]]:
    """For each programme: disbursed, and of it traced to a visit; the largest first."""
    paid = programmes.scope(code, year).filter(kind="disbursement").order_by()
    columns = ("programme_id", "programme__name", "programme__year")
    kept = programmes.scope_kept(code, year).filter(kind="disbursement").order_by()
    every = kept.values(*columns).annotate(s=Sum("amount_idr"))
    visited = paid.filter(recipient__in=monev.visited_recipients()).values("programme_id")
    traced = {row["programme_id"]: row["s"] for row in visited.annotate(s=Sum("amount_idr"))}
    rows = [
        {
            "programme_id": row["programme_id"],
            "name": row["programme__name"],
            "year": row["programme__year"],
            "disbursed_idr": row["s"],
            "traced_idr": traced.get(row["programme_id"], 0),
            "untraced_idr": row["s"] - traced.get(row["programme_id"], 0),
        }
        for row in every
    ]
    return sorted(rows, key=lambda r: -r["disbursed_idr"])


def untraced(recipients: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Recipients whose money no visit has reached yet: those that were paid, the largest first."""
    paid = programmes.lines().filter(kind="disbursement").values("recipient")
    rows = recipients.filter(pk__in=paid).exclude(pk__in=monev.visited_recipients())
    return rows.order_by("-amount_idr", "pk")


def chains(recipients: list[Recipient]) -> list[Chain]:
    """The ways of the money of these recipients, in their order: six questions to the database however many they are."""
    given = programmes.given(r.pk for r in recipients)
    commitments = programmes.commitments_on_the_way(recipients)
    lines = programmes.lines_after(recipients)
    found = {r.pk: Chain(r, given[r.pk], commitments[r.pk], lines[r.pk]) for r in recipients}
    for recipient_id, visit in monev.standing_visits([*found]):
        found[recipient_id].visits.append(visit)
    for recipient_id, finding in monev.findings_of_recipients([*found]):
        found[recipient_id].findings.append(finding)
    return list(found.values())


def every_chain(recipients: QuerySet[Recipient]) -> Iterator[Chain]:
    """All of them, a thousand at a time."""
    last = 0
    rows = recipients.select_related("allocation__ceiling__programme", "area").order_by("pk")
    while some := list(rows.filter(pk__gt=last)[:MANY]):
        yield from chains(some)
        last = some[-1].pk
