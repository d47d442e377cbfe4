"""Who must hear of an area that is late, and after how many working days."""

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
AFTER: dict[str, int] = _TABLES["after_workdays"]
LEVELS = ("regency", "province", "ministry")


def levels(late_workdays: int) -> list[str]:
    """The levels that must have heard by now, the lowest first; none while the area is in time."""
    return [level for level in LEVELS if late_workdays >= AFTER[level]]
