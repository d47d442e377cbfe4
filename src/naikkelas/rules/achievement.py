"""How much of a target was reached, as a share of whole numbers."""

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
Value = tuple[int, int | None]
"""A count (whole None) or a share."""


def achieved(realised: Value, target: Value, *, lower_is_better: bool = False) -> tuple[int, int] | None:
    """Realised over target as (part, whole); None where the two are not of one kind or the target is nothing."""
    if (realised[1] is None) != (target[1] is None):
        return None
    part, whole = realised[0] * (target[1] or 1), target[0] * (realised[1] or 1)
    if whole <= 0:
        return None
    return (max(0, 2 * whole - part), whole) if lower_is_better else (part, whole)
