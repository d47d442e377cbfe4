"""Taking back whatever stands in a line of the ledger."""

from datetime import datetime
from typing import Any

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes.actions.ledger import reverse_commitment, reverse_return, reverse_use
from naikkelas.programmes.actions.ledger_changes import reverse_revision
from naikkelas.programmes.actions.market import lock
from naikkelas.programmes.actions.market_works import renew_progress
from naikkelas.programmes.actions.money import reverse
from naikkelas.programmes.models import (
    Commitment,
    Disbursement,
    LedgerLine,
    MarketAddendum,
    MarketPackage,
    Return,
    Revision,
    Use,
)
from naikkelas.trail.actions import Actor

BY_REVISION = Kind(
    "money.by_revision",
    "Pagu, alokasi, dan nilai penerima diubah dengan revisi, bukan dibatalkan.",
    "Ceilings, allocations and decreed amounts are changed by a revision, not taken back.",
)

BY_ADDENDUM = Kind(
    "money.by_addendum",
    "Adendum ini juga mengubah tanggal dan rencana pekerjaan: batalkan di halaman paketnya.",
    "This addendum also changed the days and the plan of the works: take it back on the page of its package.",
)


@transaction.atomic
def take_back(*, line: LedgerLine, reason: str, by: Actor, at: datetime) -> object:
    """Take the row of a line back by a second row, as its own action does. Raises Refused."""
    said: dict[str, Any] = {"reason": reason, "by": by, "at": at}
    match line.kind:
        case "disbursement":
            return reverse(disbursement=Disbursement.objects.get(pk=line.record_id), **said)
        case "use":
            return reverse_use(use=Use.objects.get(pk=line.record_id), **said)
        case "return":
            return reverse_return(returned=Return.objects.get(pk=line.record_id), **said)
        case "commitment":
            commitment = Commitment.objects.get(pk=line.record_id)
            if MarketAddendum.objects.filter(commitment=commitment).exists():
                raise Refused(BY_ADDENDUM)
            return _contract_back(commitment, said)
        case "revision":
            return reverse_revision(revision=Revision.objects.get(pk=line.record_id), **said)
    raise Refused(BY_REVISION)


def _contract_back(commitment: Commitment, said: dict[str, Any]) -> Commitment:
    """Take a contract or decree back; where it is of a package of a market, the market's progress goes on without it."""
    package = MarketPackage.objects.filter(commitment=commitment).select_related("project").first()
    project = lock(package.project) if package else None  # before the books, as whoever records works
    row = reverse_commitment(commitment=commitment, **said)
    if project:
        renew_progress(project, said["by"], said["at"])
    return row
