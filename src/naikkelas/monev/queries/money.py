"""What the trace of money asks of visits and findings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from naikkelas.monev.models import Finding, Visit


def visited_recipients() -> QuerySet[Visit]:
    """The ids of recipients with a visit that stands, for a query over their money."""
    rows = Visit.objects.exclude(state__in=Visit.UNCOUNTED).filter(planned__recipient__isnull=False)
    return rows.order_by().values("planned__recipient")


def standing_visits(recipients: list[int]) -> Iterable[tuple[int, Visit]]:
    """The visits to these recipients that stand, each with the recipient's id, by day."""
    rows = Visit.objects.exclude(state__in=Visit.UNCOUNTED).filter(planned__recipient__in=recipients)
    for visit in rows.select_related("planned__cycle_area__cycle").order_by("visited_on", "id"):
        if visit.planned.recipient_id:
            yield visit.planned.recipient_id, visit


def findings_of_recipients(recipients: list[int]) -> Iterable[tuple[int, Finding]]:
    """Findings of visits to these recipients or about their aid, each with the recipient's id, by day."""
    seen = Q(visit__planned__recipient__in=recipients) | Q(recipient__in=recipients)
    wanted = set(recipients)
    for finding in Finding.objects.filter(seen).select_related("visit__planned").order_by("opened_on", "id"):
        own = finding.recipient_id or (finding.visit and finding.visit.planned.recipient_id)
        if own in wanted:
            yield own, finding
