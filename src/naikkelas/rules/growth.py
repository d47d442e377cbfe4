"""Naik kelas by growth (NK3): sales, workers and markets of one year against another. Never merged with NK1 or NK2."""

from dataclasses import dataclass
from datetime import date

from naikkelas.rules import rule_set
from naikkelas.rules.decision import Decision

HEAD, _TABLES = rule_set.load(__file__)
SALES_PERCENT: int = _TABLES["sales_percent"]
WORKERS_MORE: int = _TABLES["workers_more"]
NEW_MARKETS: int = _TABLES["new_markets"]
NEEDED: int = _TABLES["signs_needed"]
SIGNS = ("sales", "workers", "market")
VERDICTS = ("grew", "not_grown", "not_comparable")


@dataclass(frozen=True)
class GrowthFacts:
    """One year; None, or no market at all, where it is not known."""

    sales_idr: int | None = None
    workers: int | None = None
    markets: frozenset[str] = frozenset()


def sales_grew(before: int | None, after: int | None) -> bool | None:
    """None where a year is not known."""
    if before is None or after is None:
        return None
    return after > before and after * 100 >= before * (100 + SALES_PERCENT)


def workers_grew(before: int | None, after: int | None) -> bool | None:
    return None if before is None or after is None else after - before >= WORKERS_MORE


def market_grew(before: frozenset[str], after: frozenset[str]) -> bool | None:
    return len(after - before) >= NEW_MARKETS if before and after else None


def judge(before: GrowthFacts, after: GrowthFacts, after_on: date) -> Decision:
    """Verdicts: grew, not_grown, not_comparable. The reason names the signs that were seen, the flags those not known."""
    found = {
        "sales": sales_grew(before.sales_idr, after.sales_idr),
        "workers": workers_grew(before.workers, after.workers),
        "market": market_grew(before.markets, after.markets),
    }
    seen = [sign for sign in SIGNS if found[sign]]
    unknown = tuple(sign for sign in SIGNS if found[sign] is None)
    beyond = len(seen) + len(unknown) < NEEDED
    verdict = "grew" if len(seen) >= NEEDED else "not_grown" if beyond else "not_comparable"
    return Decision(
        verdict=verdict,
        reason=",".join(seen) or "none",
        rule_set=HEAD.id,
        rule_hash=HEAD.hash,
        as_of=after_on,
        inputs={"before": before, "after": after},
        flags=unknown,
    )
