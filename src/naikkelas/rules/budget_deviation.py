"""How far realisation lies behind its plan, and where absorption will end if it goes on as it does."""

from collections.abc import Sequence

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
WATCH_BELOW: int = _TABLES["watch_below"]
CRITICAL_BELOW: int = _TABLES["critical_below"]
FORECAST_MONTHS: int = _TABLES["forecast_months"]


def band(planned: int, realised: int, whole: int) -> str:
    """on_track, watch or critical: by the percentage points of the whole that realisation lies below plan; unknown where
    there is no whole."""
    if whole <= 0:
        return "unknown"
    behind = 100 * (planned - realised)
    if behind >= CRITICAL_BELOW * whole:
        return "critical"
    return "watch" if behind >= WATCH_BELOW * whole else "on_track"


def forecast(by_month: Sequence[int], whole: int) -> int:
    """Where the year ends, in rupiah: what each month so far realised, and the mean of the last three for each month left.
    Never more than the whole, and never less than nothing."""
    so_far = sum(by_month)
    if not by_month:
        return 0
    last = by_month[-FORECAST_MONTHS:]
    coming = (12 - len(by_month)) * sum(last) // len(last)
    return max(0, min(whole, so_far + max(0, coming)))
