"""Early warnings: computed anew for what changed, and for everything when a day has passed."""

from datetime import date, datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from naikkelas.places import queries as places
from naikkelas.registry.models import ActivityWarning, Cooperative
from naikkelas.registry.queries import standing
from naikkelas.rules import cooperative_warning
from naikkelas.trail.actions import Actor, note

_COLUMNS = ["points", "level", "reasons", "as_of", "rule_set", "rule_hash"]


_PART = 500
"""Cooperatives written at once: on SQLite nobody else writes meanwhile."""


def refresh_warnings(*, area: str, by: Actor, at: datetime, as_of: date | None = None) -> int:
    """Compute the early warning of every active cooperative below a region. Returns how many have a sign.

    Done in parts, each whole by itself: where it is broken off, the rest keep what was computed before, and its day.
    """
    as_of = as_of or timezone.localdate(at)
    rows = places.within(Cooperative.objects.all(), area, "area_id")
    ids = list(rows.order_by("id").values_list("id", flat=True))
    found = sum(_renewed(list(part), as_of) for part in batched(ids, _PART))
    note(by=by, at=at, action="warnings.refreshed", on=("region", area), area=area, warned=found)
    return found


def renew_warnings(ids: list[int], as_of: date) -> None:
    """Compute the early warning of some cooperatives anew; those that are not active any more have none."""
    for part in batched(ids, _PART):
        _renewed(list(part), as_of)


@transaction.atomic
def _renewed(ids: list[int], as_of: date) -> int:
    rules = cooperative_warning.in_force(as_of)
    ActivityWarning.objects.filter(cooperative_id__in=ids).delete()
    rows = standing.watched(Cooperative.objects.filter(id__in=ids))
    warnings = []
    for pk, facts in standing.warning_facts(rows, ids).items():
        signs = rules.signs(facts, as_of)
        points = rules.sum(signs)
        warnings.append(
            ActivityWarning(
                cooperative_id=pk,
                points=points,
                level=rules.level(points),
                reasons=f" {' '.join(signs)} " if signs else "",
                as_of=as_of,
                rule_set=rules.id,
                rule_hash=rules.head.hash,
            )
        )
    ActivityWarning.objects.bulk_create(warnings, batch_size=1_000)
    return sum(warning.points > 0 for warning in warnings)
