"""Taking back whatever stands in a line of the ledger."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes.actions.ledger import reverse_commitment, reverse_return, reverse_use
from naikkelas.programmes.actions.ledger_changes import reverse_revision
from naikkelas.programmes.actions.money import reverse
from naikkelas.programmes.models import Commitment, Disbursement, LedgerLine, Return, Revision, Use
from naikkelas.trail.actions import Actor

BY_REVISION = Kind(
    "money.by_revision",
    "Pagu, alokasi, dan nilai penerima diubah dengan revisi, bukan dibatalkan.",
    "Ceilings, allocations and decreed amounts are changed by a revision, not taken back.",
)
_BACK: dict[str, tuple[type[Any], str, Callable[..., Any]]] = {
    "disbursement": (Disbursement, "disbursement", reverse),
    "use": (Use, "use", reverse_use),
    "return": (Return, "returned", reverse_return),
    "commitment": (Commitment, "commitment", reverse_commitment),
    "revision": (Revision, "revision", reverse_revision),
}


@transaction.atomic
def take_back(*, line: LedgerLine, reason: str, by: Actor, at: datetime) -> object:
    """Take the row of a line back by a second row, as its own action does. Raises Refused."""
    if line.kind not in _BACK:
        raise Refused(BY_REVISION)
    model, name, action = _BACK[line.kind]
    return action(**{name: model.objects.get(pk=line.record_id)}, reason=reason, by=by, at=at)
