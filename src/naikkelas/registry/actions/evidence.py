"""The evidence of years' facts that were recorded before evidence was."""

from datetime import datetime

from django.db import transaction

from naikkelas.registry.models import EnterpriseYear
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.queries import of as told_of

_NAMED = ("registry", "evidence")
_OF_VISIT = r"^v[0-9]+$"


@transaction.atomic
def name_evidence(*, area: str, by: Actor, at: datetime) -> None:
    """For an installation older than evidence: facts that a visit brought rest on it. Done once; the trail says so."""
    if told_of(*_NAMED).exists():
        return
    nameless = EnterpriseYear.objects.filter(
        source__startswith="v", source__regex=_OF_VISIT, evidence=EnterpriseYear.Evidence.IMPORT
    )
    count = nameless.update(evidence=EnterpriseYear.Evidence.VISIT)
    note(by=by, at=at, action="registry.evidence_named", on=_NAMED, area=area, years=count)
