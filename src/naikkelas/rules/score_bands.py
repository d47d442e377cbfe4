"""Bands of achievement of Permendagri 86/2017, with half-open lower bounds (the printed table has gaps)."""

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
STEPS: tuple[tuple[int, str], ...] = tuple((band["at_least"], band["name"]) for band in _TABLES["bands"])
"""(lower bound in percent, name) from the highest down."""


def band(part: int, whole: int) -> str | None:
    """Name the band of part/whole × 100; None where there is nothing to divide by. Above 100 stays in the top band."""
    if whole == 0:
        return None
    return next(name for at_least, name in STEPS if 100 * part >= at_least * whole)
