"""The score of data quality of an area: weights of the groups of rules, and the formula."""

from collections.abc import Mapping

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
WEIGHTS: dict[str, int] = _TABLES["weights"]
"""Points of each group of rules, a hundred in all; a group without weight is not counted."""


def score_tenths(groups: Mapping[str, tuple[int, int]]) -> int | None:
    """The score in tenths of a point, 0 to 1000, from (clean, records) of each group; groups without records do not
    count. None where there is no record at all. Rounded down: a hundred means that nothing is open."""
    counted = {name: pair for name, pair in groups.items() if pair[1] and name in WEIGHTS}
    whole = sum(WEIGHTS[name] for name in counted)
    if not whole:
        return None
    thousandths = sum(
        WEIGHTS[name] * (1_000_000 * clean // records) for name, (clean, records) in counted.items()
    )
    return thousandths // (1_000 * whole)
