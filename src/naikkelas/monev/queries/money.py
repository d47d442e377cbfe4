"""What the trace of money asks of visits and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

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
    rows = Finding.objects.select_related("visit__planned")
    about, visited = (rows.filter(found) for found in _findings(recipients))
    found = [(f.recipient_id, f) for f in about] + [(f.visit.planned.recipient_id, f) for f in visited]
    return sorted(found, key=lambda pair: (pair[1].opened_on, pair[1].pk))


def _findings(recipients: list[int]) -> tuple[Q, Q]:
    """Findings about the aid of these recipients; and those that say of no aid, but are of a visit to them. Asked apart: for
    both at once a database reads all findings."""
    return Q(recipient__in=recipients), Q(recipient=None, visit__planned__recipient__in=recipients)


def visits_counted(recipients: list[int]) -> Counter[int]:
    """How many visits to each of these recipients stand, by its id."""
    rows = visited_recipients().filter(planned__recipient__in=recipients)
    return Counter(dict(rows.values_list("planned__recipient").annotate(n=Count("pk"))))


def findings_counted(recipients: list[int]) -> Counter[int]:
    """How many findings there are of each of these recipients, by its id."""
    counts: Counter[int] = Counter()
    for found, column in zip(_findings(recipients), ("recipient", "visit__planned__recipient"), strict=True):
        rows = Finding.objects.filter(found).order_by().values_list(column)
        counts.update(dict(rows.annotate(n=Count("pk"))))
    return counts
