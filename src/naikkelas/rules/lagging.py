"""Which activities lag behind, so that Form C can name them with cause and action."""

from naikkelas.kit.periods import Quarter
from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
POINTS: int = _TABLES["points"]


def expected(period: Quarter) -> tuple[int, int]:
    """What part of the year has passed at the end of a quarter."""
    return period.number, 4


def lags(done: tuple[int, int], planned: tuple[int, int]) -> bool:
    """Whether the share `done` (part, whole) lies more than POINTS of a hundred below the share `planned`."""
    if not done[1] or not planned[1]:
        return False
    return 100 * (planned[0] * done[1] - done[0] * planned[1]) > POINTS * planned[1] * done[1]
